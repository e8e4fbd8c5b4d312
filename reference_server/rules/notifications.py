"""Notifications for individual people: which facts notify whom, and with which text."""

from collections.abc import Iterable
from dataclasses import dataclass

from reference_server.rules.stage import Access, Fact, FactKind, Role, StageState
from reference_server.rules.user_text import isolated

ACCESS_NAMES = {
    Access.EVERYONE: "Everyone on stage",
    Access.REQUEST: "Join by request",
    Access.INVITE: "Invite only",
    Access.NOBODY: "No stage access",
}
# A notification about a person's own standing is outdated as soon as that standing changes again.
KINDS_ABOUT_OWN_STANDING = {
    *("request_declined", "request_closed", "invitation_revoked", "removed"),
    *("microphone_muted", "camera_turned_off"),
}
FACTS_OF_NEW_STANDING = {
    *(FactKind.ASKED, FactKind.INVITED, FactKind.REQUEST_APPROVED, FactKind.WENT_LIVE, FactKind.DEVICES_SET),
}


@dataclass(frozen=True)
class Notification:
    """A notification: `kind` for programs, `text` for the person."""

    kind: str
    text: str


def notifications(state: StageState, facts: Iterable[Fact]) -> dict[str, Notification]:
    """Return the notifications about the facts of the change that led to `state`, by person id."""
    facts = tuple(facts)
    access_changed = any(fact.kind is FactKind.ACCESS_SET for fact in facts)
    by_person: dict[str, Notification] = {}
    for fact in facts:
        by_person |= _for_person(state, fact, access_changed) | _for_moderators(state, fact)
    return by_person


def people_with_outdated_notification(facts: Iterable[Fact]) -> set[str]:
    """Return the ids of the people whose notification about their own standing is outdated by these facts."""
    return {fact.person for fact in facts if fact.kind in FACTS_OF_NEW_STANDING and fact.person}


def _for_person(state: StageState, fact: Fact, access_changed: bool) -> dict[str, Notification]:
    if fact.person is None:
        return {}
    because = f"because stage access was changed to “{ACCESS_NAMES[state.access]}”."
    by = _name(state, fact.by)
    how = f", {because}" if access_changed else f" by {by}."
    texts = {
        FactKind.REQUEST_DECLINED: f"{by} declined your request to join the stage. You can ask again.",
        FactKind.REQUEST_CLOSED: f"Your request to join the stage was closed, {because}",
        FactKind.INVITATION_REVOKED: f"Your invitation to join the stage was withdrawn{how}",
        FactKind.MICROPHONE_MUTED: f"{by} muted all microphones. You can switch yours on again.",
        FactKind.CAMERA_TURNED_OFF: f"{by} turned off all cameras. You can switch yours on again.",
        FactKind.REMOVED: f"{_removal(fact, by)} You are a viewer again.",
    }
    return {fact.person: Notification(str(fact.kind), texts[fact.kind])} if fact.kind in texts else {}


def _removal(fact: Fact, by: str) -> str:
    return "You left the stage." if fact.by == fact.person else f"{by} removed you from the stage."


def _for_moderators(state: StageState, fact: Fact) -> dict[str, Notification]:
    moderators = [person.id for person in state.people if person.role is Role.MODERATOR]
    by = _name(state, fact.by)
    if fact.kind is FactKind.INVITATION_DECLINED:
        text = f"{by} declined the invitation to join the stage."
        return dict.fromkeys(moderators, Notification(str(fact.kind), text))
    if fact.kind is FactKind.REMOVED_FROM_SESSION and fact.person:
        removed = isolated(state.removed_by_id[fact.person].name)
        texts = dict.fromkeys(moderators, f"{removed} was removed from the session by {by}.")
        texts[fact.by] = f"{removed} was removed from the session."
        return {id: Notification(str(fact.kind), text) for id, text in texts.items()}
    if fact.kind is FactKind.ACCESS_SET:
        text = f"{by} changed stage access to “{ACCESS_NAMES[state.access]}”."
        others = [moderator for moderator in moderators if moderator != fact.by]
        return dict.fromkeys(others, Notification("access_changed", text))
    return {}


def _name(state: StageState, person: str) -> str:
    # A person who has just left has no name in the state; no text names them.
    return isolated(state.by_id[person].name) if person in state.by_id else ""
