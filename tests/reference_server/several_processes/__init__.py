"""Tests of a room that has two processes, with PostgreSQL and Redis."""
