"""Tests of the room over the network, run again on PostgreSQL.

Each module imports those of another module.
"""
