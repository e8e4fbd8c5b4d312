"""Status messages and alerts."""

import re

from playwright.sync_api import Locator

from conformance.time_limits import CONNECTION, LOOK
from pages.screen import Place, await_state
from pages.words import Words, any_form, whole_word

CONNECTION_LOST = "connection … lost"


class StatusMessages(Place):
    """The elements of role status or alert on a person's screen."""

    part = "status_messages"

    @property
    def root(self) -> Locator:
        documented = self.screen.view.get_by_role("status").or_(self.screen.view.get_by_role("alert"))
        return self.located("message") or documented

    def expect_shown(self, notification: str, *texts: str, name: str = "") -> None:
        """Expect a message with all words of this notification, and with these texts."""
        message = self.saying(notification, *texts, name=name)
        with self.screen.expecting(f"a {self.describe(notification, *texts, name=name)}"):
            await_state(message.first, "visible")

    def expect_not_shown(self, notification: str) -> None:
        """Expect no message with all words of this notification.

        Waits only for LOOK until a message is gone, since it should not have appeared.
        """
        self.screen.expect_not_blank()
        with self.screen.expecting(f"no {self.describe(notification)}"):
            await_state(self.saying(notification).first, "hidden", LOOK)

    def expect_connection_lost(self) -> None:
        """Expect a message about the lost connection; a room may take a while to notice the loss."""
        with self.screen.expecting(f"a {self.describe(CONNECTION_LOST)}"):
            await_state(self._connection_lost_message.first, "visible", CONNECTION)

    def expect_connection_restored(self) -> None:
        """Expect that the message about the lost connection disappears."""
        self.screen.expect_not_blank()
        with self.screen.expecting("no status message or alert about a lost connection any more"):
            await_state(self._connection_lost_message.first, "hidden", CONNECTION)

    @property
    def _connection_lost_message(self) -> Locator:
        return self.saying(CONNECTION_LOST)

    def saying(self, notification: str, *texts: str, name: str = "") -> Locator:
        """Return the messages with all words of this notification, and with these texts."""
        message = self.root
        for pattern in patterns_of(self.words, notification, *texts, name=name):
            message = message.filter(has_text=pattern)
        return message

    def describe(self, notification: str, *texts: str, name: str = "") -> str:
        """Return what the message is, for an error message: its words, and these texts."""
        quoted = " and ".join(f"“{word}”" for word in [*self.words.of_notification(notification, name), *texts])
        return f"status message or alert containing {quoted}"

    def text(self) -> str:
        """Return the text of all messages at this moment."""
        return " ".join(self.root.all_inner_texts()).strip()


def patterns_of(words: Words, notification: str, *texts: str, name: str = "") -> list[re.Pattern[str]]:
    """Return the patterns that are all found in the text of a message if it is this notification."""
    own = [any_form(word) for word in words.of_notification(notification, name)]
    return [*own, *(whole_word(text) for text in texts)]
