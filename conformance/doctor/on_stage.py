"""Coming on stage: directly, by request, by invitation; and off it again."""

from conformance.doctor.looks import Act, Look, Step
from conformance.doctor.making import (
    ATTENDEE,
    BOTH,
    NAME,
    button,
    by_menu,
    menu_of_attendee,
    news,
    panel,
    pressed_button,
    section,
    within,
)
from pages.getting_ready import Device, GettingReady
from pages.invitation import Invitation
from pages.toolbar import OWN_DEVICES
from people.person import Person

WAY = "the way on stage"
READY = "getting ready"
DEVICES: tuple[Device, ...] = ("Microphone", "Camera")


def arriving() -> list[Step]:
    """What stands on everybody's screen."""
    looks: list[Step] = [Look(who, "stage", "region", "Stage", lambda p: p.stage.root) for who in BOTH]
    lists = [panel(who, "participants", lambda p: p.participants, "Participants", "participants") for who in BOTH]
    viewers = within("attendee", lambda p: p.participants, [section("attendee", "Viewers")], "participants")
    return [*looks, *lists, viewers]


def joining() -> list[Step]:
    """Through the window to the stage, and what is there."""
    return [
        button("attendee", WAY, lambda p: p.toolbar, "Join stage"),
        Act("attendee", "Ada presses “Join stage”", lambda one: one.places.toolbar.press_button("Join stage")),
        *getting_ready(),
        Act("attendee", "Ada goes live", go_live),
        *[pressed_button("own devices", word) for word in OWN_DEVICES],
        *[Look(who, "stage", "group", "NAME", lambda p: p.stage.tile(ATTENDEE), values=NAME) for who in BOTH],
        *[Look(who, "stage", "video of the person", "", lambda p: p.stage.video(ATTENDEE)) for who in BOTH],
    ]


def getting_ready() -> list[Step]:
    return [
        Look("attendee", READY, "dialog", GettingReady.title, lambda p: p.getting_ready.root),
        Look("attendee", READY, "video preview", "", lambda p: p.getting_ready.preview),
        *[_choice(device) for device in DEVICES],
        *[_switch(device) for device in DEVICES],
        Look("attendee", READY, "meter", "Microphone level", lambda p: p.getting_ready.meter, needs="level_meter"),
        *[button("attendee", READY, lambda p: p.getting_ready, word) for word in ("Cancel", "Join stage")],
    ]


def go_live(person: Person) -> None:
    """Through the window where there is one; else as the room's adapter knows."""
    if person.places.getting_ready.root.is_visible():
        person.places.getting_ready.go_live()
    elif not person.places.stage.tile(person.name).is_visible():
        person.places.join_stage()


def removing() -> list[Step]:
    """What a moderator can do about people on stage."""
    everybody = ("Mute all microphones", "Turn off all cameras")
    looks = [button("moderator", "participants", lambda p: p.participants, word, "mute_all") for word in everybody]
    return [
        within("moderator", lambda p: p.participants, [section("moderator", "On stage")], "participants"),
        within("moderator", lambda p: p.participants, looks, "mute_all"),
        menu_of_attendee("Remove from stage"),
        by_menu("Remove from stage", "Maya removes Ada"),
        news("attendee", "viewer"),
    ]


def asking() -> list[Step]:
    """A request, declined, and another one, granted."""
    ask = Act("attendee", "Ada asks", lambda one: one.places.toolbar.press_button("Ask to join stage"))
    return [
        button("attendee", WAY, lambda p: p.toolbar, "Ask to join stage"),
        ask,
        button("attendee", WAY, lambda p: p.toolbar, "Cancel request"),
        Look("moderator", "who asks", "region", "Requests", lambda p: p.requests.root),
        Look("moderator", "who asks", f"list item with {ATTENDEE}", "", lambda p: p.requests.of(ATTENDEE)),
        *[_answer(word) for word in ("Bring to stage", "Decline")],
        Act("moderator", "Maya declines", lambda one: one.places.requests.answer(ATTENDEE, "Decline")),
        news("attendee", "request", "declined"),
        ask,
        Act("moderator", "Maya grants it", lambda one: one.places.requests.answer(ATTENDEE, "Bring to stage")),
        *invited(),
        Act("attendee", "Ada declines the invitation", lambda one: one.places.invitation.decline()),
        news("moderator", ATTENDEE, "declined"),
    ]


def invited() -> list[Step]:
    return [
        Look("attendee", "invitation", "dialog", Invitation.title, lambda p: p.invitation.root),
        *[
            button("attendee", "invitation", lambda p: p.invitation, word)
            for word in ("Join stage", "Decline invitation")
        ],
    ]  # fmt: skip


def inviting() -> list[Step]:
    """An invitation, and its end."""
    return [
        menu_of_attendee("Invite to stage"),
        by_menu("Invite to stage", "Maya invites Ada"),
        *invited(),
        menu_of_attendee("Revoke invitation"),
        by_menu("Revoke invitation", "Maya revokes the invitation"),
        news("attendee", "invitation", "withdrawn"),
    ]


def _choice(device: Device) -> Look:
    return Look("attendee", READY, "combobox", device, lambda p: p.getting_ready.choice(device))


def _switch(device: Device) -> Look:
    return Look("attendee", READY, "switch", f"{device} on", lambda p: p.getting_ready.on_switch(device))


def _answer(word: str) -> Look:
    return Look("moderator", "who asks", "button", word, lambda p: p.requests.answer_button(ATTENDEE, word))
