"""Tests of the room over the network that run on PostgreSQL as well; each module names those of another one."""
