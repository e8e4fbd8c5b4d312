"""The available commands by situation.

People in the same situation have the same commands, computed once.
"""

from functools import lru_cache
from typing import NamedTuple

from reference_server.rules.stage.available_commands import may, may_with
from reference_server.rules.stage.state import Access, Participant, Role, StageState, Standing

_PERSON, _OTHER, _MODERATOR = "person", "other", "moderator"


class Situation(NamedTuple):
    """The situation of a person; `hand`: whether their hand is raised, `hands`: whether anybody's is."""

    access: Access
    role: Role
    standing: Standing
    hand: bool
    hands: bool


@lru_cache(1_024)
def may_in(situation: Situation) -> tuple[str, ...]:
    """Return what `may` returns for everybody in this situation."""
    return tuple(may(_state(situation), _PERSON))


@lru_cache(1_024)
def may_with_in(access: Access, role: Role, standing: Standing) -> tuple[str, ...]:
    """Return what `may_with` returns for each moderator and everybody of this role and standing."""
    return tuple(may_with(_state(Situation(access, role, standing, False, False)), _MODERATOR, _PERSON))


def _state(situation: Situation) -> StageState:
    """Return the smallest state in which the person is in this situation."""
    roles = {_PERSON: situation.role, _OTHER: Role.ATTENDEE, _MODERATOR: Role.MODERATOR}
    hands = {_PERSON: situation.hand, _OTHER: situation.hands and not situation.hand}

    def person_if(standing: Standing) -> tuple[str, ...]:
        return (_PERSON,) if situation.standing is standing else ()

    return StageState(
        situation.access,
        people=tuple(Participant(id, id, role) for id, role in roles.items()),
        requests=person_if(Standing.ASKING),
        invitations=person_if(Standing.INVITED),
        stage=person_if(Standing.ON_STAGE),
        hands=tuple(id for id, is_raised in hands.items() if is_raised),
    )
