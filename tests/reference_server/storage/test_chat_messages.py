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
"""Marks tests of many messages, whose pages do not depend on the kind of database."""


class StoredMessages:
    """A chat in a database, with Ada and Ben in a session, and Cleo in another."""

    def __init__(self, database: Path | URL) -> None:
        self._database = database
        self._marks = 0
        self._open()
        self.session, self.other = (
            self._store.create(NewSession(title, Access.EVERYONE, polls=False, quizzes=False, limit=25))
            for title in ("Rehearsal", "Another")
        )
        where = {"Ada": self.session, "Ben": self.session, "Cleo": self.other}
        self.people = {name: self._store.add_person(where[name], name, Role.ATTENDEE) for name in where}

    def says(self, name: str, text: str, sent_as: str = "") -> int | None:
        """Write a message; return its number, or None if it was stored before."""
        self._marks += 1
        person = self.people[name]
        stored = self.chat.add(person.session, person.id, text, sent_as or f"mark-{self._marks:04}")
        return stored and stored.number

    def texts(self, after: int = 0) -> list[str]:
        """Return the texts of the session's messages after one number."""
        return [message.text for message in self.page(after=after).messages]

    def page(self, reader: str = "Cleo", **request: int) -> ChatPage:
        """Return a page of the session's chat for this reader."""
        return self.chat.read(self.session, PageRequest(**request), self.people[reader].id)

    def delete(self, number: int) -> Deletion | None:
        """Delete a message of the session."""
        return self.chat.delete(self.session, number)

    def holds(self, text: str) -> bool:
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
        self._store.close()

    def _open(self) -> None:
        self._engine = open_database(self._database)
        self._store, self.chat = SessionStore(self._engine), ChatStore(self._engine)


@pytest.fixture
def stored(database: Path | URL) -> Iterator[StoredMessages]:
    """An empty chat."""
    stored = StoredMessages(database)
    yield stored
    stored.close()


def test_view_3_messages_are_numbered_and_carry_name_and_time(stored: StoredMessages) -> None:
    assert [stored.says("Ada", "Good morning"), stored.says("Ben", "Hello\nAda")] == [1, 2]
    first, second = stored.page().messages
    assert (first.number, first.name, first.person, first.text) == (1, "Ada", stored.people["Ada"].id, "Good morning")
    assert (second.number, second.name, second.text) == (2, "Ben", "Hello\nAda")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", first.at)


def test_what_comes_after_a_message_can_be_read_alone(stored: StoredMessages) -> None:
    for text in ("one", "two", "three"):
        stored.says("Ada", text)
    assert stored.texts(after=1) == ["two", "three"]
    assert stored.texts(after=3) == []


def numbers(page: ChatPage) -> list[int]:
    """Return the numbers of the page's messages."""
    return [message.number for message in page.messages]


@ON_SQLITE
def test_of_very_many_messages_the_newest_are_read_and_the_earlier_ones_page_by_page(stored: StoredMessages) -> None:
    for number in range(1, 2 * MOST_IN_PAGE + 4):
        stored.says("Ada", f"message {number}")
    newest = stored.page()
    assert numbers(newest) == list(range(MOST_IN_PAGE + 4, 2 * MOST_IN_PAGE + 4)) and newest.earlier
    before = stored.page(before=MOST_IN_PAGE + 4)
    assert numbers(before) == list(range(4, MOST_IN_PAGE + 4)) and before.earlier
    first = stored.page(before=4)
    assert numbers(first) == [1, 2, 3] and not first.earlier


@ON_SQLITE
def test_exactly_one_page_of_messages_is_all_there_is(stored: StoredMessages) -> None:
    for number in range(1, MOST_IN_PAGE + 1):
        stored.says("Ada", f"message {number}")
    assert len(stored.page().messages) == MOST_IN_PAGE and not stored.page().earlier
    assert stored.page(before=1) == ChatPage([], earlier=False, unread=0)


@ON_SQLITE
@pytest.mark.parametrize("text", ["x" * LONGEST_MESSAGE, "😀" * LONGEST_MESSAGE, "é" * 700])
def test_safe_4_a_page_is_bounded_in_bytes_however_long_its_messages_are(stored: StoredMessages, text: str) -> None:
    for _ in range(60):
        stored.says("Ada", text)
    read: list[int] = []
    while not read or read[0] > 1:
        page = stored.page(before=read[0] if read else 2**31)
        sizes = [len(json.dumps(message._asdict())) for message in page.messages]
        assert LARGEST_PAGE - max(sizes) < sum(sizes) <= LARGEST_PAGE or not page.earlier
        read = [*numbers(page), *read]
    assert read == list(range(1, 61))


@ON_SQLITE
def test_the_unread_messages_that_a_page_leaves_out_are_counted_but_not_ones_own(stored: StoredMessages) -> None:
    for number in range(1, 2 * MOST_IN_PAGE + 1):
        stored.says("Ben" if number % 10 == 0 else "Ada", f"message {number}")
    assert stored.page("Cleo").unread == 0
    assert stored.page("Cleo", read=0).unread == MOST_IN_PAGE
    assert stored.page("Cleo", read=40).unread == MOST_IN_PAGE - 40
    assert stored.page("Ben", read=40).unread == MOST_IN_PAGE - 40 - 6
    assert stored.page("Ben", read=MOST_IN_PAGE + 20).unread == 0
    assert stored.page("Ben", after=2 * MOST_IN_PAGE - 5, read=0).unread == 0


