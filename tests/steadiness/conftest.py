"""Rooms that are killed, raced and driven at random. STAGEDOOR_THOROUGH=10 makes all of it ten times as long."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.room_profile import Access
from people.browsers import Browsers
from people.devices import Kind
from people.scene import Scene
from rooms.room import SessionRequest
from tests.reference_server.conftest import MakeServer, start_server
from tests.reference_server.server_process import ServerProcess
from tests.steadiness.everybody import Everybody
from tests.steadiness.with_browsers import RoomOf, seated

__all__ = ["start_server"]


@pytest.fixture(scope="session")
def thorough() -> int:
    """How many times as long as usual."""
    return int(os.environ.get("STAGEDOOR_THOROUGH", "1"))


@pytest.fixture(scope="session")
def mortal(start_server: MakeServer) -> ServerProcess:
    """A room that waits long for whoever is away, so that only what the test does changes anything."""
    return start_server("--grace", "3600", "--restart-grace", "3600", "--rate-factor", "0")


@pytest.fixture
def everybody(
    access: Access, mortal: ServerProcess, browsers: Browsers, descriptors: dict[Kind, dict[str, Any]]
) -> Iterator[Everybody]:
    """Maya, Ada and Ben in browsers and Marc on the wire, in a session of this stage access with polls and quizzes."""
    room = RoomOf(mortal)
    scene = Scene(room, browsers, "phone", descriptors)
    seated(scene, SessionRequest(access, polls=True, quizzes=True), moderators="Maya", attendees="Ada")
    scene.attendee_arrives("Ben", on_the_other_device=True)
    yield Everybody(scene, room)
    scene.close()
    room.close()


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker("disruption")
