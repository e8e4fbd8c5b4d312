"""LiveKit's own room interface as a room, in a page of this project. README.md explains the mapping."""
