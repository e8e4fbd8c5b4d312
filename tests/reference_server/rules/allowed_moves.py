"""An independent model of what the catalogue allows.

It describes a state by the standing of each person, and calls no function of the rules. In this model, a person can
also be “out” (not in the session), “removed” from it, or “returning” (removed, and asking to return).
test_every_state.py compares the rules with this model, move by move.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, permutations, product

from reference_server.rules.stage import Access, FactKind, StageState

MODERATORS = ("mo", "mia")
ATTENDEES = ("ada", "ben")
EVERYBODY = MODERATORS + ATTENDEES
OWN_COMMANDS = ("ask", "cancel_request", "decline_invitation", "join", "raise_hand", "lower_hand", "clear_hands")
COMMANDS_ON_PERSON = ("approve", "decline", "invite", "revoke", "remove", "remove_from_session")
COMMANDS_ON_REMOVED = ("let_in", "keep_out")
UNKNOWN_PERSON = "nobody_by_this_id"


@dataclass(frozen=True)
class Move:
    """A command that a person tries; `argument` is another person's id, the stage access to set, or empty."""

    by: str
    command: str
    argument: str = ""


MOVES = (
    *(Move(by, command) for by in EVERYBODY for command in ("enter", "leave", "ask_to_return", *OWN_COMMANDS)),
    *(
        Move(by, command, other)
        for by in EVERYBODY
        for command in (*COMMANDS_ON_PERSON, *COMMANDS_ON_REMOVED)
        for other in (*EVERYBODY, UNKNOWN_PERSON)
    ),
    *(Move(by, "set_access", access) for by in EVERYBODY for access in Access),
)


@dataclass(frozen=True)
class ModelState:
    """A state of the model: the ids of the people who are present, and of those in each standing."""

    access: str
    limit: int
    present: tuple[str, ...]
    asking: tuple[str, ...]
    invited: tuple[str, ...]
    on_stage: tuple[str, ...]
    hands: tuple[str, ...]
    removed: tuple[str, ...] = ()
    returning: tuple[str, ...] = ()

    @classmethod
    def of(cls, state: StageState) -> "ModelState":
        """Return the state of the model for a state of the rules."""
        present = tuple(person.id for person in state.people)
        lists = (state.requests, state.invitations, state.stage, state.hands)
        removed = tuple(person.id for person in state.removed)
        return cls(state.access.value, state.limit, present, *lists, removed, state.return_requests)

    @cached_property
    def standings(self) -> dict[str, str]:
        """The standing of each person; if the state is inconsistent, all their standings, joined by “and”."""
        standings: dict[str, str] = {}
        by_standing = {"on_stage": self.on_stage, "invited": self.invited, "asking": self.asking}
        for standing, people in by_standing.items():
            for person in people:
                standings[person] = f"{standings[person]} and {standing}" if person in standings else standing
        absent = {person: f"{standing} and out" for person, standing in standings.items() if person not in self.present}
        removed = {person: "returning" if person in self.returning else "removed" for person in self.removed}
        return removed | dict.fromkeys(self.present, "viewer") | standings | absent

    def standing_of(self, person: str) -> str:
        """Return the standing of a person; "out" if they are not in the session."""
        return self.standings.get(person, "out")


def has_right(state: ModelState, move: Move) -> bool:
    """Return whether the catalogue allows this move in this state, unless the stage is full."""
    if move.command == "enter":
        return state.standing_of(move.by) == "out"
    if move.command == "ask_to_return":  # MODERATE-9
        return state.standing_of(move.by) == "removed"
    if move.by not in state.present:
        return False
    if move.by in MODERATORS:
        return _moderator_has_right(state, move)
    return _attendee_has_right(state, move)


def _attendee_has_right(state: ModelState, move: Move) -> bool:
    standing = state.standing_of(move.by)
    match move.command:
        case "leave":
            return True
        case "join":  # DIRECT-5 directly; ASK-4, INVITE-3 by an invitation
            return standing == "invited" or (standing == "viewer" and state.access == "everyone")
        case "ask":  # ASK-1, VIEW-1
            return standing == "viewer" and state.access == "request"
        case "cancel_request":  # ASK-7
            return standing == "asking"
        case "decline_invitation":  # INVITE-2
            return standing == "invited"
        case "raise_hand":  # VIEW-5
            return standing != "on_stage" and move.by not in state.hands
        case "lower_hand":  # VIEW-5
            return move.by in state.hands
        case _:  # LEAVE-6, SAFE-1
            return False


