"""The progress of a test run: features by name, runs done of how many, failures so far and time left."""
