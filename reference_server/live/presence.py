"""Who is connected, by which page, and for how long someone may be away before they are gone.

A page is one tab of somebody's browser, by the random id it gave itself when it was loaded. Only the newest
page of a person counts: it takes over from the older one.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from reference_server.rules.stage import Refusal

REMEMBERED_PAGES = 20


@dataclass(frozen=True)
class Caller:
    """One live connection: whose it is, by which page, and the socket's id to reach it by."""

    session: str
    person: str
    page: str
    sid: str


class KeptPages(Protocol):
    """Where it is kept by which pages people came last; a restart must not let an older one take over (STEADY-3)."""

    def pages(self, person: str) -> tuple[str, ...]:
        """A person's pages, the newest at the end."""

    def keep_pages(self, person: str, pages: tuple[str, ...]) -> None:
        """Keep them."""


class Presence:
    """The live connections of all sessions. Not locked: the wire calls it from one thread at a time."""

    def __init__(self, kept: KeptPages) -> None:
        self._kept = kept
        self._by_sid: dict[str, Caller] = {}
        self._by_person: dict[str, Caller] = {}
        self._by_page: dict[tuple[str, str], Caller] = {}
        self._pages: dict[str, tuple[str, ...]] = {}

    def arrive(self, caller: Caller) -> Caller | None:
        """Note a connection; answers the person's older one, if there was any, which counts no more."""
        self._refuse_if_not_its_own(caller)
        older = self._by_person.get(caller.person)
        if older:
            self._forget(older)
        # Also a page that has lost its connection just now must not come back and take over from a newer one.
        pages = self._pages_of(caller.person)
        if caller.page not in pages:
            pages = self._pages[caller.person] = (*pages, caller.page)[-REMEMBERED_PAGES:]
            self._kept.keep_pages(caller.person, pages)
        self._by_sid[caller.sid] = self._by_person[caller.person] = caller
        self._by_page[caller.session, caller.page] = caller
        return older

    def depart(self, sid: str) -> Caller | None:
        """Note the end of a connection; answers whose it was, or None if it did not count any more."""
        caller = self._by_sid.get(sid)
        if caller:
            self._forget(caller)
        return caller

    def caller(self, sid: str) -> Caller | None:
        """Whose connection this is."""
        return self._by_sid.get(sid)

    def at_page(self, session: str, page: str) -> Caller | None:
        """The connection of a page of that session."""
        return self._by_page.get((session, page))

    def of_person(self, person: str) -> Caller | None:
        """A person's connection, or None while they are away."""
        return self._by_person.get(person)

    def everybody(self) -> list[Caller]:
        """The connections that count at the moment."""
        return list(self._by_sid.values())

    def _refuse_if_not_its_own(self, caller: Caller) -> None:
        other = self.at_page(caller.session, caller.page)
        if other and other.person != caller.person:
            raise Refusal("page_taken", "Another person's page has this id. Reload the page.")
        if caller.page in self._pages_of(caller.person)[:-1]:
            raise Refusal("replaced", "You opened the room on another page, which took over from this one.")

    def _pages_of(self, person: str) -> tuple[str, ...]:
        if person not in self._pages:
            self._pages[person] = self._kept.pages(person)
        return self._pages[person]

    def _forget(self, caller: Caller) -> None:
        del self._by_sid[caller.sid]
        del self._by_person[caller.person]
        del self._by_page[caller.session, caller.page]


class LoadingPages:
    """Whose page was requested and has not connected yet: to load slowly is not to be absent (STEADY-1)."""

    SECONDS = 60.0
    """For loading and connecting: more than a slow machine needs with its cache cold."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def begin(self, person: str) -> None:
        """The person's browser has asked for the page."""
        self._since[person] = time.monotonic()

    def end(self, person: str) -> None:
        """The page has connected, or the person is gone."""
        self._since.pop(person, None)

    def grace(self, person: str, usual: float) -> float:
        """Seconds that the person has to connect: the usual ones, unless their page is loading."""
        loading = time.monotonic() - self._since.get(person, -self.SECONDS) < self.SECONDS
        return max(usual, self.SECONDS) if loading else usual


LATE = 1.0
"""Seconds by which a grace that ends later than it should shows that the whole server stood still."""


class Graces:
    """Counts down for everybody who is away, and says when it is over; call it with the lock held."""

    def __init__(self, lock: threading.RLock, expired: Callable[[str, str], None], after_standstill: float) -> None:
        self._lock = lock
        self._expired = expired
        self._after_standstill = after_standstill
        self._timers: dict[str, threading.Timer] = {}

    def start(self, session: str, person: str, seconds: float) -> None:
        """From now on the person has that many seconds to come back."""
        self.stop(person)
        due = time.monotonic() + seconds
        timer = threading.Timer(seconds, lambda: self._end(timer, session, person, due))
        timer.daemon = True
        self._timers[person] = timer
        timer.start()

    def is_running(self, person: str) -> bool:
        """Whether the person is away, and not gone yet."""
        return person in self._timers

    def stop(self, person: str) -> None:
        """The person is back."""
        timer = self._timers.pop(person, None)
        if timer:
            timer.cancel()

    def _end(self, timer: threading.Timer, session: str, person: str, due: float) -> None:
        with self._lock:
            # Someone may have come back, and even gone again, while this waited for the lock.
            if self._timers.get(person) is not timer:
                pass
            elif time.monotonic() - due > LATE:
                # The server stood still, and those who tried to come back meanwhile found nobody to let them in.
                self.start(session, person, self._after_standstill)
            else:
                del self._timers[person]
                self._expired(session, person)
