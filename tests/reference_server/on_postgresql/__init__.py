"""Tests of the room over the network, run again on PostgreSQL; each module imports those of another module."""
