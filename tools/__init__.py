"""What helps to work on this project and to run its tests."""
