"""The people of a scenario: the cast, their browsers and devices, and the media that they receive."""
