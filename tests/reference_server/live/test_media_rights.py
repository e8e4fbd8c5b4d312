"""The rights to send on the media server, while the database is unavailable (SAFE-2).

The media server, the time and the background tasks are stand-ins; the sessions are in a real database.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy.exc import OperationalError

from reference_server.live.media_rights import WATCH_SECONDS, MediaRights
from reference_server.live.presence import Presence, public_page_id
from reference_server.media.engine import ConnectedPage, MediaAccess, MediaPage
from reference_server.rules import stage
from tests.stand_ins.stored_session import StoredSession

OUTAGE_SECONDS = 30.0
PAGE = "page-of-ada"


class BackgroundTasks:
    """Runs background tasks one after the other; a task that sleeps advances the time."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self._tasks: list[Callable[[], None]] = []

    def time(self) -> float:
        """Return the time in seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def start_background_task(self, task: Callable[..., None], *arguments: object) -> None:
        self._tasks.append(lambda: task(*arguments))

    def run(self) -> None:
        """Run all tasks, also those that they start, to their ends."""
        while self._tasks:
            self._tasks.pop(0)()


class MediaServer:
    """A media server with a page that may send or not; no page is connected before `page` is set."""

    name = "stand-in"
    has_server = True
    origins: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.page: ConnectedPage | None = None

    def access(self, page: MediaPage) -> MediaAccess:
        raise NotImplementedError

    def let_publish(self, page: MediaPage, allowed: bool) -> None:
        if self.page and self.page.page == page:
            self.page = ConnectedPage(page, allowed)

    def end(self, page: MediaPage) -> None:
        if self.page and self.page.page == page:
            self.page = None

    def pages(self, _session: str) -> list[ConnectedPage]:
        return [self.page] if self.page else []


class UnreliableSession(StoredSession):
    """A session whose people's pages cannot be read until `is_back` returns True."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(folder / "room.sqlite")
        self.is_back: Callable[[], bool] = lambda: True
        pages = self.store.pages

        def read_pages(person: str) -> tuple[str, ...]:
            if not self.is_back():
                raise OperationalError("", None, Exception())
            return pages(person)

        monkeypatch.setattr(self.store, "pages", read_pages)


class RoomWithMediaServer:
    """A room with a media server, and a session with Maya, who moderates, and Ada."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tasks, self.media = BackgroundTasks(), MediaServer()
        monkeypatch.setattr("time.monotonic", self.tasks.time)
        self.session = UnreliableSession(folder, monkeypatch)
        for name in ("Maya", "Ada"):
            self.session.enter(name)
        self.ada = self.session.people["Ada"].id
        self.session.store.save_pages(self.ada, (PAGE,))
        presence = Presence(self.session.store)
        self.rights = MediaRights(cast(Any, self.tasks), self.session.store, presence, self.media)

    def connect_page(self, *, may_publish: bool) -> ConnectedPage:
        """Connect Ada's page to the media server, with a token with or without the right to send."""
        page = MediaPage(self.session.id, self.ada, public_page_id(self.session.id, self.ada, PAGE))
        self.media.page = ConnectedPage(page, may_publish)
        return self.media.page

    def lose_database(self) -> None:
        """Let the database be unavailable for OUTAGE_SECONDS from now on."""
        end = self.tasks.now + OUTAGE_SECONDS
        self.session.is_back = lambda: self.tasks.now >= end

    def may_publish(self) -> bool:
        """Return whether Ada's page may send."""
        return self.media.page is not None and self.media.page.may_publish


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RoomWithMediaServer]:
    room = RoomWithMediaServer(tmp_path, monkeypatch)
    yield room
    room.session.store.close()


def test_a_right_is_taken_away_after_an_outage_of_the_database(room: RoomWithMediaServer) -> None:
    room.session.do("Maya", stage.invite, "Ada")
    room.session.do("Ada", stage.join, True, True)
    room.rights.start()
    room.tasks.run()
    room.connect_page(may_publish=True)
    room.session.do("Maya", stage.remove, "Ada")
    room.lose_database()
    room.tasks.run()
    assert not room.may_publish()


def test_a_right_is_given_after_an_outage_of_the_database(room: RoomWithMediaServer) -> None:
    room.rights.start()
    room.tasks.run()
    room.connect_page(may_publish=False)
    room.session.do("Maya", stage.invite, "Ada")
    room.session.do("Ada", stage.join, True, True)
    room.lose_database()
    room.tasks.run()
    assert room.may_publish()


def test_a_session_is_watched_during_and_after_an_outage_of_the_database(room: RoomWithMediaServer) -> None:
    start = room.tasks.now
    room.connect_page(may_publish=True)
    room.lose_database()
    room.rights.start()
    room.tasks.run()
    assert not room.may_publish()
    assert room.tasks.now >= start + WATCH_SECONDS


def test_a_page_reported_by_the_media_server_during_an_outage_of_the_database_is_corrected(
    room: RoomWithMediaServer,
) -> None:
    room.lose_database()
    room.rights.handle_connected_participant(room.connect_page(may_publish=True))
    room.tasks.run()
    assert not room.may_publish()
