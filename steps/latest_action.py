"""When the latest action of a scenario began: what a room has shown since then was shown because of it.

A notification may vanish by itself before a step looks for it, on a slow machine or after a pause. The probe's record
of what was on the screen proves it then; the time of the action keeps an older notification from being taken for it.
"""

import time
from dataclasses import dataclass, field

from pages.screen import whole_word
from people.person import Person


@dataclass
class LatestAction:
    """``since``: seconds since the epoch at which the latest run of Given or When steps began."""

    since: float = field(default_factory=time.time)
    _kind: str = ""

    def note(self, kind: str) -> None:
        """A step of this kind (given, when or then) begins."""
        if kind != self._kind and kind != "then":
            self.since = time.time()
        self._kind = kind


def expect_notified(person: Person, action: LatestAction, *words: str) -> None:
    """A message with all these words is on the screen, or was there since the action and has vanished again."""
    if not was_notified(person, action, *words):
        person.places.status_messages.expect_shown(*words)


def was_notified(person: Person, action: LatestAction, *words: str) -> bool:
    """Whether a message with all these words has come up since the action."""
    patterns = [whole_word(person.screen.words(word)) for word in words]
    messages = person.probe.messages_since(action.since)
    return any(all(pattern.search(message) for pattern in patterns) for message in messages)
