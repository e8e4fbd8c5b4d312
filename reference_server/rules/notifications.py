"""News for single people: which facts are told to whom, and in which words."""

from collections.abc import Iterable
from dataclasses import dataclass

from reference_server.rules.stage import Access, Fact, Kind, Role, State
from reference_server.rules.user_text import isolated

ACCESS_NAMES = {
    Access.EVERYONE: "Everyone on stage",
    Access.REQUEST: "Join by request",
    Access.INVITE: "Invite only",
    Access.NOBODY: "No stage access",
}
# News about one's own standing is old news as soon as the standing changes again.
ABOUT_ONESELF = {
    *("request_declined", "request_closed", "invitation_revoked", "removed"),
    *("microphone_muted", "camera_turned_off"),
}
NEW_STANDING = {Kind.ASKED, Kind.INVITED, Kind.REQUEST_APPROVED, Kind.WENT_LIVE, Kind.DEVICES_SET}


@dataclass(frozen=True)
class News:
    """What one person is to be told: the kind for programs, the text for them."""

    kind: str
    text: str


def news(state: State, facts: Iterable[Fact]) -> dict[str, News]:
    """Who is told what about the facts that led to `state`, by person id."""
    facts = tuple(facts)
    access_changed = any(fact.kind is Kind.ACCESS_SET for fact in facts)
    told: dict[str, News] = {}
    for fact in facts:
        told |= _for_the_person(state, fact, access_changed) | _for_moderators(state, fact)
    return told


def outdated(facts: Iterable[Fact]) -> set[str]:
    """The people whose last news about themselves these facts have overtaken."""
    return {fact.person for fact in facts if fact.kind in NEW_STANDING and fact.person}


def _for_the_person(state: State, fact: Fact, access_changed: bool) -> dict[str, News]:
    if fact.person is None:
        return {}
    because = f"because stage access was changed to “{ACCESS_NAMES[state.access]}”."
    by = _name(state, fact.by)
    how = f", {because}" if access_changed else f" by {by}."
    texts = {
        Kind.REQUEST_DECLINED: f"{by} declined your request to join the stage. You can ask again.",
        Kind.REQUEST_CLOSED: f"Your request to join the stage was closed, {because}",
        Kind.INVITATION_REVOKED: f"Your invitation to join the stage was withdrawn{how}",
        Kind.MICROPHONE_MUTED: f"{by} muted all microphones. You can switch yours on again.",
        Kind.CAMERA_TURNED_OFF: f"{by} turned off all cameras. You can switch yours on again.",
        Kind.REMOVED: f"{_removed(fact, by)} You are a viewer again.",
    }
    return {fact.person: News(str(fact.kind), texts[fact.kind])} if fact.kind in texts else {}


def _removed(fact: Fact, by: str) -> str:
    return "You left the stage." if fact.by == fact.person else f"{by} removed you from the stage."


def _for_moderators(state: State, fact: Fact) -> dict[str, News]:
    moderators = [person.id for person in state.people if person.role is Role.MODERATOR]
    by = _name(state, fact.by)
    if fact.kind is Kind.INVITATION_DECLINED:
        return dict.fromkeys(moderators, News(str(fact.kind), f"{by} declined the invitation to join the stage."))
    if fact.kind is Kind.ACCESS_SET:
        text = f"{by} changed stage access to “{ACCESS_NAMES[state.access]}”."
        return {one: News("access_changed", text) for one in moderators if one != fact.by}
    return {}


def _name(state: State, person: str) -> str:
    # Whoever has just left has no name in the state any more, and nothing of theirs is told by name.
    return isolated(state.by_id[person].name) if person in state.by_id else ""
