"""Applies the rules to the media server: who may send, and which pages may connect (SAFE-2, LEAVE-5).

Each right is derived from the stored session at the moment of the call, and a failed call is repeated until it
succeeds. So no wrong right remains after a restart, or after an outage of the media server or the database.
"""

import logging
import time

from flask_socketio import SocketIO
from sqlalchemy.exc import SQLAlchemyError

from reference_server.live.presence import Connection, Presence, public_page_id
from reference_server.logs import event
from reference_server.media.engine import TOKEN_LIFETIME, ConnectedPage, MediaEngine, MediaPage, MediaServerUnavailable
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.stage import StageState, Standing
from reference_server.storage.session_rows import UnknownSession
from reference_server.storage.session_store import SessionStore

log = logging.getLogger("stagedoor.media")

FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS = 0.5, 15.0
"""Seconds until a failed call is repeated: the first and the longest delay; each delay is twice the previous one."""
WATCH_SECONDS = TOKEN_LIFETIME + 60
"""Seconds for which a token with the right to send may be valid after its person has left the stage."""
CHECK_PERIOD_SECONDS = 2.0
"""Seconds between two checks of the connected pages of a watched session."""
OUTAGES = (MediaServerUnavailable, SQLAlchemyError)
"""The exceptions after which a correction or a check is repeated."""


class MediaRights:
    """Sets the rights on the media server; does nothing without a media server."""

    def __init__(self, socketio: SocketIO, store: SessionStore, presence: Presence, engine: MediaEngine) -> None:
        self._socketio = socketio
        self._store = store
        self._presence = presence
        self._engine = engine
        self._people_to_correct: set[tuple[str, str]] = set()
        self._people_in_correction: set[tuple[str, str]] = set()
        self._watched_until: dict[str, float] = {}

    def start(self) -> None:
        """Watch the sessions for changes, and correct rights that changed while the room was not running."""
        if self._engine.has_server:
            self._store.watch(self._session_changed)
            for session in {session for session, _ in self._store.present_people()}:
                self._check_for_a_while(session)

    def handle_page_connected(self, connection: Connection) -> None:
        """Give a newly connected page of a person on stage the right to send, and disconnect older pages."""
        if self._engine.has_server and self._is_on_stage(connection.session, connection.person):
            self._correct_in_background(connection.session, connection.person)

    def handle_connected_participant(self, connected: ConnectedPage) -> None:
        """Correct the right of a page on the media server; ignore sessions of other programs there."""
        session = connected.page.session
        if self._state(session) is None:
            return
        try:
            self._correct_connected(connected)
        except OUTAGES as error:
            _log_outage(error, session)
            self._check_for_a_while(session)

    def _session_changed(self, before: SessionSnapshot, after: SessionSnapshot) -> None:
        old, new = before.state, after.state
        if old is new:
            return
        people_who_left = old.by_id.keys() - new.by_id.keys() if old.people is not new.people else set[str]()
        if set(old.stage) - set(new.stage) or old.removed is not new.removed:
            self._check_for_a_while(after.id)
        for person in {*people_who_left, *(set(old.stage) ^ set(new.stage))}:
            self._correct_in_background(after.id, person)

    def _correct_in_background(self, session: str, person: str) -> None:
        """Correct the rights of a person's pages in the background.

        If this is called again while they are being corrected, they are corrected once more.
        """
        key = (session, person)
        self._people_to_correct.add(key)
        if key not in self._people_in_correction:
            self._people_in_correction.add(key)
            self._socketio.start_background_task(self._correct_until_done, key)

    def _correct_until_done(self, key: tuple[str, str]) -> None:
        wait = FIRST_RETRY_SECONDS
        try:
            while key in self._people_to_correct:
                self._people_to_correct.discard(key)
                if not self._correct_pages(*key):
                    self._people_to_correct.add(key)
                    self._socketio.sleep(wait)  # type: ignore[arg-type]
                    wait = min(wait * 2, LONGEST_RETRY_SECONDS)
        finally:
            self._people_in_correction.discard(key)

    def _correct_pages(self, session: str, person: str) -> bool:
        """Correct the rights of all of a person's pages, and return whether that succeeded."""
        try:
            for page in self._pages_of(session, person):
                self._correct(page)
        except OUTAGES as error:
            _log_outage(error, session, person)
            return False
        return True

    def _correct(self, page: MediaPage) -> None:
        allowed = self._may_publish(page)
        if allowed is None:
            self._engine.end(page)
        else:
            self._engine.let_publish(page, allowed)

    def _check_for_a_while(self, session: str) -> None:
        """Check the session's connected pages for a while, since an older token may still be valid."""
        is_watched = session in self._watched_until
        self._watched_until[session] = time.monotonic() + WATCH_SECONDS
        if not is_watched:
            self._socketio.start_background_task(self._check_while_watched, session)

    def _check_while_watched(self, session: str) -> None:
        try:
            while time.monotonic() < self._watched_until[session]:
                self._check_pages(session)
                self._socketio.sleep(CHECK_PERIOD_SECONDS)  # type: ignore[arg-type]
        finally:
            del self._watched_until[session]

    def _check_pages(self, session: str) -> None:
        try:
            for connected in self._engine.pages(session):
                self._correct_connected(connected)
        except OUTAGES as error:
            _log_outage(error, session)

    def _correct_connected(self, connected: ConnectedPage) -> None:
        allowed = self._may_publish(connected.page)
        if allowed != connected.may_publish:
            event(log, "media_right", session=connected.page.session, person=connected.page.person, result=str(allowed))
            self._correct_in_background(connected.page.session, connected.page.person)
            # `_correct_in_background` does not cover a page by which the person has never connected to the room.
            if allowed is None:
                self._engine.end(connected.page)

    def _may_publish(self, page: MediaPage) -> bool | None:
        """Return whether a page may send; None if it must not be connected to the media server."""
        state = self._state(page.session)
        if state is None or page.person not in state.by_id:
            return None
        newest = next(iter(self._pages_of(page.session, page.person)), None)
        return state.standing(page.person) is Standing.ON_STAGE if page == newest else None

    def _is_on_stage(self, session: str, person: str) -> bool:
        state = self._state(session)
        return state is not None and state.standing(person) is Standing.ON_STAGE

    def _state(self, session: str) -> StageState | None:
        try:
            return self._store.session(session).state
        except UnknownSession:
            return None

    def _pages_of(self, session: str, person: str) -> list[MediaPage]:
        """Return the pages by which a person has connected to the room, the newest first."""
        pages = self._store.pages(person)
        return [MediaPage(session, person, public_page_id(session, person, page)) for page in reversed(pages)]


def _log_outage(error: MediaServerUnavailable | SQLAlchemyError, session: str, person: str | None = None) -> None:
    if isinstance(error, SQLAlchemyError):
        # Its message contains the query with its parameters.
        event(log, "database_away", session=session, person=person, result=type(error).__name__)
    else:
        event(log, "media_server_away", session=session, person=person, result=str(error))
