"""Step definitions: each calls page objects, media analysis or the probe, in a few lines and without locators."""
