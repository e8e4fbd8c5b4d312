"""Makes a fresh clone ready to run: an environment, the pinned packages, a browser. Standard library only."""
