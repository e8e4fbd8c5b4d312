"""The tests of tests/reference_server/live/test_attendance.py, on PostgreSQL."""

from tests.reference_server.live.test_attendance import *  # noqa: F403
