"""The rules of the stage: who may come on it, by which right, and who may take whom off it.

Nothing here reads a clock, a file or a network. A `State` never changes; a command is a function that takes
one, and who gives the command, and returns a `Change`: the next state and the facts that happened. What the
rules forbid raises a `Refusal` and changes nothing. Each fact tells one difference between the two states,
and each difference is told by one fact.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

FULL_STAGE = 25


class Access(StrEnum):
    """Stage access: how attendees come on stage."""

    EVERYONE = "everyone"
    REQUEST = "request"
    INVITE = "invite"
    NOBODY = "nobody"


class Role(StrEnum):
    """What the link that someone came by makes of them."""

    MODERATOR = "moderator"
    ATTENDEE = "attendee"


class Standing(StrEnum):
    """Where someone stands with regard to the stage; always exactly one of these."""

    VIEWER = "viewer"
    ASKING = "asking"
    INVITED = "invited"
    ON_STAGE = "on_stage"


class Kind(StrEnum):
    """What can happen in a session."""

    ENTERED = "entered"
    LEFT = "left"
    ASKED = "asked"
    REQUEST_CANCELLED = "request_cancelled"
    REQUEST_APPROVED = "request_approved"
    REQUEST_DECLINED = "request_declined"
    REQUEST_CLOSED = "request_closed"
    INVITED = "invited"
    INVITATION_DECLINED = "invitation_declined"
    INVITATION_REVOKED = "invitation_revoked"
    WENT_LIVE = "went_live"
    DEVICES_SET = "devices_set"
    MICROPHONE_MUTED = "microphone_muted"
    CAMERA_TURNED_OFF = "camera_turned_off"
    REMOVED = "removed"
    HAND_RAISED = "hand_raised"
    HAND_LOWERED = "hand_lowered"
    ACCESS_SET = "access_set"


@dataclass(frozen=True)
class Fact:
    """One thing that happened: what, by whose doing, and to whom (None: to the whole session)."""

    kind: Kind
    by: str
    person: str | None = None


class Refusal(Exception):
    """The rules forbid the command: `code` is for programs, `message` a sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Person:
    """Someone in the session. `microphone` and `camera` are their last choice; on stage, what is on."""

    id: str
    name: str
    role: Role
    microphone: bool = True
    camera: bool = True


@dataclass(frozen=True)
class State:
    """A session at one moment. The tuples of ids stand in order of arrival.

    Nobody is in two of `requests`, `invitations` and `stage`. A raised hand (`hands`) gives no right and takes
    none away, so it may go with a request or an invitation (VIEW-10); with a place on stage it does not go.
    """

    access: Access
    limit: int = FULL_STAGE
    people: tuple[Person, ...] = ()
    requests: tuple[str, ...] = ()
    invitations: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    hands: tuple[str, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Person]:
        """The people by their ids, in order of entry."""
        return {person.id: person for person in self.people}

    def standing(self, person: str) -> Standing:
        """Where a person of the session stands."""
        if person in self.stage:
            return Standing.ON_STAGE
        if person in self.invitations:
            return Standing.INVITED
        return Standing.ASKING if person in self.requests else Standing.VIEWER

    @property
    def full(self) -> bool:
        """Whether nobody more fits on the stage (DIRECT-7)."""
        return len(self.stage) >= self.limit


class Change(NamedTuple):
    """What a command came to: the next state, and the facts that lead there."""

    state: State
    facts: tuple[Fact, ...]


# Coming and going


def enter(state: State, newcomer: Person) -> Change:
    """Someone comes into the session, as a viewer whatever the stage access is."""
    if newcomer.id in state.by_id:
        raise Refusal("already_here", f"{newcomer.name} is in the session already.")
    fact = Fact(Kind.ENTERED, newcomer.id, newcomer.id)
    return Change(replace(state, people=(*state.people, newcomer)), (fact,))


def leave(state: State, by: str) -> Change:
    """Someone closed the page for good: off the stage, off every list (STEADY-4)."""
    present(state, by)
    gone = _hand_lowered(_as_viewer(state, by), by)
    gone = replace(gone, people=tuple(one for one in gone.people if one.id != by))
    return Change(gone, (Fact(Kind.LEFT, by, by),))


