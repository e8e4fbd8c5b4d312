"""Step definitions: a few lines each, which call page objects, media analysis or the probe."""
