"""The tests of tests/reference_server/storage/test_board_rows.py, on PostgreSQL."""

from tests.reference_server.storage.test_board_rows import *  # noqa: F403
