"""The reference room: a small live room that follows every rule of the catalogue."""
