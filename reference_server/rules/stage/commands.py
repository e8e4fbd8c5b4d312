"""The commands: each takes a state, and the person who gives the command.

The person is an id, or a Participant if they are not in the session. Each command returns a change or raises a
Refusal.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from reference_server.rules.stage import guards
from reference_server.rules.stage.state import (
    Access,
    Change,
    Fact,
    FactKind,
    Participant,
    Refusal,
    Role,
    StageState,
    Standing,
)
from reference_server.rules.user_text import isolated

# Entering and leaving


def enter(state: StageState, newcomer: Participant) -> Change:
    """Add a person to the session as a viewer, whatever the stage access."""
    guards.require_not_removed(state, newcomer.id)
    if newcomer.id in state.by_id:
        raise Refusal("already_here", f"{isolated(newcomer.name)} is in the session already.")
    fact = Fact(FactKind.ENTERED, newcomer.id, newcomer.id)
    return Change(replace(state, people=(*state.people, newcomer)), (fact,))


def leave(state: StageState, by: str) -> Change:
    """Remove a person from the session, its stage and every list, after their grace period (STEADY-4)."""
    guards.require_present(state, by)
    return Change(_without(state, by), (Fact(FactKind.LEFT, by, by),))


def ask_to_return(state: StageState, by: Participant) -> Change:
    """Ask moderators to let a removed person in (MODERATE-9).

    `by` may also be a new person with the name of a removed person, if the link contains the name.
    """
    if by.id in state.return_requests:
        raise Refusal("already_asking", "You have asked to be let in already.")
    if not any(by.id == removed.id or by.name == removed.name for removed in state.removed):
        raise Refusal("not_removed", "You can enter without asking.")
    removed = state.removed if by.id in state.removed_by_id else (*state.removed, by)
    asked = replace(state, removed=removed, return_requests=(*state.return_requests, by.id))
    return Change(asked, (Fact(FactKind.ASKED_TO_RETURN, by.id, by.id),))


# Commands of attendees


def ask(state: StageState, by: str) -> Change:
    """Add an attendee's request to join the stage to the end of the queue (ASK-1, ASK-6, ASK-8, ASK-10)."""
    guards.require_attendee(state, by)
    guards.require_viewer(state, by, "You")
    if state.access is not Access.REQUEST:
        raise Refusal("not_offered", "Asking to join the stage is not offered in this session at the moment.")
    return Change(replace(state, requests=(*state.requests, by)), (Fact(FactKind.ASKED, by, by),))


def cancel_request(state: StageState, by: str) -> Change:
    """Withdraw an attendee's own request (ASK-7)."""
    guards.require_attendee(state, by)
    if state.standing(by) is not Standing.ASKING:
        raise Refusal("not_asking", "You have no open request to cancel.")
    return Change(_as_viewer(state, by), (Fact(FactKind.REQUEST_CANCELLED, by, by),))


def decline_invitation(state: StageState, by: str) -> Change:
    """Decline an invitation; the attendee stays a viewer (INVITE-4)."""
    guards.require_attendee(state, by)
    if state.standing(by) is not Standing.INVITED:
        raise Refusal("not_invited", "You have no open invitation to decline.")
    return Change(_as_viewer(state, by), (Fact(FactKind.INVITATION_DECLINED, by, by),))


def raise_hand(state: StageState, by: str) -> Change:
    """Raise a viewer's hand; this opens no request (VIEW-5, VIEW-10)."""
    guards.require_viewing_attendee(state, by)
    if by in state.hands:
        raise Refusal("already_raised", "Your hand is raised already.")
    return Change(replace(state, hands=(*state.hands, by)), (Fact(FactKind.HAND_RAISED, by, by),))


def lower_hand(state: StageState, by: str) -> Change:
    """Lower a viewer's own hand (VIEW-5)."""
    guards.require_viewing_attendee(state, by)
    if by not in state.hands:
        raise Refusal("not_raised", "Your hand is not raised any more.")
    return Change(_with_hand_lowered(state, by), (Fact(FactKind.HAND_LOWERED, by, by),))


# Commands of people on stage, and of those who may join


