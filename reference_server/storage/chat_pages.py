"""Pages of the chat: the messages that fit into one bounded event (SAFE-4)."""

import json
from collections.abc import Iterable
from typing import NamedTuple

LARGEST_PAGE = 64 * 1024
"""The maximum bytes of messages in a page, as JSON; a page always contains at least one message."""
MOST_IN_PAGE = 100
"""The maximum number of messages in a page."""


class ChatMessage(NamedTuple):
    """A message; `number` counts the session's messages from 1, `at` is its time (UTC, ISO 8601).

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
    """A request for the newest messages with numbers above `after`, and below `before` if it is given."""

    after: int = 0
    before: int | None = None
    read: int | None = None
    """The number of the last message that the reader has read; None: nothing is counted as unread."""
    deletions: int | None = None
    """How many deletions of this session the reader's page has applied; None counts as 0."""


class ChatPage(NamedTuple):
    """The newest of the requested messages, by number."""

    messages: list[ChatMessage]
    earlier: bool
    """Whether earlier messages were requested as well, but do not fit into the page."""
    unread: int
    """If so, how many messages before these are unread and by other people; otherwise 0."""
    deletions: int = 0
    """How many messages of the session have been deleted so far."""
    deleted: tuple[int, ...] = ()
    """The numbers of deleted messages up to `after` whose deletion the reader's page has not applied."""


class Deletion(NamedTuple):
    """A deleted message: its number, and how many of the session's messages were deleted up to this one."""

    number: int
    deletions: int


def take_fitting(newest_first: Iterable[ChatMessage]) -> list[ChatMessage]:
    """Return the messages that fit into a page, from the first."""
    messages: list[ChatMessage] = []
    size = 0
    for message in newest_first:
        size += len(json.dumps(message._asdict()))
        if messages and (size > LARGEST_PAGE or len(messages) == MOST_IN_PAGE):
            break
        messages.append(message)
    return messages
