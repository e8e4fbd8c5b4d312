"""The time of a scenario's latest action; only notifications after it count.

A notification may vanish before a step looks for it, on a slow machine or after a pause. The probe's record then shows
that it was on the screen, and the time of the action excludes older notifications.
"""

import time
from dataclasses import dataclass, field

from pages.screen import NotAsDocumented
from pages.status_messages import patterns_of
from people.person import Person


@dataclass
class LatestAction:
    """``since``: when the latest series of Given or When steps began, in seconds since the epoch."""

    since: float = field(default_factory=time.time)
    _kind: str = ""

    def step_begins(self, kind: str) -> None:
        """Note that a step of this kind (given, when or then) begins."""
        if kind != self._kind and kind != "then":
            self.since = time.time()
        self._kind = kind


def expect_notified(person: Person, action: LatestAction, notification: str, *texts: str, name: str = "") -> None:
    """Expect this notification on the screen, or one that appeared after the action and has vanished.

    ``notification``: a documented word such as "request … declined"; ``texts``: what the message contains besides.
    """
    if not was_notified(person, action, notification, *texts, name=name):
        person.places.status_messages.expect_shown(notification, *texts, name=name)


def expect_not_notified(person: Person, action: LatestAction, notification: str) -> None:
    """Expect that the screen does not show this notification, and has not shown it since the action."""
    person.places.status_messages.expect_not_shown(notification)
    if messages := notifications_since(person, action, notification):
        what = person.places.status_messages.describe(notification)
        raise NotAsDocumented(f"{person.screen}: expected no {what}.\nIt appeared and vanished: {messages}")


def was_notified(person: Person, action: LatestAction, notification: str, *texts: str, name: str = "") -> bool:
    """Return whether such a notification has appeared since the action."""
    return bool(notifications_since(person, action, notification, *texts, name=name))


def notifications_since(
    person: Person, action: LatestAction, notification: str, *texts: str, name: str = ""
) -> list[str]:
    """Return the messages with this notification that have appeared since the action."""
    patterns = patterns_of(person.screen.words, notification, *texts, name=name)
    messages = person.probe.messages_since(action.since)
    return [message for message in messages if all(pattern.search(message) for pattern in patterns)]
