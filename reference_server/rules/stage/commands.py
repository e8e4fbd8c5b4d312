"""The commands: each takes a state and who gives it, and answers the change, or refuses."""

from collections.abc import Callable
from dataclasses import replace

import reference_server.rules.stage.guards as who
from reference_server.rules.stage.state import Access, Change, Fact, Kind, Person, Refusal, Role, Standing, State
from reference_server.rules.user_text import isolated

# Coming and going


def enter(state: State, newcomer: Person) -> Change:
    """Someone comes into the session, as a viewer whatever the stage access is."""
    if newcomer.id in state.by_id:
        raise Refusal("already_here", f"{newcomer.name} is in the session already.")
    fact = Fact(Kind.ENTERED, newcomer.id, newcomer.id)
    return Change(replace(state, people=(*state.people, newcomer)), (fact,))


def leave(state: State, by: str) -> Change:
    """Someone closed the page for good: off the stage, off every list (STEADY-4)."""
    who.present(state, by)
    gone = _hand_lowered(_as_viewer(state, by), by)
    gone = replace(gone, people=tuple(one for one in gone.people if one.id != by))
    return Change(gone, (Fact(Kind.LEFT, by, by),))


# What attendees do


def ask(state: State, by: str) -> Change:
    """An attendee asks to join the stage, and waits at the end of the queue (ASK-1, ASK-6, ASK-8, ASK-10)."""
    who.attendee(state, by)
    who.refuse_if_already(state, by, "You")
    if state.access is not Access.REQUEST:
        raise Refusal("not_offered", "Asking to join the stage is not offered in this session at the moment.")
    return Change(replace(state, requests=(*state.requests, by)), (Fact(Kind.ASKED, by, by),))


def cancel_request(state: State, by: str) -> Change:
    """An attendee withdraws their own request (ASK-7)."""
    who.attendee(state, by)
    if state.standing(by) is not Standing.ASKING:
        raise Refusal("not_asking", "You have no open request to cancel.")
    return Change(_as_viewer(state, by), (Fact(Kind.REQUEST_CANCELLED, by, by),))


def decline_invitation(state: State, by: str) -> Change:
    """An invited attendee stays a viewer (INVITE-4)."""
    who.attendee(state, by)
    if state.standing(by) is not Standing.INVITED:
        raise Refusal("not_invited", "You have no open invitation to decline.")
    return Change(_as_viewer(state, by), (Fact(Kind.INVITATION_DECLINED, by, by),))


def raise_hand(state: State, by: str) -> Change:
    """A viewer shows that they have something to say; it opens no request (VIEW-5, VIEW-10)."""
    who.viewer_with_hands(state, by)
    if by in state.hands:
        raise Refusal("already_raised", "Your hand is raised already.")
    return Change(replace(state, hands=(*state.hands, by)), (Fact(Kind.HAND_RAISED, by, by),))


def lower_hand(state: State, by: str) -> Change:
    """A viewer takes their own hand down (VIEW-5)."""
    who.viewer_with_hands(state, by)
    if by not in state.hands:
        raise Refusal("not_raised", "Your hand is not raised any more.")
    return Change(_hand_lowered(state, by), (Fact(Kind.HAND_LOWERED, by, by),))


# On stage


def join(state: State, by: str, microphone: bool, camera: bool) -> Change:
    """Go live by a right held now, which that uses up (DIRECT-4, DIRECT-7, INVITE-8, MODERATE-6).

    A raised hand goes down: whoever is on stage can speak.
    """
    who.refuse_if_no_right_to_join(state, by)
    if state.full:
        raise Refusal("stage_full", f"The stage is full: {state.limit} people are on it. Try again later.")
    arrived = _as_viewer(state, by)
    arrived = _hand_lowered(replace(arrived, stage=(*arrived.stage, by)), by)
    facts = [Fact(Kind.WENT_LIVE, by, by)]
    facts += [Fact(Kind.HAND_LOWERED, by, by)] if by in state.hands else []
    return Change(_with_devices(arrived, by, microphone, camera), tuple(facts))