# What attendees do


def ask(state: State, by: str) -> Change:
    """An attendee asks to join the stage, and waits at the end of the queue (ASK-1, ASK-6, ASK-8, ASK-10)."""
    _attendee(state, by)
    _refuse_if_already(state, by, "You")
    if state.access is not Access.REQUEST:
        raise Refusal("not_offered", "Asking to join the stage is not offered in this session at the moment.")
    return Change(replace(state, requests=(*state.requests, by)), (Fact(Kind.ASKED, by, by),))


def cancel_request(state: State, by: str) -> Change:
    """An attendee withdraws their own request (ASK-7)."""
    _attendee(state, by)
    if state.standing(by) is not Standing.ASKING:
        raise Refusal("not_asking", "You have no open request to cancel.")
    return Change(_as_viewer(state, by), (Fact(Kind.REQUEST_CANCELLED, by, by),))


def decline_invitation(state: State, by: str) -> Change:
    """An invited attendee stays a viewer (INVITE-4)."""
    _attendee(state, by)
    if state.standing(by) is not Standing.INVITED:
        raise Refusal("not_invited", "You have no open invitation to decline.")
    return Change(_as_viewer(state, by), (Fact(Kind.INVITATION_DECLINED, by, by),))


def raise_hand(state: State, by: str) -> Change:
    """A viewer shows that they have something to say; it opens no request (VIEW-5, VIEW-10)."""
    _viewer_with_hands(state, by)
    if by in state.hands:
        raise Refusal("already_raised", "Your hand is raised already.")
    return Change(replace(state, hands=(*state.hands, by)), (Fact(Kind.HAND_RAISED, by, by),))


def lower_hand(state: State, by: str) -> Change:
    """A viewer takes their own hand down (VIEW-5)."""
    _viewer_with_hands(state, by)
    if by not in state.hands:
        raise Refusal("not_raised", "Your hand is not raised any more.")
    return Change(_hand_lowered(state, by), (Fact(Kind.HAND_LOWERED, by, by),))


# On stage


def join(state: State, by: str, microphone: bool, camera: bool) -> Change:
    """Go live by a right held now, which that uses up (DIRECT-4, DIRECT-7, INVITE-8, MODERATE-6).

    A raised hand goes down: whoever is on stage can speak.
    """
    _refuse_if_no_right_to_join(state, by)
    if state.full:
        raise Refusal("stage_full", f"The stage is full: {state.limit} people are on it. Try again later.")
    arrived = _as_viewer(state, by)
    arrived = _hand_lowered(replace(arrived, stage=(*arrived.stage, by)), by)
    facts = [Fact(Kind.WENT_LIVE, by, by)]
    facts += [Fact(Kind.HAND_LOWERED, by, by)] if by in state.hands else []
    return Change(_with_devices(arrived, by, microphone, camera), tuple(facts))


def set_devices(state: State, by: str, microphone: bool, camera: bool) -> Change:
    """A person on stage switches their own microphone or camera (LEAVE-3, LEAVE-4)."""
    person = present(state, by)
    if by not in state.stage:
        raise Refusal("not_on_stage", "Only on stage do you have a microphone and a camera to switch.")
    if (person.microphone, person.camera) == (microphone, camera):
        return Change(state, ())
    return Change(_with_devices(state, by, microphone, camera), (Fact(Kind.DEVICES_SET, by, by),))


# What moderators do


def approve(state: State, by: str, person: str) -> Change:
    """Answer a request by an invitation; it does not by itself put anyone on stage (ASK-3)."""
    _refuse_if_not_asking(state, by, person)
    return _invited(state, Fact(Kind.REQUEST_APPROVED, by, person), person)


def decline(state: State, by: str, person: str) -> Change:
    """Answer a request by no: the person stays a viewer (ASK-5)."""
    _refuse_if_not_asking(state, by, person)
    return Change(_as_viewer(state, person), (Fact(Kind.REQUEST_DECLINED, by, person),))


