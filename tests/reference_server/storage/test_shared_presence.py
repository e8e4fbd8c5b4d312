"""The presence that several processes share in PostgreSQL."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL

from reference_server.storage.shared_presence import SharedPresence
from tests.reference_server.shared_servers import PostgreSQLOfTests
from tests.stand_ins.stored_session import StoredSession

GRACE_OVER = -1.0
"""Seconds of a grace period that ends at once."""


def lose_lease(presence: SharedPresence) -> None:
    """Let another process find that this one is not among the running processes."""
    presence.start_grace_periods(GRACE_OVER)


def end(presence: SharedPresence) -> None:
    presence.leave(GRACE_OVER)


@pytest.fixture
def url(postgresql: PostgreSQLOfTests) -> URL:
    """The URL of a database with empty tables."""
    return postgresql.provide_empty_database()


@pytest.fixture
def engine(url: URL) -> Iterator[Engine]:
    """The database that the processes share."""
    engine = create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(url: URL) -> Iterator[StoredSession]:
    """A session in this database."""
    session = StoredSession(url)
    yield session
    session.store.close()


@pytest.mark.parametrize("lose_process", [end, lose_lease])
def test_a_person_whose_page_is_loading_has_that_time_when_their_process_ends(
    session: StoredSession, engine: Engine, lose_process: Callable[[SharedPresence], None]
) -> None:
    presence = SharedPresence(engine)
    for name in ("Ada", "Ben"):
        session.enter(name)
        presence.connect(session.people[name].id, f"sid-{name}", f"page-{name}")
    presence.note_loading(session.people["Ada"].id)
    lose_process(presence)
    assert [person for _, person in presence.people_due_to_leave()] == [session.people["Ben"].id]
