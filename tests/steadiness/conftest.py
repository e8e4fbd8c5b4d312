"""Fixtures of tests with killed servers and simultaneous actions.

STAGEDOOR_THOROUGH=10 repeats each test ten times.
"""

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
from tests.steadiness.browser_room import ServerAsRoom, open_session_with
from tests.steadiness.restart_scene import RestartScene

__all__ = ["start_server"]


@pytest.fixture(scope="session")
def repeat_factor() -> int:
    """The number by which to multiply repetitions."""
    return int(os.environ.get("STAGEDOOR_THOROUGH", "1"))


@pytest.fixture(scope="session")
def killable_server(start_server: MakeServer) -> ServerProcess:
    """A server with grace periods so long that only the test's actions change the session."""
    return start_server("--grace", "3600", "--restart-grace", "3600", "--rate-factor", "0")


@pytest.fixture
def restart_scene(
    access: Access, killable_server: ServerProcess, browsers: Browsers, descriptors: dict[Kind, dict[str, Any]]
) -> Iterator[RestartScene]:
    """A session with polls and quizzes: Maya, Ada and Ben in browsers, Marc with only a connection."""
    room = ServerAsRoom(killable_server)
    scene = Scene(room, browsers, "phone", descriptors)
    open_session_with(scene, SessionRequest(access, polls=True, quizzes=True), moderators="Maya", attendees="Ada")
    scene.attendee_arrives("Ben", on_the_other_device=True)
    yield RestartScene(scene, room)
    scene.close()
    room.close()


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker("disruption")