def test_steady_3_messages_are_there_after_a_restart_and_are_counted_on(stored: StoredMessages) -> None:
    stored.says("Ada", "before")
    stored.restart()
    assert stored.says("Ben", "after") == 2
    assert stored.texts() == ["before", "after"]


def test_a_message_that_arrives_twice_is_stored_once(stored: StoredMessages) -> None:
    """A page that received no acknowledgement sends the message again, although it was stored."""
    assert stored.says("Ada", "hello?", "mark-hello") == 1
    assert stored.says("Ada", "hello?", "mark-hello") is None
    stored.restart()
    assert stored.says("Ada", "hello?", "mark-hello") is None
    assert stored.says("Ben", "hello!", "mark-hello") == 2
    assert stored.texts() == ["hello?", "hello!"]


def test_sessions_do_not_hear_each_other(stored: StoredMessages) -> None:
    assert [stored.says("Cleo", "elsewhere"), stored.says("Ada", "here")] == [1, 1]
    assert stored.texts() == ["here"]


@pytest.mark.parametrize("nothing", ["", "   ", "\n\n", "\u202e", "\u200b", "\x00"])
def test_a_message_of_which_nothing_shows_is_refused(stored: StoredMessages, nothing: str) -> None:
    with pytest.raises(Refusal) as refused:
        stored.says("Ada", nothing)
    assert refused.value.code == "empty_message"
    assert stored.texts() == []


def test_the_longest_message_passes_and_a_longer_one_is_refused_with_its_length(stored: StoredMessages) -> None:
    assert stored.says("Ada", "😀" * LONGEST_MESSAGE + "\n ") == 1
    with pytest.raises(Refusal, match=r"2,000 characters; this one has 2,001\.") as refused:
        stored.says("Ada", "😀" * (LONGEST_MESSAGE + 1))
    assert refused.value.code == "too_long"
    assert len(stored.texts()) == 1


def test_safe_3_markup_is_stored_as_text(stored: StoredMessages) -> None:
    stored.says("Ada", "<img src=x onerror=alert(1)> & '); DROP TABLE messages; --")
    assert stored.texts() == ["<img src=x onerror=alert(1)> & '); DROP TABLE messages; --"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_moderate_10_the_text_of_a_deleted_message_is_nowhere_in_the_database(
    stored: StoredMessages, number: int
) -> None:
    secrets = ["first secret", "second secret", "third secret"]
    for text in secrets:
        stored.says("Ada", text)
    secret = secrets[number - 1]
    assert stored.holds(secret)
    assert stored.delete(number) == Deletion(number, deletions=1)
    assert not stored.holds(secret)
    assert stored.texts() == ["" if other == secret else other for other in secrets]
    assert [message.deleted for message in stored.page().messages] == [index == number for index in (1, 2, 3)]
    stored.restart()
    assert stored.page().messages[number - 1].deleted


def test_the_number_of_a_deleted_message_is_never_used_again(stored: StoredMessages) -> None:
    assert [stored.says("Ada", "one"), stored.says("Ada", "two")] == [1, 2]
    stored.delete(2)
    assert stored.says("Ada", "three") == 3
    assert numbers(stored.page()) == [1, 2, 3]


def test_a_deleted_message_that_is_sent_again_stays_deleted(stored: StoredMessages) -> None:
    stored.says("Ada", "no", "mark-no")
    stored.delete(1)
    assert stored.says("Ada", "no", "mark-no") is None
    assert stored.texts() == [""]


def test_a_message_is_deleted_once_and_only_in_its_own_session(stored: StoredMessages) -> None:
    stored.says("Ada", "here")
    stored.says("Cleo", "elsewhere")
    stored.says("Cleo", "elsewhere too")
    assert stored.delete(1) == Deletion(1, 1)
    assert stored.delete(1) is None
    with pytest.raises(Refusal) as refused:
        stored.delete(2)
    assert refused.value.code == "no_such_message"
    assert [message.text for message in stored.chat.read(stored.other).messages] == ["elsewhere", "elsewhere too"]


def test_a_page_learns_of_the_deletions_that_it_missed(stored: StoredMessages) -> None:
    for number in range(1, 7):
        stored.says("Ada", f"message {number}")
    for number in (5, 2, 6):
        stored.delete(number)
    page = stored.page(after=5)
    assert (page.deletions, page.deleted) == (3, (2, 5))
    assert stored.page(after=6, deletions=1).deleted == (2, 6)
    assert stored.page(after=6, deletions=3).deleted == ()
    assert stored.page().deleted == ()


def test_safe_5_a_message_tells_that_its_sender_had_a_look_alike_name(stored: StoredMessages) -> None:
    person = stored.people["Ada"]
    assert stored.chat.add(person.session, person.id, "hello", "mark-similar", similar=True)
    stored.says("Ada", "hello again")
    stored.restart()
    assert [message.similar for message in stored.page().messages] == [True, False]