def join(state: StageState, by: str, microphone: bool, camera: bool) -> Change:
    """Put a person on stage who has the right to join (DIRECT-4, DIRECT-7, INVITE-8, MODERATE-6).

    An invitation is used up. A raised hand is lowered, since people on stage can speak.
    """
    guards.require_right_to_join(state, by)
    if state.is_full:
        raise Refusal("stage_full", f"The stage is full: {state.limit} people are on it. Try again later.")
    arrived = _as_viewer(state, by)
    arrived = _with_hand_lowered(replace(arrived, stage=(*arrived.stage, by)), by)
    facts = [Fact(FactKind.WENT_LIVE, by, by)]
    facts += [Fact(FactKind.HAND_LOWERED, by, by)] if by in state.hands else []
    return Change(_with_devices(arrived, by, microphone, camera), tuple(facts))


def set_devices(state: StageState, by: str, microphone: bool | None = None, camera: bool | None = None) -> Change:
    """Switch the devices of the person, who must be on stage (LEAVE-3, LEAVE-4).

    None leaves a device unchanged.
    """
    person = guards.require_present(state, by)
    microphone = person.microphone if microphone is None else microphone
    camera = person.camera if camera is None else camera
    if by not in state.stage:
        raise Refusal("not_on_stage", "You can switch your microphone and camera only while you are on stage.")
    if (person.microphone, person.camera) == (microphone, camera):
        return Change(state, ())
    return Change(_with_devices(state, by, microphone, camera), (Fact(FactKind.DEVICES_SET, by, by),))


# Commands of moderators


def approve(state: StageState, by: str, person: str) -> Change:
    """Answer a request with an invitation; this alone puts nobody on stage (ASK-3)."""
    guards.require_open_request(state, by, person)
    return _invited(state, Fact(FactKind.REQUEST_APPROVED, by, person), person)


def decline(state: StageState, by: str, person: str) -> Change:
    """Decline a request; the person stays a viewer (ASK-5)."""
    guards.require_open_request(state, by, person)
    return Change(_as_viewer(state, person), (Fact(FactKind.REQUEST_DECLINED, by, person),))


def invite(state: StageState, by: str, person: str) -> Change:
    """Invite an attendee to the stage; if they have an open request, approve it (INVITE-2, VIEW-1)."""
    guards.require_moderator(state, by)
    invitee = guards.require_person(state, person)
    if invitee.role is Role.MODERATOR:
        raise Refusal("not_an_attendee", "A moderator needs no invitation and joins the stage directly.")
    if state.access is Access.NOBODY:
        raise Refusal("not_offered", "Nobody can be invited while the session has no stage access.")
    if state.standing(person) is Standing.ASKING:
        return approve(state, by, person)
    guards.require_viewer(state, person, isolated(invitee.name))
    return _invited(state, Fact(FactKind.INVITED, by, person), person)


def revoke(state: StageState, by: str, person: str) -> Change:
    """Revoke an open invitation, whichever moderator sent it (INVITE-6)."""
    guards.require_moderator(state, by)
    name = isolated(guards.require_person(state, person).name)
    if state.standing(person) is not Standing.INVITED:
        raise Refusal("not_invited", f"{name} has no open invitation.")
    return Change(_as_viewer(state, person), (Fact(FactKind.INVITATION_REVOKED, by, person),))


def remove(state: StageState, by: str, person: str) -> Change:
    """Take any person off the stage, including the moderator themselves (LEAVE-2, LEAVE-6, MODERATE-6)."""
    guards.require_moderator(state, by)
    name = isolated(guards.require_person(state, person).name)
    if person not in state.stage:
        raise Refusal("not_on_stage", f"{name} is not on stage.")
    return Change(_as_viewer(state, person), (Fact(FactKind.REMOVED, by, person),))


def mute_all(state: StageState, by: str) -> Change:
    """Switch off every microphone on stage except the moderator's own (MODERATE-7).

    No command switches on another person's microphone.
    """
    guards.require_moderator(state, by)
    return _switched_off(state, FactKind.MICROPHONE_MUTED, by, lambda person: replace(person, microphone=False))


def cameras_off(state: StageState, by: str) -> Change:
    """Switch off every camera on stage except the moderator's own (MODERATE-7)."""
    guards.require_moderator(state, by)
    return _switched_off(state, FactKind.CAMERA_TURNED_OFF, by, lambda person: replace(person, camera=False))


