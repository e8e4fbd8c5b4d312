"""Talk as a room. README.md explains the mapping."""
