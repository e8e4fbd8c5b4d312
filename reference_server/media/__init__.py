"""How audio and video travel: one interface, and two engines, `mesh` and `livekit`."""
