"""Sessions that nobody uses any more are removed with all their rows."""

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

SERVER_TABLES = (schema.lti_platforms, schema.lti_used, schema.processes)
"""Tables whose rows belong to no session."""
POLL = Questionnaire("", QuestionnaireKind.POLL, "", (Question("Outdoors?", ("Yes", "No")),))


@dataclass
class Stores:
    """A database with its stores."""

    engine: Engine
    sessions: SessionStore
    chat: ChatStore

    def count_rows(self) -> dict[str, int]:
        """Return the number of rows in each table that has rows of sessions."""
        with self.engine.connect() as connection:
            tables = [table for table in schema.metadata.sorted_tables if table not in SERVER_TABLES]
            return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}

    def add_session(self) -> tuple[str, str]:
        """Add a session with rows in every table; return its id and that of its moderator, who is present."""
        session_request = NewSession("Rehearsal", Access.INVITE, polls=True, quizzes=False, limit=7)
        lti = LtiStore(self.engine, self.sessions)
        link = ResourceLink("https://learn.example", "client", "deployment", f"link-{self.count_rows()['sessions']}")
        session = lti.find_or_create_session(link, lambda: session_request)
        maya = self.sessions.add_person(session, "Maya", Role.MODERATOR)
        ada = lti.add_person(session, "user-1", Role.ATTENDEE, "Ada")
        self._enter(maya)
        self._enter(ada)
        self.chat.add(session, ada.id, "Good morning", "message-1")
        self._add_answered_poll(session, maya.id, ada.id)
        self.sessions.run(session, lambda state: stage.invite(state, maya.id, ada.id))
        self.sessions.run(session, lambda state: stage.revoke(state, maya.id, ada.id))
        self.sessions.run(session, lambda state: stage.leave(state, ada.id))
        return session, maya.id

    def _add_answered_poll(self, session: str, moderator: str, attendee: str) -> None:
        poll = replace(POLL, id=f"poll{session}")
        self._run_on_board(session, moderator, questionnaires.draft, poll)
        self._run_on_board(session, moderator, questionnaires.open_, poll.id)
        self._run_on_board(session, attendee, questionnaires.answer, poll.id, (frozenset({0}),))

    def _run_on_board(self, session: str, person: str, command: Callable[..., BoardChange], *arguments: object) -> None:
        self.sessions.run_on_board(session, lambda state, board: command(board, state.by_id[person], *arguments))

    def _enter(self, person: Identity) -> None:
        self.sessions.run(person.session, lambda state: stage.enter(state, person.participant()))
        self.sessions.save_pages(person.id, (f"page-{person.id}",))

    def leave(self, session: str, person: str) -> None:
        """Let a person leave the session."""
        self.sessions.run(session, lambda state: stage.leave(state, person))


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    engine = open_database(tmp_path / "room.sqlite")
    yield Stores(engine, SessionStore(engine), ChatStore(engine))
    engine.dispose()


def test_all_rows_of_an_idle_session_are_removed_and_no_others(stores: Stores) -> None:
    stores.add_session()
    rows_of_one_session = stores.count_rows()
    assert all(rows_of_one_session.values()), rows_of_one_session
    idle, moderator = stores.add_session()
    stores.leave(idle, moderator)
    assert stores.count_rows() == {name: 2 * number for name, number in rows_of_one_session.items()}
    Retention(stores.sessions, seconds=-10).remove_idle_sessions()
    assert stores.count_rows() == rows_of_one_session
    with pytest.raises(UnknownSession):
        stores.sessions.session(idle)


def test_a_session_with_somebody_present_is_not_idle(stores: Stores) -> None:
    session, moderator = stores.add_session()
    later = time.time() + 10
    assert stores.sessions.idle_sessions(later) == []
    assert not stores.sessions.remove_if_idle(session, later)
    stores.leave(session, moderator)
    assert stores.sessions.idle_sessions(later) == [session]


def test_a_session_in_use_until_recently_is_not_idle(stores: Stores) -> None:
    session, moderator = stores.add_session()
    stores.leave(session, moderator)
    assert stores.sessions.idle_sessions(time.time() - 10) == []
    assert not stores.sessions.remove_if_idle(session, time.time() - 10)
    assert stores.sessions.session(session).title == "Rehearsal"


def test_a_new_person_makes_a_session_active(stores: Stores) -> None:
    session, moderator = stores.add_session()
    stores.leave(session, moderator)
    with stores.engine.begin() as connection:
        connection.execute(schema.sessions.update().values(last_active=1_000))
    assert stores.sessions.idle_sessions(2_000) == [session]
    stores.sessions.add_person(session, "Ben", Role.ATTENDEE)
    assert stores.sessions.idle_sessions(2_000) == []


def test_a_failed_removal_removes_nothing(stores: Stores) -> None:
    session, moderator = stores.add_session()
    stores.leave(session, moderator)
    rows_before = stores.count_rows()

    def fail(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("DELETE FROM sessions"):
            raise OSError("disk full")

    event.listen(stores.engine, "before_cursor_execute", fail)
    with pytest.raises(OSError, match="disk full"):
        stores.sessions.remove_if_idle(session, time.time() + 10)
    assert stores.count_rows() == rows_before
    assert stores.sessions.session(session).id == session


def test_a_retention_of_zero_keeps_all_sessions(stores: Stores) -> None:
    session, moderator = stores.add_session()
    stores.leave(session, moderator)
    rows_before = stores.count_rows()
    Retention(stores.sessions, seconds=0).run()
    assert stores.count_rows() == rows_before


@pytest.mark.disruption
@pytest.mark.parametrize(("keep", "status"), [("2h", 404), ("4h", 303), ("0", 303)])
def test_a_starting_room_removes_sessions_idle_for_longer_than_they_are_kept(
    start_server: MakeServer, keep: str, status: int
) -> None:
    server = start_server("--keep-sessions", keep)
    old, new = new_session(server), new_session(server)
    server.kill()
    with sqlite3.connect(server.database) as connection:
        parameters = (time.time() - 3 * 60 * 60, old["id"])
        connection.execute("UPDATE sessions SET last_active = ? WHERE id = ?", parameters)
    server.start()
    if status == 404:
        _wait_until(lambda: f"event=session_removed session={old['id']}" in server.log())
    assert _try_to_enter(old) == status
    assert _try_to_enter(new) == 303


def _try_to_enter(session: dict[str, str]) -> int:
    response = requests.get(session["attendee"], params={"name": "Ada"}, allow_redirects=False, timeout=PATIENCE)
    return response.status_code


def _wait_until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < deadline, "the session was not removed in time"
        time.sleep(0.02)  # noqa: TID251