def invite(state: State, by: str, person: str) -> Change:
    """Invite an attendee to the stage; to one who asks for it, this is the answer (INVITE-2, VIEW-1)."""
    _moderator(state, by)
    invitee = _person(state, person)
    if invitee.role is Role.MODERATOR:
        raise Refusal("not_an_attendee", "A moderator needs no invitation and joins the stage directly.")
    if state.access is Access.NOBODY:
        raise Refusal("not_offered", "Nobody can be invited while the session has no stage access.")
    if state.standing(person) is Standing.ASKING:
        return approve(state, by, person)
    _refuse_if_already(state, person, invitee.name)
    return _invited(state, Fact(Kind.INVITED, by, person), person)


def revoke(state: State, by: str, person: str) -> Change:
    """Take an unanswered invitation back, whoever sent it (INVITE-6)."""
    _moderator(state, by)
    name = _person(state, person).name
    if state.standing(person) is not Standing.INVITED:
        raise Refusal("not_invited", f"{name} has no open invitation.")
    return Change(_as_viewer(state, person), (Fact(Kind.INVITATION_REVOKED, by, person),))


def remove(state: State, by: str, person: str) -> Change:
    """Take anyone off the stage, moderators and oneself included (LEAVE-2, LEAVE-6, MODERATE-6)."""
    _moderator(state, by)
    name = _person(state, person).name
    if person not in state.stage:
        raise Refusal("not_on_stage", f"{name} is not on stage.")
    return Change(_as_viewer(state, person), (Fact(Kind.REMOVED, by, person),))


def mute_all(state: State, by: str) -> Change:
    """Switch off every microphone on stage but one's own; there is no command to switch one on (MODERATE-7)."""
    _moderator(state, by)
    return _switched_off(state, Kind.MICROPHONE_MUTED, by, lambda one: replace(one, microphone=False))


def cameras_off(state: State, by: str) -> Change:
    """Switch off every camera on stage but one's own (MODERATE-7)."""
    _moderator(state, by)
    return _switched_off(state, Kind.CAMERA_TURNED_OFF, by, lambda one: replace(one, camera=False))


def set_access(state: State, by: str, access: Access) -> Change:
    """Change the stage access; nobody on stage is touched (MODERATE-1 to MODERATE-4)."""
    _moderator(state, by)
    if access is state.access:
        return Change(state, ())
    # Requests exist under one access only, so that any change closes them.
    revoked = state.invitations if access is Access.NOBODY else ()
    kept = tuple(one for one in state.invitations if one not in revoked)
    facts = [Fact(Kind.ACCESS_SET, by)]
    facts += [Fact(Kind.REQUEST_CLOSED, by, one) for one in state.requests]
    facts += [Fact(Kind.INVITATION_REVOKED, by, one) for one in revoked]
    return Change(replace(state, access=access, requests=(), invitations=kept), tuple(facts))


def clear_hands(state: State, by: str) -> Change:
    """Take all raised hands down, in their order (MODERATE-8)."""
    _moderator(state, by)
    if not state.hands:
        raise Refusal("not_raised", "No hand is raised any more.")
    facts = tuple(Fact(Kind.HAND_LOWERED, by, one) for one in state.hands)
    return Change(replace(state, hands=()), facts)


# What is offered

OwnCommand = Callable[[State, str], Change]
CommandOnPerson = Callable[[State, str, str], Change]

OWN_COMMANDS: dict[str, OwnCommand] = {
    "ask": ask,
    "cancel_request": cancel_request,
    "decline_invitation": decline_invitation,
    "join": lambda state, by: join(state, by, True, True),
    "devices": lambda state, by: set_devices(state, by, True, True),
    "raise_hand": raise_hand,
    "lower_hand": lower_hand,
    "mute_all": mute_all,
    "cameras_off": cameras_off,
    "set_access": lambda state, by: set_access(state, by, state.access),
    "clear_hands": clear_hands,
}
COMMANDS_ON_PERSON: dict[str, CommandOnPerson] = {
    "approve": approve,
    "decline": decline,
    "invite": invite,
    "revoke": revoke,
    "remove": remove,
}


def may(state: State, by: str) -> list[str]:
    """The commands offered to a person: those they have a right to at this moment.

    "join" stays offered on a full stage: the right is there, and trying tells why it has to wait (DIRECT-7).
    """
    return [name for name, command in OWN_COMMANDS.items() if _offered(command, state, by)]


