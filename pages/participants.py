"""The list of participants: their sections, and the menu that a moderator has for each person."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Locator, expect

from conformance.time_limits import APPEARANCE
from pages.panel import Panel
from pages.screen import PRESSABLE, await_state
from pages.words import whole_word

SWITCHES_DEVICE_ON = re.compile(r"\bunmute\b|\b(turn|switch|put)\b.*\bon\b(?! stage)|\benable\b", re.IGNORECASE)
"""English names of controls that switch a device on; a room file adds its own as "switch … on"."""
Section = Literal["On stage", "Raised hands", "Viewers"]
OTHER_MENUS: Mapping[Literal["dialog", "listbox"], Literal["button", "option"]] = {
    "dialog": "button",
    "listbox": "option",
}
"""The roles of the elements that a room may use instead of a menu, with the role of their items."""


class Participants(Panel):
    """The region "Participants", with a list for each section."""

    part = "participants"
    word = "Participants"

    def section(self, section: Section) -> Locator:
        """Return the list of a section, or the whole region if the room file locates the section's items."""
        if self.located(section):
            return self.root
        return self.root.get_by_role("list", name=self.words(section), exact=True)

    def items(self, section: Section | None = None) -> Locator:
        """Return the list items of a section, or of all of them."""
        located = self.located(section or "item")
        return located or (self.section(section) if section else self.root).get_by_role("listitem")

    def person(self, section: Section, name: str) -> Locator:
        return self.naming(self.items(section), name)

    def expect_listed(self, name: str, section: Section, not_in: Section) -> None:
        """Expect the person exactly once in one section, and not in the other."""
        with self.open():
            with self.screen.expecting(f'{name} once under "{section}"', self.root):
                expect(self.person(section, name)).to_have_count(1, timeout=APPEARANCE)
            with self.screen.expecting(f'no {name} under "{not_in}"', self.root):
                expect(self.person(not_in, name)).to_have_count(0, timeout=APPEARANCE)

    def expect_unlisted(self, name: str, patience: int = APPEARANCE) -> None:
        with self.open(), self.screen.expecting(f"no {name} among the participants", self.root):
            expect(self.naming(self.items(), name)).to_have_count(0, timeout=patience)

    def choose_action(self, name: str, action: str) -> None:
        """Choose an action from the person's menu."""
        with self.menu_of(name):
            item = self.menu_item(action)
            self.expect_there(item, f'"{action}" in the menu of {name}')
            self.screen.notify_recorder()
            self.press(item, f'"{action}" in the menu of {name}')

    def remove_from_session(self, name: str) -> None:
        """Choose "Remove from session" from the person's menu, and confirm the removal in the dialog."""
        with self.menu_of(name):
            self.press(self.menu_item("Remove from session"), f'"Remove from session" in the menu of {name}')
            dialog = self.screen.view.get_by_role("dialog")
            confirm = dialog.get_by_role("button", name=self.words("Remove"), exact=True)
            self.expect_there(confirm, 'a dialog with the button "Remove"')
            self.screen.notify_recorder()
            self.press(confirm, 'the button "Remove" of the dialog')
            self.expect_gone(self.item_of(name), f"{name} among the participants")

    def expect_moderator_marked(self, name: str) -> None:
        """Expect that this person, and nobody else, is marked as a moderator."""
        marked = self.items().filter(has_text=whole_word(self.words("Moderator")))
        with self.open(), self.screen.expecting(f"{name} alone marked as a moderator", self.root):
            await_state(marked.filter(has_text=whole_word(self.words.shown(name))).first, "visible")
            expect(marked).to_have_count(1, timeout=APPEARANCE)

    def press_button(self, word: str) -> None:
        """Press a button of the panel that affects everyone, such as "Mute all microphones"."""
        with self.open():
            self.press(self.button(word), f'the button "{word}" among the participants')

    def expect_button(self, word: str, is_visible: bool) -> None:
        with self.open():
            if is_visible:
                self.expect_there(self.button(word), f'the button "{word}" among the participants')
            else:
                self.expect_gone(self.button(word), f'button "{word}" among the participants')

    def expect_no_way_to_switch_on(self, name: str) -> None:
        """Expect no button, link, menu item or option whose name says that it switches a device on.

        Searches for English names, and for names that contain the room's words for "switch … on".
        """
        with self.menu_of(name):
            for role in PRESSABLE:
                with self.screen.expecting(f"no {role} that switches on a device of {name}"):
                    controls = self.screen.view.get_by_role(
                        role, name=self.words.with_own_words(SWITCHES_DEVICE_ON, "switch … on")
                    )
                    expect(controls).to_have_count(0, timeout=APPEARANCE)

    def expect_offered(self, name: str, action: str) -> None:
        with self.menu_of(name):
            item = self.menu_item(action)
            self.expect_there(item, f'"{action}" in the menu of {name}')

    def expect_not_offered(self, name: str, action: str) -> None:
        """Expect that no menu of the person offers the action."""
        with self.open():
            self.expect_there(self.item_of(name), f"{name} among the participants")
            if self.menu_button(name).is_visible():
                with self.menu_of(name):
                    item = self.menu_item(action)
                    self.expect_gone(item, f'"{action}" in the menu of {name}')

    def item_of(self, name: str) -> Locator:
        return self.naming(self.items(), name).first

    def menu_item(self, action: str) -> Locator:
        """Return an action of the open menu."""
        word = self.words(action)
        items = self.menu.get_by_role("menuitem", name=word, exact=True)
        for role, item_role in OTHER_MENUS.items():
            items = items.or_(self.screen.view.get_by_role(role).get_by_role(item_role, name=word, exact=True))
        return items

    @property
    def menu(self) -> Locator:
        """The open menu of any person; `menu_named` also finds a dialog or list box that takes its place."""
        return self.located("menu") or self.screen.view.get_by_role("menu")

    def menu_named(self, name: str) -> Locator:
        """Return the menu that is open, or the dialog or list box named by the person or by the menu button."""
        menus = self.menu
        for role in OTHER_MENUS:
            for label in (self.words.shown(name), self.words("Actions for NAME", name)):
                menus = menus.or_(self.screen.view.get_by_role(role, name=label, exact=True))
        return menus

    def close_menu(self) -> None:
        self.screen.page.keyboard.press("Escape")

    @contextmanager
    def menu_of(self, name: str) -> Iterator[Locator]:
        """Open the person's menu, and close it afterwards if nothing was chosen."""
        menu = self.menu_named(name)
        with self.open():
            self.press(self.menu_button(name), f'the button "Actions for {name}"')
            self.expect_there(menu, f"the menu of {name}")
            yield menu
            if menu.is_visible():
                self.screen.notify_recorder()
                self.close_menu()
            self.expect_gone(menu, f"menu of {name}")

    def clear_raised_hands(self) -> None:
        with self.open():
            self.press(self.button("Clear raised hands"), 'the button "Clear raised hands"')
            self.expect_gone(self.items("Raised hands").first, "raised hand after clearing")

    def expect_raised_hands(self, names: list[str]) -> None:
        """Expect exactly these people under "Raised hands", in this order."""
        hands = self.items("Raised hands")
        expected = " and ".join(names) or "nobody"
        with self.open(), self.screen.expecting(f'under "Raised hands", in this order: {expected}', self.root):
            await_state(self.section("Viewers"), "attached")
            shown = [whole_word(self.words.shown(name)) for name in names]
            expect(hands).to_have_text(shown, use_inner_text=True, timeout=APPEARANCE)

    def expect_no_clearing(self) -> None:
        with self.open():
            self.expect_there(self.section("Raised hands"), 'the list "Raised hands"')
            self.expect_gone(self.button("Clear raised hands"), 'button "Clear raised hands"')

    def menu_button(self, name: str) -> Locator:
        """Return the person's first menu button; with a raised hand, a person may be in two lists."""
        if located := self.located("menu_button"):
            return self.item_of(name).locator(located)
        return self.button("Actions for NAME", name).first
