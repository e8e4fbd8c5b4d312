"""Pages of the chat: as many messages as one answer may hold, however long they are (SAFE-4)."""

import json
from collections.abc import Iterable
from typing import NamedTuple

LARGEST_PAGE = 64 * 1024
"""The most bytes of messages in a page, as JSON; a page holds at least one message, however long."""
MOST_IN_PAGE = 100
"""The most messages in a page."""


class ChatMessage(NamedTuple):
    """A message: its number in the session, from 1, its sender with their role, and its time (UTC, ISO 8601).

    `similar`: the sender's name looked like somebody else's at that time. The text of a deleted message is empty.
    """

    number: int
    person: str
    name: str
    role: str
    similar: bool
    at: str
    text: str
    deleted: bool = False


class PageRequest(NamedTuple):
    """Asks for the newest messages after one number and before another; None instead of it: up to the newest."""

    after: int = 0
    before: int | None = None
    read: int | None = None
    """The number of the last message that the reader has read; None: nothing is counted as unread."""
    deletions: int | None = None
    """How many deletions of this session the reader's page knows of; None: of none."""


class ChatPage(NamedTuple):
    """The newest of the messages that were asked for, by number."""

    messages: list[ChatMessage]
    earlier: bool
    """Whether others that were asked for come before these."""
    unread: int
    """How many of those are by other people and come after the last message that was read."""
    deletions: int = 0
    """How many messages of the session have been deleted so far."""
    deleted: tuple[int, ...] = ()
    """The numbers of messages up to `after` that were deleted, and that the page does not know to be."""


class Deletion(NamedTuple):
    """A deleted message: its number, and how many messages of the session have been deleted so far."""

    number: int
    deletions: int


def fitting(newest_first: Iterable[ChatMessage]) -> list[ChatMessage]:
    """Return the first of the messages, as many as a page holds."""
    messages: list[ChatMessage] = []
    size = 0
    for message in newest_first:
        size += len(json.dumps(message._asdict()))
        if messages and (size > LARGEST_PAGE or len(messages) == MOST_IN_PAGE):
            break
        messages.append(message)
    return messages
