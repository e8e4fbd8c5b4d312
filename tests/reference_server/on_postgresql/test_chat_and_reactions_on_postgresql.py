"""The tests of tests/reference_server/live/test_chat_and_reactions.py, on PostgreSQL."""

from tests.reference_server.live.test_chat_and_reactions import *  # noqa: F403
