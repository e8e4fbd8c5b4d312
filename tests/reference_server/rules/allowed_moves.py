"""A second, independent model of what the catalogue allows.

It describes a state by the place of each person, and calls no command or helper of the rules. test_every_state.py
compares the rules with it, move by move.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, permutations, product

from reference_server.rules.stage import Access, FactKind, StageState

MODERATORS = ("mo", "mia")
ATTENDEES = ("ada", "ben")
EVERYBODY = MODERATORS + ATTENDEES
ON_ONESELF = ("ask", "cancel_request", "decline_invitation", "join", "raise_hand", "lower_hand", "clear_hands")
ON_PEOPLE = ("approve", "decline", "invite", "revoke", "remove", "remove_from_session")
ON_REMOVED = ("let_in", "keep_out")
NOBODY = "nobody_by_this_id"


@dataclass(frozen=True)
class Move:
    """A command that a person tries; `on` is another person's id, or the stage access to set, or empty."""

    by: str
    command: str
    on: str = ""


MOVES = (
    *(Move(by, command) for by in EVERYBODY for command in ("enter", "leave", "ask_to_return", *ON_ONESELF)),
    *(
        Move(by, command, on)
        for by in EVERYBODY
        for command in (*ON_PEOPLE, *ON_REMOVED)
        for on in (*EVERYBODY, NOBODY)
    ),
    *(Move(by, "set_access", access) for by in EVERYBODY for access in Access),
)


@dataclass(frozen=True)
class SessionPicture:
    """A state as the screens show it: the people who are present, and the place of each."""

    access: str
    limit: int
    here: tuple[str, ...]
    asking: tuple[str, ...]
    invited: tuple[str, ...]
    on_stage: tuple[str, ...]
    hands: tuple[str, ...]
    removed: tuple[str, ...] = ()
    returning: tuple[str, ...] = ()

    @classmethod
    def of(cls, state: StageState) -> "SessionPicture":
        """Return the picture of a state."""
        here = tuple(person.id for person in state.people)
        lists = (state.requests, state.invitations, state.stage, state.hands)
        removed = tuple(person.id for person in state.removed)
        return cls(state.access.value, state.limit, here, *lists, removed, state.returning)

    @cached_property
    def places(self) -> dict[str, str]:
        """The place of each person; for an inconsistent state all their places, joined by “and”."""
        places: dict[str, str] = {}
        named = {"on_stage": self.on_stage, "invited": self.invited, "asking": self.asking}
        for name, people in named.items():
            for person in people:
                places[person] = f"{places[person]} and {name}" if person in places else name
        absent = {person: f"{place} and out" for person, place in places.items() if person not in self.here}
        removed = {person: "returning" if person in self.returning else "removed" for person in self.removed}
        return removed | dict.fromkeys(self.here, "viewer") | places | absent

    def place(self, person: str) -> str:
        """Return the place of a person; "out" if they are not in the session."""
        return self.places.get(person, "out")


def has_right(seen: SessionPicture, move: Move) -> bool:
    """Return whether the catalogue allows this move in this state, unless the stage is full."""
    if move.command == "enter":
        return seen.place(move.by) == "out"
    if move.command == "ask_to_return":  # MODERATE-9
        return seen.place(move.by) == "removed"
    if move.by not in seen.here:
        return False
    if move.by in MODERATORS:
        return _moderator_has_right(seen, move)
    return _attendee_has_right(seen, move)


def _attendee_has_right(seen: SessionPicture, move: Move) -> bool:
    place = seen.place(move.by)
    match move.command:
        case "leave":
            return True
        case "join":  # DIRECT-5 directly; ASK-4, INVITE-3 by an invitation
            return place == "invited" or (place == "viewer" and seen.access == "everyone")
        case "ask":  # ASK-1, VIEW-1
            return place == "viewer" and seen.access == "request"
        case "cancel_request":  # ASK-7
            return place == "asking"
        case "decline_invitation":  # INVITE-2
            return place == "invited"
        case "raise_hand":  # VIEW-5
            return place != "on_stage" and move.by not in seen.hands
        case "lower_hand":  # VIEW-5
            return move.by in seen.hands
        case _:  # LEAVE-6, SAFE-1
            return False


