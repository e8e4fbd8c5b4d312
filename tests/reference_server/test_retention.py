"""Sessions that nobody uses any more are removed with everything that belongs to them."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests
from sqlalchemy import Engine, event, func, select

from reference_server.retention import Retention
from reference_server.rules import questionnaires, stage
from reference_server.rules.questionnaires import BoardChange, Question, Questionnaire, QuestionnaireKind
from reference_server.rules.stage import Access, Role
from reference_server.storage import schema
from reference_server.storage.chat_messages import ChatStore
from reference_server.storage.database import open_database
from reference_server.storage.lti_store import LtiStore, ResourceLink
from reference_server.storage.session_rows import UnknownSession
from reference_server.storage.session_store import Identity, NewSession, SessionStore
from tests.reference_server.clients import new_session
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import PATIENCE

OF_THE_SERVER = (schema.lti_platforms, schema.lti_used, schema.processes)
"""Tables whose rows belong to no session."""
POLL = Questionnaire("", QuestionnaireKind.POLL, "", (Question("Outdoors?", ("Yes", "No")),))


@dataclass
class Stored:
    """A database with its stores."""

    engine: Engine
    store: SessionStore
    chat: ChatStore

    def rows(self) -> dict[str, int]:
        """Return the number of rows in each table that has rows of sessions."""
        with self.engine.connect() as connection:
            tables = [table for table in schema.metadata.sorted_tables if table not in OF_THE_SERVER]
            return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}

    def add_session(self) -> tuple[str, str]:
        """Add a session with rows in every table; return its id and that of its moderator, who is present."""
        new = NewSession("Rehearsal", Access.INVITE, polls=True, quizzes=False, limit=7)
        lti = LtiStore(self.engine, self.store)
        link = ResourceLink("https://learn.example", "client", "deployment", f"link-{self.rows()['sessions']}")
        session = lti.session_of(link, lambda: new)
        maya = self.store.add_person(session, "Maya", Role.MODERATOR)
        ada = lti.add_person(session, "user-1", Role.ATTENDEE, "Ada")
        self._enter(maya)
        self._enter(ada)
        self.chat.add(session, ada.id, "Good morning", "message-1")
        self._add_answered_poll(session, maya.id, ada.id)
        self.store.run(session, lambda state: stage.invite(state, maya.id, ada.id))
        self.store.run(session, lambda state: stage.revoke(state, maya.id, ada.id))
        self.store.run(session, lambda state: stage.leave(state, ada.id))
        return session, maya.id

    def _add_answered_poll(self, session: str, moderator: str, attendee: str) -> None:
        poll = replace(POLL, id=f"poll{session}")
        self._on_board(session, moderator, questionnaires.draft, poll)
        self._on_board(session, moderator, questionnaires.open_, poll.id)
        self._on_board(session, attendee, questionnaires.answer, poll.id, (frozenset({0}),))

    def _on_board(self, session: str, by: str, command: Callable[..., BoardChange], *arguments: object) -> None:
        self.store.run_on_board(session, lambda state, board: command(board, state.by_id[by], *arguments))

    def _enter(self, person: Identity) -> None:
        self.store.run(person.session, lambda state: stage.enter(state, person.participant()))
        self.store.save_pages(person.id, (f"page-{person.id}",))

    def leave(self, session: str, person: str) -> None:
        """Remove a person from the session, as when they leave."""
        self.store.run(session, lambda state: stage.leave(state, person))


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Stored]:
    engine = open_database(tmp_path / "room.sqlite")
    yield Stored(engine, SessionStore(engine), ChatStore(engine))
    engine.dispose()


def test_everything_of_an_idle_session_is_removed_and_nothing_of_others(stored: Stored) -> None:
    stored.add_session()
    with_one = stored.rows()
    assert all(with_one.values()), with_one
    idle, moderator = stored.add_session()
    stored.leave(idle, moderator)
    assert stored.rows() == {name: 2 * number for name, number in with_one.items()}
    Retention(stored.store, seconds=-10).remove_idle_sessions()
    assert stored.rows() == with_one
    with pytest.raises(UnknownSession):
        stored.store.session(idle)


def test_a_session_with_somebody_present_is_not_idle(stored: Stored) -> None:
    session, moderator = stored.add_session()
    later = time.time() + 10
    assert stored.store.idle_sessions(later) == []
    assert not stored.store.remove_if_idle(session, later)
    stored.leave(session, moderator)
    assert stored.store.idle_sessions(later) == [session]


def test_a_session_in_use_until_recently_is_not_idle(stored: Stored) -> None:
    session, moderator = stored.add_session()
    stored.leave(session, moderator)
    assert stored.store.idle_sessions(time.time() - 10) == []
    assert not stored.store.remove_if_idle(session, time.time() - 10)
    assert stored.store.session(session).title == "Rehearsal"


def test_a_new_person_makes_a_session_active(stored: Stored) -> None:
    session, moderator = stored.add_session()
    stored.leave(session, moderator)
    with stored.engine.begin() as connection:
        connection.execute(schema.sessions.update().values(last_active=1_000))
    assert stored.store.idle_sessions(2_000) == [session]
    stored.store.add_person(session, "Ben", Role.ATTENDEE)
    assert stored.store.idle_sessions(2_000) == []


def test_a_removal_that_fails_removes_nothing(stored: Stored) -> None:
    session, moderator = stored.add_session()
    stored.leave(session, moderator)
    before = stored.rows()

    def fail(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("DELETE FROM sessions"):
            raise OSError("disk full")

    event.listen(stored.engine, "before_cursor_execute", fail)
    with pytest.raises(OSError, match="disk full"):
        stored.store.remove_if_idle(session, time.time() + 10)
    assert stored.rows() == before
    assert stored.store.session(session).id == session


def test_zero_keeps_all_sessions(stored: Stored) -> None:
    session, moderator = stored.add_session()
    stored.leave(session, moderator)
    before = stored.rows()
    Retention(stored.store, seconds=0).run()
    assert stored.rows() == before


@pytest.mark.disruption
@pytest.mark.parametrize(("keep", "status"), [("2h", 404), ("4h", 303), ("0", 303)])
def test_a_started_room_removes_the_sessions_idle_for_longer(start_server: MakeServer, keep: str, status: int) -> None:
    server = start_server("--keep-sessions", keep)
    old, new = new_session(server), new_session(server)
    server.kill()
    with sqlite3.connect(server.database) as connection:
        aged = (time.time() - 3 * 60 * 60, old["id"])
        connection.execute("UPDATE sessions SET last_active = ? WHERE id = ?", aged)
    server.start()
    if status == 404:
        _wait_until(lambda: f"event=session_removed session={old['id']}" in server.log())
    assert _status(old) == status
    assert _status(new) == 303


def _status(session: dict[str, str]) -> int:
    answer = requests.get(session["attendee"], params={"name": "Ada"}, allow_redirects=False, timeout=PATIENCE)
    return answer.status_code


def _wait_until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < deadline, "not removed in time"
        time.sleep(0.02)  # noqa: TID251
