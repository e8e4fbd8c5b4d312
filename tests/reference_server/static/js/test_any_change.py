"""Changes applied in JavaScript: after any commands, pages have the view that the server computes."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from reference_server.rules.session_changes import SessionFeed
from tests.reference_server.rules.random_session import MOVE_GROUPS, RandomSession
from tests.reference_server.rules.test_session_changes import views_of
from tools.javascript.npm_packages import NODE

View = dict[str, Any]


class NodePage:
    """A process of Node.js that applies changes with the module of the pages."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("apply.mjs")
        command = [str(NODE / "bin/node"), "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(script)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def apply(self, room: View, change: View, own: View | None) -> View:
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
    """A process that all examples use."""
    page = NodePage()
    yield page
    page.close()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(MOVE_GROUPS)
def test_changes_lead_from_each_view_to_the_next(page: NodePage, move_groups: list[list[tuple[Any, ...]]]) -> None:
    random_session = RandomSession.start()
    feed = SessionFeed(random_session.snapshot, random_session.public_id_of)
    views = views_of(random_session)
    for moves in move_groups:
        people_with_changed_page = {person for move in moves for person in random_session.make_move(move) or ()}
        change = feed.advance(
            random_session.snapshot, people_with_changed_page & random_session.snapshot.state.by_id.keys()
        )
        revision = {"since": 0, "revision": random_session.snapshot.revision}
        expected = views_of(random_session)
        for person in views.keys() & expected.keys():
            audience = change.moderators if views[person]["you"]["role"] == "moderator" else change.attendees
            own = change.own.get(person)
            after = page.apply(views[person], revision | audience, own and {"with": 0, **revision, **own})
            assert after == expected[person], (person, change)
        views = expected
