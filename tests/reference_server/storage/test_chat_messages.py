"""Stored chat messages: numbered, each stored once, and available after a restart."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import URL

from reference_server.rules.stage import Access, Refusal, Role
from reference_server.storage.chat_messages import LONGEST_MESSAGE, ChatStore
from reference_server.storage.chat_pages import LARGEST_PAGE, MOST_IN_PAGE, ChatPage, Deletion, PageRequest
from reference_server.storage.database import open_database
from reference_server.storage.schema import messages
from reference_server.storage.session_store import NewSession, SessionStore

ON_SQLITE = pytest.mark.parametrize("kind", ["sqlite"])
"""Marks tests of the pages of a chat, which store many messages and do not depend on the kind of database."""


class StoredChat:
    """A chat in a database, with Ada and Ben in a session, and Cleo in another."""

    def __init__(self, database: Path | URL) -> None:
        self._database = database
        self._mark_count = 0
        self._open()
        self.session, self.other_session = (
            self._session_store.create(NewSession(title, Access.EVERYONE, polls=False, quizzes=False, limit=25))
            for title in ("Rehearsal", "Another")
        )
        sessions = {"Ada": self.session, "Ben": self.session, "Cleo": self.other_session}
        self.people = {name: self._session_store.add_person(sessions[name], name, Role.ATTENDEE) for name in sessions}

    def add(self, name: str, text: str, sent_as: str = "") -> int | None:
        """Add a message, by default with a new mark; return its number, or None if the mark is stored already."""
        self._mark_count += 1
        person = self.people[name]
        message = self.chat_store.add(person.session, person.id, text, sent_as or f"mark-{self._mark_count:04}")
        return message and message.number

    def texts(self, after: int = 0) -> list[str]:
        """Return the texts of the session's messages after a number."""
        return [message.text for message in self.page(after=after).messages]

    def page(self, reader: str = "Cleo", **request: int) -> ChatPage:
        """Return a page of the session's chat for this reader."""
        return self.chat_store.read(self.session, PageRequest(**request), self.people[reader].id)

    def delete(self, number: int) -> Deletion | None:
        """Delete a message of the session."""
        return self.chat_store.delete(self.session, number)

    def contains(self, text: str) -> bool:
        """Return whether the text is anywhere in the files of SQLite, or in the rows of PostgreSQL."""
        if isinstance(self._database, Path):
            files = self._database.parent.glob(f"{self._database.name}*")
            return any(text.encode() in file.read_bytes() for file in files)
        with self._engine.connect() as connection:
            return text in " ".join(connection.scalars(select(messages.c.text)))

    def restart(self) -> None:
        """Close the database and open it again."""
        self.close()
        self._open()

    def close(self) -> None:
        """Close the database."""
        self._session_store.close()

    def _open(self) -> None:
        self._engine = open_database(self._database)
        self._session_store, self.chat_store = SessionStore(self._engine), ChatStore(self._engine)


@pytest.fixture
def chat(database: Path | URL) -> Iterator[StoredChat]:
    """An empty chat."""
    chat = StoredChat(database)
    yield chat
    chat.close()


def test_view_3_messages_have_numbers_names_and_times(chat: StoredChat) -> None:
    assert [chat.add("Ada", "Good morning"), chat.add("Ben", "Hello\nAda")] == [1, 2]
    first, second = chat.page().messages
    assert (first.number, first.name, first.person, first.text) == (
        1,
        "Ada",
        chat.people["Ada"].id,
        "Good morning",
    )
    assert (second.number, second.name, second.text) == (2, "Ben", "Hello\nAda")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", first.at)


def test_messages_after_a_number_can_be_read(chat: StoredChat) -> None:
    for text in ("one", "two", "three"):
        chat.add("Ada", text)
    assert chat.texts(after=1) == ["two", "three"]
    assert chat.texts(after=3) == []


def message_numbers(page: ChatPage) -> list[int]:
    """Return the numbers of the page's messages."""
    return [message.number for message in page.messages]


@ON_SQLITE
def test_the_newest_messages_are_read_first_and_earlier_messages_page_by_page(chat: StoredChat) -> None:
    for number in range(1, 2 * MOST_IN_PAGE + 4):
        chat.add("Ada", f"message {number}")
    newest = chat.page()
    assert message_numbers(newest) == list(range(MOST_IN_PAGE + 4, 2 * MOST_IN_PAGE + 4)) and newest.earlier
    middle = chat.page(before=MOST_IN_PAGE + 4)
    assert message_numbers(middle) == list(range(4, MOST_IN_PAGE + 4)) and middle.earlier
    oldest = chat.page(before=4)
    assert message_numbers(oldest) == [1, 2, 3] and not oldest.earlier


@ON_SQLITE
def test_a_chat_of_exactly_one_page_has_no_earlier_messages(chat: StoredChat) -> None:
    for number in range(1, MOST_IN_PAGE + 1):
        chat.add("Ada", f"message {number}")
    assert len(chat.page().messages) == MOST_IN_PAGE and not chat.page().earlier
    assert chat.page(before=1) == ChatPage([], earlier=False, unread=0)


@ON_SQLITE
@pytest.mark.parametrize("text", ["x" * LONGEST_MESSAGE, "😀" * LONGEST_MESSAGE, "é" * 700])
def test_safe_4_a_chat_page_is_limited_in_bytes(chat: StoredChat, text: str) -> None:
    for _ in range(60):
        chat.add("Ada", text)
    numbers: list[int] = []
    while not numbers or numbers[0] > 1:
        page = chat.page(before=numbers[0] if numbers else 2**31)
        sizes = [len(json.dumps(message._asdict())) for message in page.messages]
        assert LARGEST_PAGE - max(sizes) < sum(sizes) <= LARGEST_PAGE or not page.earlier
        numbers = [*message_numbers(page), *numbers]
    assert numbers == list(range(1, 61))


