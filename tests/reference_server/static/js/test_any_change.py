"""Pages apply changes correctly: after any commands, they have the view that the server computes."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from reference_server.rules.session_changes import SessionFeed
from tests.reference_server.rules.any_session import COURSES, AnySession
from tests.reference_server.rules.test_session_changes import views_of
from tools.javascript.npm_packages import NODE

View = dict[str, Any]


class NodePage:
    """Node.js with the module that applies changes."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("apply.mjs")
        command = [str(NODE / "bin/node"), "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(script)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def applied(self, room: View, change: View, own: View | None) -> View:
        """Return the room after a change and the person's own part of it."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps([room, change, own]) + "\n")
        self._process.stdin.flush()
        after: View = json.loads(self._process.stdout.readline())
        return after

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


@pytest.fixture(scope="module")
def page() -> Iterator[NodePage]:
    """A process for all examples."""
    page = NodePage()
    yield page
    page.close()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(COURSES)
def test_changes_lead_from_each_view_to_the_next(page: NodePage, course: list[list[tuple[Any, ...]]]) -> None:
    any_session = AnySession.begun()
    feed = SessionFeed(any_session.session, any_session.address_of)
    known = views_of(any_session)
    for moves in course:
        reconnected = {person for move in moves for person in any_session.moves(move) or ()}
        change = feed.advance(any_session.session, reconnected & any_session.session.state.by_id.keys())
        revision = {"since": 0, "revision": any_session.session.revision}
        expected = views_of(any_session)
        for person in known.keys() & expected.keys():
            audience = change.moderators if known[person]["you"]["role"] == "moderator" else change.attendees
            own = change.own.get(person)
            after = page.applied(known[person], revision | audience, own and {"with": 0, **revision, **own})
            assert after == expected[person], (person, change)
        known = expected
