"""What is offered to whom: the commands that the rules would not refuse at this moment."""

from collections.abc import Callable

import reference_server.rules.stage.commands as commands
from reference_server.rules.stage.state import Change, Refusal, State

OwnCommand = Callable[[State, str], Change]
CommandOnPerson = Callable[[State, str, str], Change]

OWN_COMMANDS: dict[str, OwnCommand] = {
    "ask": commands.ask,
    "cancel_request": commands.cancel_request,
    "decline_invitation": commands.decline_invitation,
    "join": lambda state, by: commands.join(state, by, True, True),
    "devices": lambda state, by: commands.set_devices(state, by, True, True),
    "raise_hand": commands.raise_hand,
    "lower_hand": commands.lower_hand,
    "mute_all": commands.mute_all,
    "cameras_off": commands.cameras_off,
    "set_access": lambda state, by: commands.set_access(state, by, state.access),
    "clear_hands": commands.clear_hands,
}
COMMANDS_ON_PERSON: dict[str, CommandOnPerson] = {
    "approve": commands.approve,
    "decline": commands.decline,
    "invite": commands.invite,
    "revoke": commands.revoke,
    "remove": commands.remove,
}


def may(state: State, by: str) -> list[str]:
    """The commands offered to a person: those they have a right to at this moment.

    "join" stays offered on a full stage: the right is there, and trying tells why it has to wait (DIRECT-7).
    """
    return [name for name, command in OWN_COMMANDS.items() if _offered(command, state, by)]


def may_with(state: State, by: str, person: str) -> list[str]:
    """The commands offered to `by` on another person (or themselves, in the list of people)."""
    on_people = COMMANDS_ON_PERSON.items()
    return [name for name, command in on_people if _offered(command, state, by, person)]


def _offered(command: Callable[..., Change], *arguments: object) -> bool:
    # Asking the rules themselves keeps what is offered and what is allowed from ever differing.
    try:
        command(*arguments)
    except Refusal as refusal:
        return refusal.code == "stage_full"
    return True
