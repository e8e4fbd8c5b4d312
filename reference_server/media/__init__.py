"""Audio and video: one interface, and two engines, `mesh` and `livekit`."""
