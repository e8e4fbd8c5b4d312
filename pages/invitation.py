"""The invitation to the stage."""

from playwright.sync_api import Locator

from pages.screen import Place


class Invitation(Place):
    """The dialog "You are invited to join the stage"."""

    part = "invitation"
    title = "You are invited to join the stage"

    @property
    def root(self) -> Locator:
        dialog = self.screen.view.get_by_role("dialog", name=self.words(self.title), exact=True)
        return self.located("root") or dialog

    def expect_open(self) -> None:
        with self.in_view():
            self.expect_there(self.root, "the invitation to join the stage")
            for word in ("Join stage", "Decline invitation"):
                self.expect_there(self.button(word), f'the button "{word}" in the invitation')

    def expect_closed(self) -> None:
        with self.in_view():
            self.expect_gone(self.root, "invitation to join the stage")

    def accept(self) -> None:
        with self.in_view():
            self.press(self.button("Join stage"), 'the button "Join stage" in the invitation')

    def decline(self) -> None:
        with self.in_view():
            self.press(self.button("Decline invitation"), 'the button "Decline invitation"')
            self.expect_closed()
