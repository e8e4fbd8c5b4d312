"""Visits of the stage: joining directly, by request and by invitation, and being removed."""

from collections.abc import Callable

from conformance.doctor.step_builders import (
    ATTENDEE,
    BOTH,
    MODERATOR,
    NAME,
    button,
    by_menu,
    menu_of_attendee,
    panel,
    press_on_toolbar,
    section,
    status_message,
    toggle_button,
    within,
)
from conformance.doctor.visit_steps import Action, Lookup, Observation, Step
from pages.getting_ready import Device, GettingReady
from pages.invitation import Invitation
from pages.toolbar import OWN_DEVICES
from people.person import Person

JOINING = "joining"
READY = "getting ready"
REQUESTS = "requests"
DEVICES: tuple[Device, ...] = ("Microphone", "Camera")


def arriving() -> list[Step]:
    """Return the steps for what every screen shows."""
    lookups: list[Step] = [Lookup(actor, "stage", "region", "Stage", lambda p: p.stage.root) for actor in BOTH]
    lists = [panel(actor, "participants", lambda p: p.participants, "Participants", "participants") for actor in BOTH]
    viewers = within("attendee", lambda p: p.participants, [section("attendee", "Viewers")], "participants")
    on_stage = Observation("moderator", "moderators_as_viewers", _look_on_stage(MODERATOR, "from their arrival"))
    devices = Observation("attendee", "VIEW-9", _look_at_devices)
    return [*lists, *lookups, devices, viewers, on_stage]


def joining() -> list[Step]:
    """Return the steps to join the stage, and to look at it."""
    return [
        button("attendee", JOINING, lambda p: p.toolbar, "Join stage"),
        press_on_toolbar("Join stage", "Ada presses “Join stage”"),
        *getting_ready(),
        Observation("attendee", "getting_ready", _look_on_stage(ATTENDEE, "after “Join stage”, without a window")),
        Action("attendee", "Ada goes live", go_live),
        *[toggle_button("own devices", word) for word in OWN_DEVICES],
        *[Lookup(actor, "stage", "group", "NAME", lambda p: p.stage.tile(ATTENDEE), values=NAME) for actor in BOTH],
        *[Lookup(actor, "stage", "video of the person", "", lambda p: p.stage.video(ATTENDEE)) for actor in BOTH],
        Observation("attendee", "LEAVE-1", _describe_leave_control),
    ]


def _look_at_devices(person: Person) -> str:
    """Return a reason if the person's browser uses a device before they join the stage, else ""."""
    return "a camera or microphone is in use from the person's arrival" if person.probe.captured_devices() else ""


def _look_on_stage(name: str, when: str) -> Callable[[Person], str]:
    """Return a check whether the person is on stage without the window to get ready in.

    The check returns a reason if they are, else "".
    """

    def look(person: Person) -> str:
        places = person.places
        is_there = places.stage.tile(name).is_visible() and not places.getting_ready.root.is_visible()
        return f"{name} was on stage {when}" if is_there else ""

    return look


def _describe_leave_control(person: Person) -> str:
    control = person.places.stage.leave_controls.first
    if not control.is_visible():
        return ""
    return f"a person on stage can leave it by “{control.get_attribute('aria-label') or control.inner_text()}”"


def getting_ready() -> list[Step]:
    return [
        Lookup("attendee", READY, "dialog", GettingReady.title, lambda p: p.getting_ready.root),
        Lookup("attendee", READY, "video preview", "", lambda p: p.getting_ready.preview),
        *[_choice(device) for device in DEVICES],
        *[_switch(device) for device in DEVICES],
        Lookup("attendee", READY, "meter", "Microphone level", lambda p: p.getting_ready.meter, needs="level_meter"),
        *[button("attendee", READY, lambda p: p.getting_ready, word) for word in ("Cancel", "Join stage")],
    ]


def go_live(person: Person) -> None:
    """Go live in the dialog, or without one as the room's adapter does."""
    if person.places.getting_ready.root.is_visible():
        person.places.getting_ready.go_live()
    elif not person.places.stage.tile(person.name).is_visible():
        person.places.join_stage()


def removing() -> list[Step]:
    """Return the steps for a moderator's controls over people on stage."""
    words = ("Mute all microphones", "Turn off all cameras")
    lookups = [button("moderator", "participants", lambda p: p.participants, word, "mute_all") for word in words]
    return [
        within("moderator", lambda p: p.participants, [section("moderator", "On stage")], "participants"),
        within("moderator", lambda p: p.participants, lookups, "mute_all"),
        menu_of_attendee("Remove from stage", "Remove from session"),
        by_menu("Remove from stage", "Maya removes Ada"),
        status_message("attendee", "viewer"),
    ]


def asking() -> list[Step]:
    """Return the steps for a declined request and an approved one."""
    ask = press_on_toolbar("Ask to join stage", "Ada asks")
    return [*_declined_request(ask), *_approved_request(ask)]


def _declined_request(ask: Action) -> list[Step]:
    return [
        button("attendee", JOINING, lambda p: p.toolbar, "Ask to join stage"),
        ask,
        button("attendee", JOINING, lambda p: p.toolbar, "Cancel request"),
        *_request_of_attendee(),
        _answer_request("Decline", "Maya declines"),
        status_message("attendee", "request … declined"),
    ]


def _request_of_attendee() -> list[Lookup]:
    return [
        Lookup("moderator", REQUESTS, "region", "Requests", lambda p: p.requests.root, holds=ATTENDEE),
        Lookup("moderator", REQUESTS, f"list item with {ATTENDEE}", "", lambda p: p.requests.of(ATTENDEE)),
        *[_answer(word) for word in ("Bring to stage", "Decline")],
    ]


def _approved_request(ask: Action) -> list[Step]:
    return [
        ask,
        _answer_request("Bring to stage", "Maya approves it"),
        Observation("attendee", "invitation_after_approval", _look_on_stage(ATTENDEE, "as soon as it was approved")),
        *invitation_lookups(),
        Action(
            "attendee",
            "Ada declines the invitation",
            lambda person: person.places.invitation.decline(),
            target=lambda p: p.invitation.root,
        ),
        status_message("moderator", "NAME … declined"),
    ]


def _answer_request(word: str, what: str) -> Action:
    return Action(
        "moderator",
        what,
        lambda person: person.places.requests.answer(ATTENDEE, word),
        target=lambda p: p.requests.answer_button(ATTENDEE, word),
    )


def invitation_lookups() -> list[Step]:
    return [
        Lookup("attendee", "invitation", "dialog", Invitation.title, lambda p: p.invitation.root),
        *[
            button("attendee", "invitation", lambda p: p.invitation, word)
            for word in ("Join stage", "Decline invitation")
        ],
    ]  # fmt: skip


def inviting() -> list[Step]:
    """Return the steps for an invitation and its withdrawal."""
    return [
        menu_of_attendee("Invite to stage"),
        by_menu("Invite to stage", "Maya invites Ada"),
        *invitation_lookups(),
        menu_of_attendee("Revoke invitation"),
        by_menu("Revoke invitation", "Maya revokes the invitation"),
        status_message("attendee", "invitation … withdrawn"),
    ]


def _choice(device: Device) -> Lookup:
    return Lookup("attendee", READY, "combobox", device, lambda p: p.getting_ready.choice(device))


def _switch(device: Device) -> Lookup:
    return Lookup("attendee", READY, "switch", f"{device} on", lambda p: p.getting_ready.device_switch(device))


def _answer(word: str) -> Lookup:
    return Lookup("moderator", REQUESTS, "button", word, lambda p: p.requests.answer_button(ATTENDEE, word))
