"""The tests of tests/reference_server/live/test_restart.py, on PostgreSQL."""

from tests.reference_server.live.test_restart import *  # noqa: F403
