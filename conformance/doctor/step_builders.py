"""Builders of steps that several visits share."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeVar

from playwright.sync_api import Locator

from conformance.doctor.visit_steps import WORD, Action, Actor, Lookup, Step, Target, WhileOpen
from pages.panel import Panel
from pages.places import Places
from pages.screen import Place

MODERATOR, ATTENDEE = "Maya", "Ada"
MENU = "menu of a person"
NAME: Mapping[str, str] = {"NAME": ATTENDEE}
BOTH: tuple[Actor, ...] = ("moderator", "attendee")
P = TypeVar("P", bound=Place)
PlaceOf = Callable[[Places], P]
"""Returns one of the page objects of a screen."""
Field = Literal["textbox", "group", "switch"]


def button(actor: Actor, place: str, place_of: PlaceOf[Place], word: str, needs: str = "") -> Lookup:
    return Lookup(actor, place, "button", word, lambda p: place_of(p).button(word), needs=needs)


def toggle_button(place: str, word: str, needs: str = "") -> Lookup:
    """Return the lookup of a toggle button on the attendee's toolbar."""
    return Lookup("attendee", place, "button", word, _on_toolbar(word), attribute="aria-pressed", needs=needs)


def panel(actor: Actor, place: str, place_of: PlaceOf[Panel], word: str, needs: str = "") -> Lookup:
    """Return the lookup of a region, or of the button that opens it."""
    holds = ATTENDEE if word == "Participants" else ""
    return Lookup(actor, place, "region", word, _panel_or_opener(place_of), needs=needs, holds=holds)


def _panel_or_opener(place_of: PlaceOf[Panel]) -> Target:
    return lambda p: place_of(p).root.or_(place_of(p).opener).first


def within(actor: Actor, place_of: PlaceOf[Panel], steps: Sequence[Step], needs: str = "") -> WhileOpen:
    person = MODERATOR if actor == "moderator" else ATTENDEE
    what, target = f"{person} opens the panel", _panel_or_opener(place_of)
    return WhileOpen(actor, what, lambda p: place_of(p).open(), steps, needs, target)


def section(actor: Actor, word: Literal["On stage", "Raised hands", "Viewers"]) -> Lookup:
    return Lookup(actor, "participants", "list", word, lambda p: p.participants.section(word), holds=ATTENDEE)


def menu_of_attendee(*items: str) -> Step:
    """Return the steps to find the moderator's menu for the attendee, and its items."""
    name = "Actions for NAME"
    opener = Lookup(
        "moderator",
        MENU,
        "button",
        name,
        lambda p: p.participants.menu_button(ATTENDEE),
        values=NAME,
        needs="moderators",
    )
    lookups = [_menu_item(word) for word in items]
    menu = WhileOpen(
        "moderator",
        f"Maya opens the menu of {ATTENDEE}",
        lambda p: p.participants.menu_of(ATTENDEE),
        lookups,
        target=lambda p: p.participants.menu_button(ATTENDEE),
    )
    return within("moderator", lambda p: p.participants, [opener, menu], "moderators")


def by_menu(word: str, what: str) -> Action:
    """Return the action of choosing an item of the attendee's menu."""
    return Action(
        "moderator",
        what,
        lambda person: person.places.participants.choose_action(ATTENDEE, word),
        "moderators",
        _panel_or_opener(lambda p: p.participants),
    )


def press_on_toolbar(word: str, what: str) -> Action:
    """Return the attendee's action of pressing a button of the toolbar."""
    return Action("attendee", what, lambda person: person.places.toolbar.press_button(word), target=_on_toolbar(word))


def status_message(actor: Actor, notification: str) -> Lookup:
    """Return the lookup of a status message or alert that contains the words of this notification."""
    return Lookup(
        actor,
        "notifications",
        "status",
        notification,
        lambda p: p.status_messages.saying(notification, name=ATTENDEE).first,
        in_message=True,
    )


def in_dialog(place: str, place_of: PlaceOf[Place], role: Field, word: str, shape: str = WORD) -> Lookup:
    """Return the lookup of an element in the dialog for a new poll or quiz."""

    def find(places: Places) -> Locator:
        name = shape.replace(WORD, place_of(places).words(word))
        return place_of(places).root.get_by_role(role, name=name, exact=True)

    return Lookup("moderator", place, role, word, find, shape)


def _on_toolbar(word: str) -> Target:
    return lambda p: p.toolbar.button(word)


def _menu_item(word: str) -> Lookup:
    needs = "remove_from_session" if word == "Remove from session" else "moderators"
    return Lookup("moderator", MENU, "menuitem", word, lambda p: p.participants.menu_item(word), needs=needs)