def _moderator_has_right(state: ModelState, move: Move) -> bool:
    standing = state.standing_of(move.argument)
    match move.command:
        case "leave" | "set_access":  # MODERATE-1
            return True
        case "join":  # MODERATE-6
            return state.standing_of(move.by) == "viewer"
        case "clear_hands":  # MODERATE-8
            return bool(state.hands)
        case "approve" | "decline":  # ASK-3, ASK-5
            return standing == "asking"
        case "invite":  # INVITE-2, VIEW-1
            return move.argument in ATTENDEES and standing in ("viewer", "asking") and state.access != "nobody"
        case "revoke":  # INVITE-6
            return standing == "invited"
        case "remove":  # LEAVE-2, MODERATE-6
            return standing == "on_stage"
        case _:
            return _has_right_to_remove_or_let_in(state, move)


def _has_right_to_remove_or_let_in(state: ModelState, move: Move) -> bool:  # MODERATE-9
    if move.command == "remove_from_session":
        return move.argument in ATTENDEES and move.argument in state.present
    return move.command in COMMANDS_ON_REMOVED and state.standing_of(move.argument) == "returning"


# The fact for each change of standing, by command, old standing and new standing. Any other change is an error.
FACTS_OF_MOVES: dict[tuple[str, str, str], FactKind] = {
    ("enter", "out", "viewer"): FactKind.ENTERED,
    **{("leave", standing, "out"): FactKind.LEFT for standing in ("viewer", "asking", "invited", "on_stage")},
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
        ("remove_from_session", standing, "removed"): FactKind.REMOVED_FROM_SESSION
        for standing in ("viewer", "asking", "invited", "on_stage")
    },
    ("ask_to_return", "removed", "returning"): FactKind.ASKED_TO_RETURN,
    ("let_in", "returning", "out"): FactKind.LET_IN,
    ("keep_out", "returning", "removed"): FactKind.KEPT_OUT,
}


def enumerate_model_states(limit: int) -> Iterator[ModelState]:
    """Yield every consistent state of these four people, by enumeration instead of by moves."""
    for present in _subsets(EVERYBODY):
        absent = tuple(person for person in ATTENDEES if person not in present)
        removals = [(removed, returning) for removed in _subsets(absent) for returning in _ordered_subsets(removed)]
        for on_stage in _ordered_subsets(present):
            off_stage = [person for person in present if person in ATTENDEES and person not in on_stage]
            for asking in _ordered_subsets(off_stage):
                for invited in _ordered_subsets([person for person in off_stage if person not in asking]):
                    accesses = ("everyone", "request", "invite", "nobody")
                    for access, hands, (removed, returning) in product(accesses, _ordered_subsets(off_stage), removals):
                        state = ModelState(access, limit, present, asking, invited, on_stage, hands, removed, returning)
                        if is_consistent(state):
                            yield state


def is_consistent(state: ModelState) -> bool:
    """Return whether a session can be in this state."""
    return (
        len(state.on_stage) <= state.limit
        and all(state.standing_of(person) in ("viewer", "asking", "invited", "on_stage") for person in state.present)
        and {*state.asking, *state.invited} <= set(ATTENDEES)
        and {*state.asking, *state.invited, *state.on_stage} <= set(state.present)
        and (not state.asking or state.access == "request")  # MODERATE-2
        and (not state.invited or state.access != "nobody")  # MODERATE-3, VIEW-1
        and set(state.removed) <= set(ATTENDEES) - set(state.present)  # MODERATE-9
        and set(state.returning) <= set(state.removed)
        # VIEW-5
        and set(state.hands)
        <= {person for person in state.present if person in ATTENDEES and person not in state.on_stage}
    )


def _subsets(people: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(people, size) for size in range(len(people) + 1))


def _ordered_subsets(people: tuple[str, ...] | list[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(permutations(people, size) for size in range(len(people) + 1))