@ON_SQLITE
def test_unread_messages_of_others_outside_the_page_are_counted(chat: StoredChat) -> None:
    for number in range(1, 2 * MOST_IN_PAGE + 1):
        chat.add("Ben" if number % 10 == 0 else "Ada", f"message {number}")
    assert chat.page("Cleo").unread == 0
    assert chat.page("Cleo", read=0).unread == MOST_IN_PAGE
    assert chat.page("Cleo", read=40).unread == MOST_IN_PAGE - 40
    assert chat.page("Ben", read=40).unread == MOST_IN_PAGE - 40 - 6
    assert chat.page("Ben", read=MOST_IN_PAGE + 20).unread == 0
    assert chat.page("Ben", after=2 * MOST_IN_PAGE - 5, read=0).unread == 0


def test_steady_3_messages_and_their_numbers_survive_a_restart(chat: StoredChat) -> None:
    chat.add("Ada", "before")
    chat.restart()
    assert chat.add("Ben", "after") == 2
    assert chat.texts() == ["before", "after"]


def test_a_message_received_twice_is_stored_once(chat: StoredChat) -> None:
    """A page that received no acknowledgement sends the message again, although it was stored."""
    assert chat.add("Ada", "hello?", "mark-hello") == 1
    assert chat.add("Ada", "hello?", "mark-hello") is None
    chat.restart()
    assert chat.add("Ada", "hello?", "mark-hello") is None
    assert chat.add("Ben", "hello!", "mark-hello") == 2
    assert chat.texts() == ["hello?", "hello!"]


def test_a_chat_contains_only_messages_of_its_session(chat: StoredChat) -> None:
    assert [chat.add("Cleo", "elsewhere"), chat.add("Ada", "here")] == [1, 1]
    assert chat.texts() == ["here"]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u202e", "\u200b", "\x00"])
def test_an_invisible_message_is_refused(chat: StoredChat, text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        chat.add("Ada", text)
    assert refusal.value.code == "empty_message"
    assert chat.texts() == []


def test_the_longest_message_is_accepted_and_a_longer_one_is_refused(chat: StoredChat) -> None:
    assert chat.add("Ada", "😀" * LONGEST_MESSAGE + "\n ") == 1
    with pytest.raises(Refusal, match=r"2,000 characters; this one has 2,001\.") as refusal:
        chat.add("Ada", "😀" * (LONGEST_MESSAGE + 1))
    assert refusal.value.code == "too_long"
    assert len(chat.texts()) == 1


def test_safe_3_markup_is_stored_as_text(chat: StoredChat) -> None:
    chat.add("Ada", "<img src=x onerror=alert(1)> & '); DROP TABLE messages; --")
    assert chat.texts() == ["<img src=x onerror=alert(1)> & '); DROP TABLE messages; --"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_moderate_10_the_text_of_a_deleted_message_is_not_in_the_database(chat: StoredChat, number: int) -> None:
    secrets = ["first secret", "second secret", "third secret"]
    for text in secrets:
        chat.add("Ada", text)
    secret = secrets[number - 1]
    assert chat.contains(secret)
    assert chat.delete(number) == Deletion(number, deletions=1)
    assert not chat.contains(secret)
    assert chat.texts() == ["" if other == secret else other for other in secrets]
    assert [message.number for message in chat.page().messages if message.deleted] == [number]
    chat.restart()
    assert chat.page().messages[number - 1].deleted


def test_the_number_of_a_deleted_message_is_never_reused(chat: StoredChat) -> None:
    assert [chat.add("Ada", "one"), chat.add("Ada", "two")] == [1, 2]
    chat.delete(2)
    assert chat.add("Ada", "three") == 3
    assert message_numbers(chat.page()) == [1, 2, 3]


def test_a_deleted_message_that_is_sent_again_stays_deleted(chat: StoredChat) -> None:
    chat.add("Ada", "no", "mark-no")
    chat.delete(1)
    assert chat.add("Ada", "no", "mark-no") is None
    assert chat.texts() == [""]


def test_a_message_is_deleted_once_and_only_in_its_own_session(chat: StoredChat) -> None:
    chat.add("Ada", "here")
    chat.add("Cleo", "elsewhere")
    chat.add("Cleo", "elsewhere too")
    assert chat.delete(1) == Deletion(1, 1)
    assert chat.delete(1) is None
    with pytest.raises(Refusal) as refusal:
        chat.delete(2)
    assert refusal.value.code == "no_such_message"
    assert [message.text for message in chat.chat_store.read(chat.other_session).messages] == [
        "elsewhere",
        "elsewhere too",
    ]


def test_a_chat_page_contains_the_missed_deletions(chat: StoredChat) -> None:
    for number in range(1, 7):
        chat.add("Ada", f"message {number}")
    for number in (5, 2, 6):
        chat.delete(number)
    page = chat.page(after=5)
    assert (page.deletions, page.deleted) == (3, (2, 5))
    assert chat.page(after=6, deletions=1).deleted == (2, 6)
    assert chat.page(after=6, deletions=3).deleted == ()
    assert chat.page().deleted == ()


def test_safe_5_a_message_stores_that_its_senders_name_looked_like_anothers(chat: StoredChat) -> None:
    person = chat.people["Ada"]
    assert chat.chat_store.add(person.session, person.id, "hello", "mark-similar", similar=True)
    chat.add("Ada", "hello again")
    chat.restart()
    assert [message.similar for message in chat.page().messages] == [True, False]
