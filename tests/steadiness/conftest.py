"""Rooms that are killed, raced and driven at random. STAGEDOOR_THOROUGH=10 makes all of it ten times as long."""

import os

import pytest

from tests.reference_server.conftest import MakeServer, start_server
from tests.reference_server.server import Server

__all__ = ["start_server"]


@pytest.fixture(scope="session")
def thorough() -> int:
    """How many times as long as usual."""
    return int(os.environ.get("STAGEDOOR_THOROUGH", "1"))


@pytest.fixture(scope="session")
def mortal(start_server: MakeServer) -> Server:
    """A room that waits long for whoever is away, so that only what the test does changes anything."""
    return start_server("--grace", "3600", "--restart-grace", "3600", "--rate-factor", "0")
