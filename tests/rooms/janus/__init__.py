"""The adapter for Janus' video room demo, against the Janus of the Debian package."""
