"""The available commands by situation, computed once for all people in the same situation."""

from functools import lru_cache
from typing import NamedTuple

from reference_server.rules.stage.available_commands import list_commands, list_commands_on
from reference_server.rules.stage.state import Access, Participant, Role, StageState, Standing

_PERSON, _OTHER, _MODERATOR = "person", "other", "moderator"


class Situation(NamedTuple):
    """All that the available commands of a person depend on."""

    access: Access
    role: Role
    standing: Standing
    has_raised_hand: bool
    is_any_hand_raised: bool


@lru_cache(1_024)
def list_commands_in(situation: Situation) -> tuple[str, ...]:
    """Return what `list_commands` returns for everybody in this situation."""
    return tuple(list_commands(_smallest_state(situation), _PERSON))


@lru_cache(1_024)
def list_moderator_commands_on(access: Access, role: Role, standing: Standing) -> tuple[str, ...]:
    """Return what `list_commands_on` returns for each moderator and everybody of this role and standing."""
    return tuple(
        list_commands_on(_smallest_state(Situation(access, role, standing, False, False)), _MODERATOR, _PERSON)
    )


def _smallest_state(situation: Situation) -> StageState:
    """Return the smallest state in which the person is in this situation."""
    roles = {_PERSON: situation.role, _OTHER: Role.ATTENDEE, _MODERATOR: Role.MODERATOR}
    is_raised_by_other = situation.is_any_hand_raised and not situation.has_raised_hand
    hands = {_PERSON: situation.has_raised_hand, _OTHER: is_raised_by_other}

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
