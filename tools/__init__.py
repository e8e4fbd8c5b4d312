"""Scripts for working on this project and for running its tests."""
