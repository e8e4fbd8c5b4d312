"""The tests of tests/reference_server/live/test_removal.py, on PostgreSQL."""

from tests.reference_server.live.test_removal import *  # noqa: F403
