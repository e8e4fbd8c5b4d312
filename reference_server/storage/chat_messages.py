"""The chat messages in the database, stored before they are sent, and numbered so that no page misses one."""

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Select, func, insert, select

from reference_server.rules.stage import Refusal
from reference_server.rules.user_text import several_lines
from reference_server.storage.schema import messages, people

LONGEST_MESSAGE = 2_000
"""Characters in a message at most (VIEW-3)."""
HISTORY = 500
"""The number of messages read at most, the newest."""


class ChatMessage(NamedTuple):
    """A message: its number in the session, from 1, its sender, and its time (UTC, ISO 8601)."""

    number: int
    person: str
    name: str
    at: str
    text: str


class ChatStore:
    """The chat messages of all sessions of one room."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, session: str, person: str, raw: str, sent_as: str) -> ChatMessage | None:
        """Store a message and return it; None if the sender's id `sent_as` for it shows that it is stored already.

        Raises Refusal "empty_message" or "too_long".
        """
        text = _checked_text(raw)
        with self._engine.begin() as connection:
            if _is_stored(connection, person, sent_as):
                return None
            number = _next_number(connection, session)
            values = {"session": session, "number": number, "person": person, "sent_as": sent_as}
            connection.execute(insert(messages).values(**values, sent_at=_now(), text=text))
            return ChatMessage._make(connection.execute(_of_session(session).where(messages.c.number == number)).one())

    def read(self, session: str, after: int = 0) -> list[ChatMessage]:
        """Return the session's messages after this number, in order; the newest 500 if there are more."""
        later = _of_session(session).where(messages.c.number > after)
        newest = later.order_by(messages.c.number.desc()).limit(HISTORY)
        with self._engine.connect() as connection:
            return [ChatMessage._make(row) for row in reversed(connection.execute(newest).all())]


def _checked_text(raw: str) -> str:
    text = several_lines(raw)
    if not text:
        raise Refusal("empty_message", "There is nothing to read in this message.")
    if len(text) > LONGEST_MESSAGE:
        raise Refusal("too_long", f"A message holds {LONGEST_MESSAGE:,} characters; this one has {len(text):,}.")
    return text


def _is_stored(connection: Connection, person: str, sent_as: str) -> bool:
    same = select(messages.c.number).where(messages.c.person == person, messages.c.sent_as == sent_as)
    return connection.execute(same).first() is not None


def _next_number(connection: Connection, session: str) -> int:
    last = select(func.max(messages.c.number)).where(messages.c.session == session)
    return (connection.execute(last).scalar() or 0) + 1


def _of_session(session: str) -> Select[tuple[int, str, str, str, str]]:
    columns = (messages.c.number, messages.c.person, people.c.name, messages.c.sent_at, messages.c.text)
    return select(*columns).join(people, people.c.id == messages.c.person).where(messages.c.session == session)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
