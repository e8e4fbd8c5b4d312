"""The end of a grace period while the database is unavailable."""

import logging
import threading
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy.exc import OperationalError

from reference_server.live import grace_periods
from reference_server.live.announcing import Announcer
from reference_server.live.attendance import Attendance, GraceSettings
from reference_server.live.presence import Presence
from reference_server.storage.session_store import SessionStore
from tests.reference_server.server_process import PATIENCE
from tests.stand_ins.stored_session import StoredSession

GRACE = 0.01
OUTAGE_ATTEMPTS = 2
"""How many attempts to leave fail."""


class SilentSocketIO:
    """Runs no background tasks, so nothing is announced."""

    def start_background_task(self, *_arguments: object) -> None:
        """Do nothing."""


@pytest.fixture
def session(tmp_path: Path) -> StoredSession:
    """A session in which Ada is present."""
    session = StoredSession(tmp_path / "room.sqlite")
    session.enter("Ada")
    return session


def fail_at_first(store: SessionStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the database be unavailable for the first commands."""
    run, failures = store.run, iter(range(OUTAGE_ATTEMPTS))

    def run_or_fail(*arguments: Any) -> object:
        if next(failures, None) is not None:
            raise OperationalError("", None, Exception())
        return run(*arguments)

    monkeypatch.setattr(store, "run", run_or_fail)


def test_steady_4_a_person_leaves_after_an_outage_of_the_database(
    session: StoredSession, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(grace_periods, "RETRY_SECONDS", GRACE)
    fail_at_first(session.store, monkeypatch)
    has_left, lock = threading.Event(), threading.RLock()
    session.store.watch(lambda _before, after: has_left.set() if not after.state.by_id else None)
    presence = Presence(session.store)
    announcer = Announcer(cast(Any, SilentSocketIO()), session.store, presence, lock)
    attendance = Attendance(session.store, presence, announcer, GraceSettings(GRACE, GRACE), lock)
    with caplog.at_level(logging.INFO, "stagedoor.live"):
        attendance.start_grace_periods()
        assert has_left.wait(PATIENCE), "Ada is still in the session"
        with lock:  # held until the last attempt is logged
            results = [getattr(record, "fields", {})["result"] for record in caplog.records]
    assert results == ["OperationalError"] * OUTAGE_ATTEMPTS + ["ok"]
