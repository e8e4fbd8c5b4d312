"""The chat: what people write, kept before anybody reads it, and numbered so that no screen misses a message."""

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Select, func, insert, select

from reference_server.live.payload_checks import Fields, page_id, text, whole_number
from reference_server.rules.stage import Refusal
from reference_server.rules.user_text import several_lines
from reference_server.storage.schema import messages, people

LONGEST = 2_000
"""Characters in a message at most (VIEW-3)."""
HISTORY = 500
"""Messages that are read back at most, the newest."""

# What is too long is refused with its length, so a good deal more than the longest comes through to be counted.
SAY: Fields = {"text": text(10 * LONGEST), "sent_as": page_id}
READ: Fields = {"after": whole_number(0, 2**31)}


class Message(NamedTuple):
    """One message: its number in the session, from 1, who wrote it, and when (UTC, ISO 8601)."""

    number: int
    person: str
    name: str
    at: str
    text: str


class Chat:
    """The messages of all sessions of one room, in its database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def say(self, session: str, person: str, raw: str, sent_as: str) -> Message | None:
        """Keep a message; answers it, or None if it was kept before, by the sender's own mark `sent_as`.

        Raises Refusal "empty_message" or "too_long".
        """
        said = _worth_saying(raw)
        with self._engine.begin() as connection:
            if _was_said(connection, person, sent_as):
                return None
            number = _next_number(connection, session)
            values = {"session": session, "number": number, "person": person, "sent_as": sent_as}
            connection.execute(insert(messages).values(**values, sent_at=_now(), text=said))
            return Message._make(connection.execute(_of(session).where(messages.c.number == number)).one())

    def read(self, session: str, after: int = 0) -> list[Message]:
        """The session's messages after that number, in order; of very many, the newest 500."""
        later = _of(session).where(messages.c.number > after)
        newest = later.order_by(messages.c.number.desc()).limit(HISTORY)
        with self._engine.connect() as connection:
            return [Message._make(row) for row in reversed(connection.execute(newest).all())]


def _worth_saying(raw: str) -> str:
    said = several_lines(raw)
    if not said:
        raise Refusal("empty_message", "There is nothing to read in this message.")
    if len(said) > LONGEST:
        raise Refusal("too_long", f"A message holds {LONGEST:,} characters; this one has {len(said):,}.")
    return said


def _was_said(connection: Connection, person: str, sent_as: str) -> bool:
    mine = select(messages.c.number).where(messages.c.person == person, messages.c.sent_as == sent_as)
    return connection.execute(mine).first() is not None


def _next_number(connection: Connection, session: str) -> int:
    last = select(func.max(messages.c.number)).where(messages.c.session == session)
    return (connection.execute(last).scalar() or 0) + 1


def _of(session: str) -> Select[tuple[int, str, str, str, str]]:
    columns = (messages.c.number, messages.c.person, people.c.name, messages.c.sent_at, messages.c.text)
    return select(*columns).join(people, people.c.id == messages.c.person).where(messages.c.session == session)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