def may_with(state: State, by: str, person: str) -> list[str]:
    """The commands offered to `by` on another person (or themselves, in the list of people)."""
    commands = COMMANDS_ON_PERSON.items()
    return [name for name, command in commands if _offered(command, state, by, person)]


def _offered(command: Callable[..., Change], *arguments: object) -> bool:
    # Asking the rules themselves keeps what is offered and what is allowed from ever differing.
    try:
        command(*arguments)
    except Refusal as refusal:
        return refusal.code == "stage_full"
    return True


# Who is who, or a refusal


def present(state: State, by: str) -> Person:
    """Who gives a command, or a refusal where they have gone."""
    if by not in state.by_id:
        raise Refusal("not_here", "You are not in the session any more. Reload the page to come back.")
    return state.by_id[by]


def _moderator(state: State, by: str) -> None:
    if present(state, by).role is not Role.MODERATOR:
        raise Refusal("not_a_moderator", "Only a moderator can do this.")


def _attendee(state: State, by: str) -> None:
    if present(state, by).role is not Role.ATTENDEE:
        raise Refusal("not_an_attendee", "A moderator joins the stage directly.")


def _viewer_with_hands(state: State, by: str) -> None:
    if present(state, by).role is not Role.ATTENDEE:
        raise Refusal("not_an_attendee", "Hands are for attendees to raise.")
    if by in state.stage:
        raise Refusal("already_on_stage", "You are on stage: just speak.")


def _person(state: State, person: str) -> Person:
    if person not in state.by_id:
        raise Refusal("unknown_person", "That person is not in the session any more.")
    return state.by_id[person]


def _refuse_if_already(state: State, person: str, name: str) -> None:
    has, is_ = ("have", "are") if name == "You" else ("has", "is")
    already = {
        Standing.ON_STAGE: Refusal("already_on_stage", f"{name} {is_} on stage already."),
        Standing.INVITED: Refusal("already_invited", f"{name} {has} been invited already."),
        Standing.ASKING: Refusal("already_asking", f"{name} {has} asked already."),
    }
    standing = state.standing(person)
    if standing in already:
        raise already[standing]


def _refuse_if_not_asking(state: State, by: str, person: str) -> None:
    _moderator(state, by)
    name = _person(state, person).name
    if state.standing(person) is not Standing.ASKING:
        raise Refusal("not_asking", f"{name} has no open request. It was answered or cancelled.")


def _refuse_if_no_right_to_join(state: State, by: str) -> None:
    role, standing = present(state, by).role, state.standing(by)
    if standing is Standing.ON_STAGE:
        raise Refusal("already_on_stage", "You are on stage already.")
    if role is Role.MODERATOR or standing is Standing.INVITED:
        return
    if standing is Standing.ASKING:
        raise Refusal("not_offered", "Your request has not been answered yet.")
    if state.access is not Access.EVERYONE:
        raise Refusal("not_offered", "You need an invitation to join the stage.")


# Small steps from one state to the next


def _as_viewer(state: State, person: str) -> State:
    def without(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in ids if one != person)

    return replace(
        state,
        requests=without(state.requests),
        invitations=without(state.invitations),
        stage=without(state.stage),
    )


def _hand_lowered(state: State, person: str) -> State:
    return replace(state, hands=tuple(one for one in state.hands if one != person))


def _invited(state: State, fact: Fact, person: str) -> Change:
    waiting = _as_viewer(state, person)
    return Change(replace(waiting, invitations=(*waiting.invitations, person)), (fact,))


def _switched_off(state: State, kind: Kind, by: str, off: Callable[[Person], Person]) -> Change:
    others = {one: off(state.by_id[one]) for one in state.stage if one != by}
    people = tuple(others.get(one.id, one) for one in state.people)
    facts = (Fact(kind, by, one) for one, after in others.items() if after != state.by_id[one])
    return Change(replace(state, people=people), tuple(facts))


def _with_devices(state: State, person: str, microphone: bool, camera: bool) -> State:
    def set_on(one: Person) -> Person:
        return replace(one, microphone=microphone, camera=camera) if one.id == person else one

    return replace(state, people=tuple(set_on(one) for one in state.people))
