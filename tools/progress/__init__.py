"""The progress of a test run: features, finished runs and their total, failures, and time left."""
