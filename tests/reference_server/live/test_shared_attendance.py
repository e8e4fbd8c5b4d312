"""The loops by which each of several processes reads and writes the database, while it is unavailable."""

import logging
import threading
from collections.abc import Iterable
from typing import Any, cast

import pytest
from sqlalchemy.exc import OperationalError

from reference_server.live import database_loop
from reference_server.live.announcing import Announcer
from reference_server.live.attendance import GraceSettings
from reference_server.live.chat_feed import ChatFeed
from reference_server.live.page_events import PageEvents
from reference_server.live.presence import Presence
from reference_server.live.process_bus import NoBus
from reference_server.live.processes import Processes
from reference_server.live.rates import RateLimits
from reference_server.live.shared_attendance import SharedAttendance
from reference_server.live.shared_rates import SharedRates
from reference_server.storage.shared_presence import SharedPage, SharedPresence
from tests.reference_server.live.conftest import wait_until

NOT_USED = cast(Any, None)
ROUNDS = 5


class SharedPresenceStandIn(SharedPresence):
    """No connections; renewing the lease raises an error while `is_lease_failing`."""

    def __init__(self) -> None:
        self.process = "0"
        self.is_lease_failing = False
        self.renewals = self.reads = 0

    def renew_lease(self, seconds: float) -> None:  # noqa: ARG002
        self.renewals += 1
        if self.is_lease_failing:
            raise OperationalError("", None, Exception())

    def start_grace_periods(self, seconds: float) -> set[str]:  # noqa: ARG002
        self.reads += 1
        return set()

    def people_due_to_leave(self) -> list[tuple[str, str]]:
        return []

    def pages_here(self) -> dict[str, SharedPage]:
        return {}

    def revisions(self, ids: Iterable[str]) -> dict[str, int]:  # noqa: ARG002
        return {}


@pytest.fixture
def shared_presence(monkeypatch: pytest.MonkeyPatch, greenlets: object) -> SharedPresenceStandIn:  # noqa: ARG001
    """The connections of a process whose loops are running, without a pause between their rounds."""
    monkeypatch.setattr(database_loop, "PERIOD_SECONDS", 0.0)
    monkeypatch.setattr(database_loop, "SHORTEST_PAUSE_SECONDS", 0.0)
    shared_presence, bus, lock = SharedPresenceStandIn(), NoBus(), threading.RLock()
    page_events = PageEvents(NOT_USED, bus)
    rates = SharedRates(RateLimits(), bus)
    processes = Processes(shared_presence, bus, page_events, ChatFeed(NOT_USED, page_events), rates)
    presence = Presence(NOT_USED)
    announcer = Announcer(NOT_USED, NOT_USED, presence, lock)
    attendance = SharedAttendance(NOT_USED, presence, announcer, GraceSettings(1.0, 1.0), lock, processes)
    attendance.start_grace_periods()
    return shared_presence


def wait_for_rounds(shared_presence: SharedPresenceStandIn) -> None:
    """Wait until both loops have run several rounds from now on."""
    renewals, reads = shared_presence.renewals + ROUNDS, shared_presence.reads + ROUNDS
    wait_until(lambda: shared_presence.renewals >= renewals and shared_presence.reads >= reads)


def read_outages(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """Return the log events about an unavailable database."""
    events = [getattr(record, "fields", {}) for record in caplog.records]
    return [fields for fields in events if fields.get("event") == "database_away"]


def test_an_outage_of_one_loop_is_logged_once_while_the_other_loop_works(
    shared_presence: SharedPresenceStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "stagedoor.live"):
        shared_presence.is_lease_failing = True
        wait_for_rounds(shared_presence)
    assert read_outages(caplog) == [{"event": "database_away", "result": "OperationalError"}]


def test_a_second_outage_is_logged_again(
    shared_presence: SharedPresenceStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "stagedoor.live"):
        for is_failing in (True, False, True):
            shared_presence.is_lease_failing = is_failing
            wait_for_rounds(shared_presence)
    assert len(read_outages(caplog)) == 2
