"""The chat messages in the database, stored before they are sent, and numbered without gaps."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, insert, select, update

from reference_server.rules.stage import Refusal, Role
from reference_server.rules.user_text import several_lines
from reference_server.storage.chat_pages import MOST_IN_PAGE, ChatMessage, ChatPage, Deletion, PageRequest, take_fitting
from reference_server.storage.database import erase_deleted
from reference_server.storage.schema import messages, people
from reference_server.storage.session_rows import lock_session

LONGEST_MESSAGE = 2_000
"""The maximum number of characters in a message (VIEW-3)."""
Row = tuple[int, str, str, Role, bool, str, str, int | None]


class ChatStore:
    """The chat messages of all sessions of one room."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, session: str, person: str, text: str, sent_as: str, *, similar: bool = False) -> ChatMessage | None:
        """Store a message and return it; None if it is stored already.

        `sent_as`: the id that the sender's page has made for the message.
        `similar`: the sender's name looks like that of somebody else in the session.

        Raises Refusal "empty_message" or "too_long".
        """
        text = _checked_text(text)
        with self._engine.begin() as connection:
            lock_session(connection, session)
            if _is_stored(connection, person, sent_as):
                return None
            number = _next_number(connection, session)
            values: dict[str, Any] = {"session": session, "number": number, "person": person, "sent_as": sent_as}
            values |= {"similar": similar}
            connection.execute(insert(messages).values(**values, sent_at=_now(), text=text))
            return _message(connection.execute(_select_of_session(session).where(messages.c.number == number)).one())

    def read(self, session: str, request: PageRequest | None = None, reader: str = "") -> ChatPage:
        """Return a page of the session's messages; `reader` is the id of the person who reads it."""
        request = request or PageRequest()
        newest = _select_requested(session, request).order_by(messages.c.number.desc()).limit(MOST_IN_PAGE + 1)
        with self._engine.connect() as connection:
            newest_first = [_message(row) for row in connection.execute(newest)]
            page = take_fitting(newest_first)
            is_cut = len(page) < len(newest_first)
            unread = _count_unread(connection, session, request, page[-1].number, reader) if is_cut else 0
            deletions, deleted = (
                _count_deletions(connection, session),
                _read_deleted_numbers(connection, session, request),
            )
        return ChatPage(page[::-1], is_cut, unread, deletions, deleted)

    def position(self, session: str) -> tuple[int, int]:
        """Return the number of the session's newest message, and how many messages have been deleted so far."""
        last = select(func.max(messages.c.number)).where(messages.c.session == session)
        with self._engine.connect() as connection:
            return connection.execute(last).scalar() or 0, _count_deletions(connection, session)

    def messages_after(self, session: str, number: int) -> list[ChatMessage]:
        """Return the messages after one number, in their order."""
        later = _select_of_session(session).where(messages.c.number > number).order_by(messages.c.number)
        with self._engine.connect() as connection:
            return [_message(row) for row in connection.execute(later)]

    def deletions_after(self, session: str, deletions: int) -> list[Deletion]:
        """Return the deletions after the first `deletions` of the session, in their order."""
        columns = (messages.c.number, messages.c.deletion)
        later = select(*columns).where(messages.c.session == session, messages.c.deletion > deletions)
        with self._engine.connect() as connection:
            return [Deletion(*row) for row in connection.execute(later.order_by(messages.c.deletion))]

    def delete(self, session: str, number: int) -> Deletion | None:
        """Delete a message's text permanently; its number is not used again. None if it is deleted already.

        Raises Refusal "no_such_message".
        """
        with self._engine.begin() as connection:
            lock_session(connection, session)
            is_message = (messages.c.session == session, messages.c.number == number)
            row = connection.execute(select(messages.c.deletion).where(*is_message)).first()
            if row is None:
                raise Refusal("no_such_message", "There is no such message in this chat.")
            if row.deletion is not None:
                return None
            deletions = _count_deletions(connection, session) + 1
            connection.execute(update(messages).where(*is_message).values(text="", deletion=deletions))
        erase_deleted(self._engine)
        return Deletion(number, deletions)


def _message(row: Any) -> ChatMessage:
    *fields, deletion = row
    return ChatMessage._make((*fields, deletion is not None))


def _checked_text(raw: str) -> str:
    text = several_lines(raw)
    if not text:
        raise Refusal("empty_message", "This message has no text.")
    if len(text) > LONGEST_MESSAGE:
        raise Refusal("too_long", f"A message has at most {LONGEST_MESSAGE:,} characters; this one has {len(text):,}.")
    return text


def _is_stored(connection: Connection, person: str, sent_as: str) -> bool:
    same = select(messages.c.number).where(messages.c.person == person, messages.c.sent_as == sent_as)
    return connection.execute(same).first() is not None


def _next_number(connection: Connection, session: str) -> int:
    last = select(func.max(messages.c.number)).where(messages.c.session == session)
    return (connection.execute(last).scalar() or 0) + 1


def _select_of_session(session: str) -> Select[Row]:
    sender = (messages.c.person, people.c.name, people.c.role)
    columns = (messages.c.number, *sender, messages.c.similar, messages.c.sent_at, messages.c.text, messages.c.deletion)
    return select(*columns).join(people, people.c.id == messages.c.person).where(messages.c.session == session)


def _select_requested(session: str, request: PageRequest) -> Select[Row]:
    later = _select_of_session(session).where(messages.c.number > request.after)
    return later if request.before is None else later.where(messages.c.number < request.before)


def _count_unread(connection: Connection, session: str, request: PageRequest, before: int, reader: str) -> int:
    if request.read is None:
        return 0
    of_others = (messages.c.session == session, messages.c.person != reader)
    unread = (messages.c.number > request.read, messages.c.number < before)
    return connection.execute(select(func.count()).where(*of_others, *unread)).scalar_one()


def _count_deletions(connection: Connection, session: str) -> int:
    last = select(func.max(messages.c.deletion)).where(messages.c.session == session)
    return connection.execute(last).scalar() or 0


def _read_deleted_numbers(connection: Connection, session: str, request: PageRequest) -> tuple[int, ...]:
    """Return the numbers of the deleted messages whose deletion the page has not applied."""
    since = messages.c.deletion > (request.deletions or 0)
    up_to_after = (messages.c.session == session, messages.c.number <= request.after)
    numbers = select(messages.c.number).where(since, *up_to_after).order_by(messages.c.number)
    return tuple(connection.scalars(numbers))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