def set_access(state: StageState, by: str, access: Access) -> Change:
    """Change the stage access; people on stage stay there (MODERATE-1 to MODERATE-4)."""
    guards.require_moderator(state, by)
    if access is state.access:
        return Change(state, ())
    # Requests exist under one access only, so any change closes them.
    revoked = state.invitations if access is Access.NOBODY else ()
    remaining = tuple(invitee for invitee in state.invitations if invitee not in revoked)
    facts = (Fact(FactKind.ACCESS_SET, by), *_facts_of_closing(by, state.requests, revoked))
    return Change(replace(state, access=access, requests=(), invitations=remaining), facts)


def _facts_of_closing(by: str, requests: Iterable[str], invitations: Iterable[str]) -> Iterator[Fact]:
    for attendee in requests:
        yield Fact(FactKind.REQUEST_CLOSED, by, attendee)
    for attendee in invitations:
        yield Fact(FactKind.INVITATION_REVOKED, by, attendee)


def clear_hands(state: StageState, by: str) -> Change:
    """Lower all raised hands, in the order in which they were raised (MODERATE-8)."""
    guards.require_moderator(state, by)
    if not state.hands:
        raise Refusal("not_raised", "No hand is raised any more.")
    facts = tuple(Fact(FactKind.HAND_LOWERED, by, attendee) for attendee in state.hands)
    return Change(replace(state, hands=()), facts)


def remove_from_session(state: StageState, by: str, person: str) -> Change:
    """Remove an attendee from the session (MODERATE-9).

    They cannot come back unless a moderator lets them in.
    """
    guards.require_moderator(state, by)
    attendee = guards.require_person(state, person)
    if attendee.role is Role.MODERATOR:
        raise Refusal("not_an_attendee", "Moderators cannot be removed from the session.")
    removed = replace(_without(state, person), removed=(*state.removed, attendee))
    return Change(removed, (Fact(FactKind.REMOVED_FROM_SESSION, by, person),))


def let_in(state: StageState, by: str, person: str) -> Change:
    """Allow a removed person, who asks to come back, to enter again as a viewer (MODERATE-9)."""
    guards.require_returning(state, by, person)
    removed = tuple(other for other in state.removed if other.id != person)
    return Change(replace(_not_returning(state, person), removed=removed), (Fact(FactKind.LET_IN, by, person),))


def keep_out(state: StageState, by: str, person: str) -> Change:
    """Decline the request of a removed person to come back; they can ask again (MODERATE-9)."""
    guards.require_returning(state, by, person)
    return Change(_not_returning(state, person), (Fact(FactKind.KEPT_OUT, by, person),))


# Helpers that create the next state


def _without(state: StageState, person: str) -> StageState:
    left = _with_hand_lowered(_as_viewer(state, person), person)
    return replace(left, people=tuple(other for other in left.people if other.id != person))


def _not_returning(state: StageState, person: str) -> StageState:
    return replace(state, return_requests=tuple(id for id in state.return_requests if id != person))


def _as_viewer(state: StageState, person: str) -> StageState:
    def without(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(id for id in ids if id != person)

    return replace(
        state,
        requests=without(state.requests),
        invitations=without(state.invitations),
        stage=without(state.stage),
    )


def _with_hand_lowered(state: StageState, person: str) -> StageState:
    return replace(state, hands=tuple(id for id in state.hands if id != person))


def _invited(state: StageState, fact: Fact, person: str) -> Change:
    waiting = _as_viewer(state, person)
    return Change(replace(waiting, invitations=(*waiting.invitations, person)), (fact,))


def _switched_off(state: StageState, kind: FactKind, by: str, off: Callable[[Participant], Participant]) -> Change:
    others = {id: off(state.by_id[id]) for id in state.stage if id != by}
    people = tuple(others.get(person.id, person) for person in state.people)
    facts = (Fact(kind, by, id) for id, after in others.items() if after != state.by_id[id])
    return Change(replace(state, people=people), tuple(facts))


def _with_devices(state: StageState, person: str, microphone: bool, camera: bool) -> StageState:
    def with_devices(other: Participant) -> Participant:
        return replace(other, microphone=microphone, camera=camera) if other.id == person else other

    return replace(state, people=tuple(with_devices(other) for other in state.people))
