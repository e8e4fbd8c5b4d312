"""The reference room: a small live room that obeys every rule of the catalogue."""
