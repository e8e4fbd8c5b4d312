"""The chat of a session, sent to the pages of one process while the database fails at times."""

from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy.exc import OperationalError

from reference_server.live.chat_feed import ChatFeed
from reference_server.live.page_events import PageEvents
from reference_server.live.process_bus import NoBus
from reference_server.rules.stage import Role
from reference_server.storage.chat_messages import ChatStore
from reference_server.storage.chat_pages import Deletion
from reference_server.storage.database import open_database
from reference_server.storage.session_store import SessionStore
from tests.stand_ins.stored_session import REHEARSAL


class RecordingSocketIO:
    """Records the events that would be sent to the pages."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Any]] = []

    def emit(self, name: str, payload: Any, *, to: str) -> None:  # noqa: ARG002
        self.events.append((name, payload))


class UnreliableChatStore(ChatStore):
    """The deletions cannot be read while `is_failing`."""

    is_failing = False

    def deletions_after(self, session: str, deletions: int) -> list[Deletion]:
        if self.is_failing:
            raise OperationalError("", None, Exception())
        return super().deletions_after(session, deletions)


def test_a_message_is_sent_once_even_if_reading_the_deletions_after_it_fails(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "room.sqlite")
    store, chat, socketio = SessionStore(engine), UnreliableChatStore(engine), RecordingSocketIO()
    session = store.create(REHEARSAL)
    ada = store.add_person(session, "Ada", Role.ATTENDEE)
    feed = ChatFeed(chat, PageEvents(cast(Any, socketio), NoBus()))
    feed.open(session)
    chat.add(session, ada.id, "hello", "mark-1")
    chat.is_failing = True
    with pytest.raises(OperationalError):
        feed.catch_up(session)
    chat.is_failing = False
    chat.delete(session, 1)
    for _ in range(2):
        feed.catch_up(session)
    assert [name for name, _payload in socketio.events] == ["chat", "message_deleted"]