def _moderator_has_right(seen: SessionPicture, move: Move) -> bool:
    place = seen.place(move.on)
    match move.command:
        case "leave" | "set_access":  # MODERATE-1
            return True
        case "join":  # MODERATE-6
            return seen.place(move.by) == "viewer"
        case "clear_hands":  # MODERATE-8
            return bool(seen.hands)
        case "approve" | "decline":  # ASK-3, ASK-5
            return place == "asking"
        case "invite":  # INVITE-2, VIEW-1
            return move.on in ATTENDEES and place in ("viewer", "asking") and seen.access != "nobody"
        case "revoke":  # INVITE-6
            return place == "invited"
        case "remove":  # LEAVE-2, MODERATE-6
            return place == "on_stage"
        case _:
            return _may_remove_or_let_in(seen, move)


def _may_remove_or_let_in(seen: SessionPicture, move: Move) -> bool:  # MODERATE-9
    if move.command == "remove_from_session":
        return move.on in ATTENDEES and move.on in seen.here
    return move.command in ON_REMOVED and seen.place(move.on) == "returning"


# The fact for each change of place, by command, old place and new place. Any other change of place is an error.
FACTS_OF_MOVES: dict[tuple[str, str, str], FactKind] = {
    ("enter", "out", "viewer"): FactKind.ENTERED,
    **{("leave", place, "out"): FactKind.LEFT for place in ("viewer", "asking", "invited", "on_stage")},
    ("ask", "viewer", "asking"): FactKind.ASKED,
    ("cancel_request", "asking", "viewer"): FactKind.REQUEST_CANCELLED,
    ("approve", "asking", "invited"): FactKind.REQUEST_APPROVED,
    ("invite", "asking", "invited"): FactKind.REQUEST_APPROVED,
    ("decline", "asking", "viewer"): FactKind.REQUEST_DECLINED,
    ("set_access", "asking", "viewer"): FactKind.REQUEST_CLOSED,
    ("invite", "viewer", "invited"): FactKind.INVITED,
    ("decline_invitation", "invited", "viewer"): FactKind.INVITATION_DECLINED,
    ("revoke", "invited", "viewer"): FactKind.INVITATION_REVOKED,
    ("set_access", "invited", "viewer"): FactKind.INVITATION_REVOKED,
    ("join", "viewer", "on_stage"): FactKind.WENT_LIVE,
    ("join", "invited", "on_stage"): FactKind.WENT_LIVE,
    ("remove", "on_stage", "viewer"): FactKind.REMOVED,
    **{
        ("remove_from_session", place, "removed"): FactKind.REMOVED_FROM_SESSION
        for place in ("viewer", "asking", "invited", "on_stage")
    },
    ("ask_to_return", "removed", "returning"): FactKind.ASKED_TO_RETURN,
    ("let_in", "returning", "out"): FactKind.LET_IN,
    ("keep_out", "returning", "removed"): FactKind.KEPT_OUT,
}


def all_pictures(limit: int) -> Iterator[SessionPicture]:
    """Yield every valid session of these four people, by enumeration instead of by moves."""
    for here in _subsets(EVERYBODY):
        absent = tuple(person for person in ATTENDEES if person not in here)
        outside = [(removed, back) for removed in _subsets(absent) for back in _arrangements(removed)]
        for on_stage in _arrangements(here):
            off = [person for person in here if person in ATTENDEES and person not in on_stage]
            for asking in _arrangements(off):
                for invited in _arrangements([person for person in off if person not in asking]):
                    accesses = ("everyone", "request", "invite", "nobody")
                    for access, hands, (removed, back) in product(accesses, _arrangements(off), outside):
                        picture = SessionPicture(access, limit, here, asking, invited, on_stage, hands, removed, back)
                        if makes_sense(picture):
                            yield picture


def makes_sense(seen: SessionPicture) -> bool:
    """Return whether a session can reach this state."""
    return (
        len(seen.on_stage) <= seen.limit
        and all(seen.place(person) in ("viewer", "asking", "invited", "on_stage") for person in seen.here)
        and {*seen.asking, *seen.invited} <= set(ATTENDEES)
        and {*seen.asking, *seen.invited, *seen.on_stage} <= set(seen.here)
        and (not seen.asking or seen.access == "request")  # MODERATE-2
        and (not seen.invited or seen.access != "nobody")  # MODERATE-3, VIEW-1
        and set(seen.removed) <= set(ATTENDEES) - set(seen.here)  # MODERATE-9
        and set(seen.returning) <= set(seen.removed)
        # VIEW-5
        and set(seen.hands) <= {person for person in seen.here if person in ATTENDEES and person not in seen.on_stage}
    )


def _subsets(people: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(people, size) for size in range(len(people) + 1))


def _arrangements(people: tuple[str, ...] | list[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(permutations(people, size) for size in range(len(people) + 1))
