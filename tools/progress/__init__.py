"""The progress of a test run: features by name, finished runs and their total, failures so far and time left."""
