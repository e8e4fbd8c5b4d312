"""The live connections, each with its person and its page.

A page is one tab of a browser. When it is loaded, it creates a random id, which only the server receives; other pages
receive its public id, a hash. Each person has at most one live connection: that of their newest page.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from reference_server.rules.stage import Refusal

REMEMBERED_PAGES = 20


@dataclass(frozen=True)
class Connection:
    """A live connection: its person, page, Socket.IO id `sid`, and the client's IP address."""

    session: str
    person: str
    page: str
    sid: str
    client: str = ""
    people_of_browser: frozenset[str] = frozenset()
    """The ids of all people whose cookies the browser had when it connected."""

    @cached_property
    def public_id(self) -> str:
        """The page's public id, to which others send signals."""
        return public_page_id(self.session, self.person, self.page)


def public_page_id(session: str, person: str, page: str) -> str:
    """Return the public id of a person's page.

    It is the same after each reconnection and restart, reveals no page id, and no other person's page has it.
    """
    return hashlib.sha256(f"{session} {person} {page}".encode()).hexdigest()[:32]


class PageStore(Protocol):
    """Stores people's latest pages, so that an older one cannot take over after a restart (STEADY-3)."""

    def pages(self, person: str) -> tuple[str, ...]:
        """Return a person's pages, the newest at the end."""

    def save_pages(self, person: str, pages: tuple[str, ...]) -> None:
        """Store a person's pages."""


class Presence:
    """The live connections of all sessions. Not thread-safe: call it with the lock held."""

    def __init__(self, page_store: PageStore, *, is_shared: bool = False) -> None:
        self._page_store = page_store
        self._is_shared = is_shared
        self._by_sid: dict[str, Connection] = {}
        self._by_person: dict[str, Connection] = {}
        self._by_public_id: dict[tuple[str, str], Connection] = {}
        self._pages: dict[str, tuple[str, ...]] = {}

    def add(self, connection: Connection) -> Connection | None:
        """Add a connection and return the older one that it replaces, if any.

        Raises Refusal "replaced".
        """
        self._refuse_older_page(connection)
        older = self._by_person.get(connection.person)
        if older:
            self._remove(older)
        self._remember_page(connection)
        self._by_sid[connection.sid] = self._by_person[connection.person] = connection
        self._by_public_id[connection.session, connection.public_id] = connection
        return older

    def _remember_page(self, connection: Connection) -> None:
        # Pages stay remembered after they disconnect, so that an older page cannot replace a newer one.
        pages = self._pages_of(connection.person)
        if connection.page not in pages:
            pages = (*pages, connection.page)[-REMEMBERED_PAGES:]
            self._page_store.save_pages(connection.person, pages)
        if not self._is_shared:  # A connection to another process would make the cached pages outdated.
            self._pages[connection.person] = pages

    def remove(self, sid: str) -> Connection | None:
        """Remove a connection and return it; None if it was removed before or a newer one has replaced it."""
        connection = self._by_sid.get(sid)
        if connection:
            self._remove(connection)
        return connection

    def by_sid(self, sid: str) -> Connection | None:
        """Return the connection with this Socket.IO id.

        Return None if it was refused or removed, or if a newer one has replaced it.
        """
        return self._by_sid.get(sid)

    def by_public_id(self, session: str, public_id: str) -> Connection | None:
        """Return the connection of the page of this session with this public id."""
        return self._by_public_id.get((session, public_id))

    def by_person(self, person: str) -> Connection | None:
        """Return a person's connection, None while they are disconnected."""
        return self._by_person.get(person)

    def connections(self) -> list[Connection]:
        """Return all connections."""
        return list(self._by_sid.values())

    def forget_pages(self, person: str) -> None:
        """Drop the cached pages of a person who has left; the page store still has them."""
        self._pages.pop(person, None)

    def _refuse_older_page(self, connection: Connection) -> None:
        if connection.page in self._pages_of(connection.person)[:-1]:
            raise Refusal("replaced", "You opened the room on another page, which took over from this one.")

    def _pages_of(self, person: str) -> tuple[str, ...]:
        # Not cached here: a refused connection must leave nothing in memory.
        return self._pages[person] if person in self._pages else self._page_store.pages(person)

    def _remove(self, connection: Connection) -> None:
        del self._by_sid[connection.sid]
        del self._by_person[connection.person]
        del self._by_public_id[connection.session, connection.public_id]
