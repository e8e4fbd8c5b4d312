"""Tests of the room MiroTalk P2P: its files and declarations, without its server."""
