"""Generates docs/wire-protocol.md from the room's code."""
