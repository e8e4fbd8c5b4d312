"""Tests of the adapter for Janus's video room demo, with the Janus of the Debian package."""
