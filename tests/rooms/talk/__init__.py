"""Tests of the room Talk: its file, and its server with a stand-in for Talk."""