def set_devices(state: State, by: str, microphone: bool | None = None, camera: bool | None = None) -> Change:
    """A person on stage switches their own devices (LEAVE-3, LEAVE-4); None leaves one as it is."""
    person = who.present(state, by)
    microphone = person.microphone if microphone is None else microphone
    camera = person.camera if camera is None else camera
    if by not in state.stage:
        raise Refusal("not_on_stage", "Only on stage do you have a microphone and a camera to switch.")
    if (person.microphone, person.camera) == (microphone, camera):
        return Change(state, ())
    return Change(_with_devices(state, by, microphone, camera), (Fact(Kind.DEVICES_SET, by, by),))


# What moderators do


def approve(state: State, by: str, person: str) -> Change:
    """Answer a request by an invitation; it does not by itself put anyone on stage (ASK-3)."""
    who.refuse_if_not_asking(state, by, person)
    return _invited(state, Fact(Kind.REQUEST_APPROVED, by, person), person)


def decline(state: State, by: str, person: str) -> Change:
    """Answer a request by no: the person stays a viewer (ASK-5)."""
    who.refuse_if_not_asking(state, by, person)
    return Change(_as_viewer(state, person), (Fact(Kind.REQUEST_DECLINED, by, person),))


def invite(state: State, by: str, person: str) -> Change:
    """Invite an attendee to the stage; to one who asks for it, this is the answer (INVITE-2, VIEW-1)."""
    who.moderator(state, by)
    invitee = who.person_of(state, person)
    if invitee.role is Role.MODERATOR:
        raise Refusal("not_an_attendee", "A moderator needs no invitation and joins the stage directly.")
    if state.access is Access.NOBODY:
        raise Refusal("not_offered", "Nobody can be invited while the session has no stage access.")
    if state.standing(person) is Standing.ASKING:
        return approve(state, by, person)
    who.refuse_if_already(state, person, isolated(invitee.name))
    return _invited(state, Fact(Kind.INVITED, by, person), person)


def revoke(state: State, by: str, person: str) -> Change:
    """Take an unanswered invitation back, whoever sent it (INVITE-6)."""
    who.moderator(state, by)
    name = isolated(who.person_of(state, person).name)
    if state.standing(person) is not Standing.INVITED:
        raise Refusal("not_invited", f"{name} has no open invitation.")
    return Change(_as_viewer(state, person), (Fact(Kind.INVITATION_REVOKED, by, person),))


def remove(state: State, by: str, person: str) -> Change:
    """Take anyone off the stage, moderators and oneself included (LEAVE-2, LEAVE-6, MODERATE-6)."""
    who.moderator(state, by)
    name = isolated(who.person_of(state, person).name)
    if person not in state.stage:
        raise Refusal("not_on_stage", f"{name} is not on stage.")
    return Change(_as_viewer(state, person), (Fact(Kind.REMOVED, by, person),))


def mute_all(state: State, by: str) -> Change:
    """Switch off every microphone on stage but one's own; there is no command to switch one on (MODERATE-7)."""
    who.moderator(state, by)
    return _switched_off(state, Kind.MICROPHONE_MUTED, by, lambda one: replace(one, microphone=False))


def cameras_off(state: State, by: str) -> Change:
    """Switch off every camera on stage but one's own (MODERATE-7)."""
    who.moderator(state, by)
    return _switched_off(state, Kind.CAMERA_TURNED_OFF, by, lambda one: replace(one, camera=False))


def set_access(state: State, by: str, access: Access) -> Change:
    """Change the stage access; nobody on stage is touched (MODERATE-1 to MODERATE-4)."""
    who.moderator(state, by)
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
    who.moderator(state, by)
    if not state.hands:
        raise Refusal("not_raised", "No hand is raised any more.")
    facts = tuple(Fact(Kind.HAND_LOWERED, by, one) for one in state.hands)
    return Change(replace(state, hands=()), facts)


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
