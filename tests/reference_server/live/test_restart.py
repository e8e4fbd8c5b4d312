"""Restarts of the server after SIGKILL, which lose nothing (STEADY-3)."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import ServerProcess
from tests.stand_ins.connected_session import ConnectedSession

pytestmark = pytest.mark.disruption

CAMERA_ON = {"microphone": False, "camera": True}


@pytest.fixture
def own_server(start_server: MakeServer) -> ServerProcess:
    """A room that the test can kill."""
    return start_server("--grace", "600", "--restart-grace", "600")


@pytest.fixture
def session(own_server: ServerProcess) -> Iterator[ConnectedSession]:
    """A session in that room."""
    session = ConnectedSession(own_server, access="request", title="Rehearsal", limit=9, polls=True)
    yield session
    session.close()


def without_connections(view: dict[str, Any]) -> dict[str, Any]:
    """Return the view without pages and revision, which may differ after a restart."""
    people = [{**person, "page": None} for person in view["people"]]
    return {**view, "people": people, "revision": 0}


def test_steady_3_everybody_has_the_same_view_after_a_restart(
    own_server: ServerProcess, session: ConnectedSession
) -> None:
    names = ("Maya", "Dana", "Cleo", "Ben", "Ada", "Eve")
    people = {name: session.enter(name) for name in names}
    maya = people["Maya"]
    for name in ("Dana", "Cleo", "Ada"):
        people[name].do("ask")
    maya.do("decline", person=people["Dana"].id)
    maya.do("invite", person=people["Ben"].id)
    maya.do("invite", person=people["Eve"].id)
    people["Eve"].do("join", **CAMERA_ON)
    before = {name: page.wait_until(lambda view: view["stage"]) for name, page in people.items()}
    own_server.restart()
    after = {name: session.enter(name) for name in names}
    for name, page in after.items():
        assert without_connections(page.view) == without_connections(before[name])
        assert page.view["revision"] > before[name]["revision"]


def test_steady_3_acknowledged_commands_survive_an_immediate_kill(
    own_server: ServerProcess, session: ConnectedSession
) -> None:
    for message, standing in (("ask", "asking"), ("cancel_request", "viewer"), ("ask", "asking")):
        session.enter("Ada").do(message)
        own_server.restart()
        assert session.enter("Ada").view["you"]["standing"] == standing


def test_links_and_cookies_stay_valid_after_a_restart(own_server: ServerProcess, session: ConnectedSession) -> None:
    ada = session.enter("Ada")
    own_server.restart()
    assert session.enter("Ada").id == ada.id
    assert session.enter("Marc").view["you"]["role"] == "moderator"


def test_a_person_who_stays_away_after_a_restart_leaves_when_the_grace_period_ends(start_server: MakeServer) -> None:
    server = start_server("--grace", "600", "--restart-grace", "3")
    session = ConnectedSession(server, access="everyone")
    ada, ben = session.enter("Ada"), session.enter("Ben")
    ada.do("join", **CAMERA_ON)
    ben.do("join", **CAMERA_ON)
    server.restart()
    view = session.enter("Ada").wait_until(lambda view: len(view["people"]) == 1)
    assert view["people"][0]["name"] == "Ada"
    assert view["stage"] == [ada.id]
