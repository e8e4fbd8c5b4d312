"""Migrations of databases of older versions: all of their content stays."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL

from reference_server.rules import stage
from reference_server.rules.stage import Access, Role
from reference_server.storage.chat_messages import ChatStore
from reference_server.storage.database import open_database
from reference_server.storage.migrating import migrate, migration_config
from reference_server.storage.schema import VERSION
from reference_server.storage.session_store import SessionStore

SESSION = "INSERT INTO sessions VALUES ('s1', 'Rehearsal', true, false, 'request', 7, 40)"
PEOPLE = """INSERT INTO people
  (id, session, name, role, entered, standing, since, microphone, camera, notice_number, notice_kind, notice_text)
  VALUES
  ('maya', 's1', 'Maya', 'moderator', 1, 'on_stage', 9, true, false, 0, NULL, NULL),
  ('ada', 's1', 'Ada', 'attendee', 2, 'asking', 8, true, true, 0, NULL, NULL),
  ('ben', 's1', 'Ben', 'attendee', 3, 'asking', 7, true, true, 0, NULL, NULL),
  ('cleo', 's1', 'Cleo', 'attendee', 4, 'invited', 6, true, true, 0, NULL, NULL),
  ('dana', 's1', 'Dana', 'attendee', 5, 'viewer', 5, true, true, 3, 'removed', 'You are a viewer again.'),
  ('eve', 's1', 'Eve', 'attendee', NULL, 'viewer', 0, true, true, 0, NULL, NULL)"""
HANDS = "UPDATE people SET hand = 30 WHERE id = 'dana'"
MESSAGE = "INSERT INTO messages VALUES ('s1', 1, 'ada', 'mark-1', '2026-03-01T09:00:00Z', 'Good morning')"
POLL = """INSERT INTO questionnaires (id, session, kind, title, questions, phase) VALUES ('p1', 's1', 'poll', '',
  '[{"text": "Outdoors?", "options": ["Yes", "No"], "several": false, "right": []}]', 'open')"""
ANSWER = "INSERT INTO answers (questionnaire, person, choices) VALUES ('p1', 'ada', '[[1]]')"
# The statements that insert each version's rows, in addition to those of earlier versions.
NEW_ROWS = {"0001": (SESSION, PEOPLE), "0002": (HANDS, MESSAGE), "0003": (POLL, ANSWER)}


@pytest.fixture(params=list(NEW_ROWS))
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def older_database(empty_database: Path | URL, version: str) -> Path | URL:
    """A database that a room of that version has left in the middle of a session."""
    engine = create_engine(empty_database if isinstance(empty_database, URL) else f"sqlite:///{empty_database}")
    with engine.begin() as connection:
        migrate(connection, "The database", version)
        for since, statements in NEW_ROWS.items():
            for sql in statements if since <= version else ():
                connection.exec_driver_sql(sql)
    engine.dispose()
    return empty_database


@pytest.fixture
def engine(older_database: Path | URL) -> Iterator[Engine]:
    """The database, opened by this version."""
    engine = open_database(older_database)
    yield engine
    engine.dispose()


@pytest.fixture
def stores(engine: Engine) -> tuple[SessionStore, ChatStore]:
    """The stores that use the database."""
    return SessionStore(engine), ChatStore(engine)


def test_the_newest_migration_is_the_version_of_the_schema() -> None:
    assert ScriptDirectory.from_config(migration_config()).get_heads() == [VERSION]


def test_people_and_their_standings_are_migrated(stores: tuple[SessionStore, ChatStore]) -> None:
    session = stores[0].session("s1")
    assert (session.title, session.has_polls, session.has_quizzes, session.revision) == ("Rehearsal", True, False, 40)
    state = session.state
    assert (state.access, state.limit) == (Access.REQUEST, 7)
    assert [person.name for person in state.people] == ["Maya", "Ada", "Ben", "Cleo", "Dana"]
    assert (state.removed, state.return_requests) == ((), ())
    assert (state.stage, state.requests, state.invitations) == (("maya",), ("ben", "ada"), ("cleo",))
    assert state.by_id["maya"].role is Role.MODERATOR and not state.by_id["maya"].camera
    latest = session.latest_notification("dana")
    assert latest.number == 3 and latest.notification and latest.notification.text == "You are a viewer again."


def test_hands_messages_and_votes_are_migrated(stores: tuple[SessionStore, ChatStore], version: str) -> None:
    store, chat = stores
    session = store.session("s1")
    assert session.state.hands == (("dana",) if version >= "0002" else ())
    assert [message.text for message in chat.read("s1").messages] == (["Good morning"] if version >= "0002" else [])
    if version >= "0003":
        (poll,) = session.board.questionnaires
        assert [(answer.person, answer.choices) for answer in poll.answers] == [("ada", (frozenset({1}),))]


def test_a_migrated_session_counts_as_active_at_the_time_of_the_migration(
    engine: Engine, stores: tuple[SessionStore, ChatStore]
) -> None:
    with engine.connect() as connection:
        last_active = connection.exec_driver_sql("SELECT last_active FROM sessions").scalar_one()
    assert abs(time.time() - last_active) < 60
    assert stores[0].session("s1")


def test_a_migrated_session_can_continue(stores: tuple[SessionStore, ChatStore]) -> None:
    store, chat = stores
    assert store.session("s1").chat.is_on
    message = chat.add("s1", "ben", "Hello", "mark-2")
    assert message and chat.read("s1").messages[-1].text == "Hello"
    assert not any(message.deleted or message.similar for message in chat.read("s1").messages)
    assert chat.delete("s1", message.number) == (message.number, 1)
    store.run("s1", lambda state: stage.remove_from_session(state, "maya", "cleo"))
    assert [person.id for person in store.session("s1").state.removed] == ["cleo"]
    store.save_pages("eve", ("page-0001",))
    assert (store.pages("eve"), store.pages("ada")) == (("page-0001",), ())


def test_a_file_of_this_version_is_not_migrated(tmp_path: Path) -> None:
    file = tmp_path / "room.sqlite"
    open_database(file).dispose()
    before = sqlite3.connect(file).execute("PRAGMA schema_version").fetchall()
    open_database(file).dispose()
    assert sqlite3.connect(file).execute("PRAGMA schema_version").fetchall() == before
