"""The commands available to a person: those that the rules would not refuse at this moment."""

from collections.abc import Callable

from reference_server.rules.stage import commands
from reference_server.rules.stage.state import Change, Refusal, StageState

OwnCommand = Callable[[StageState, str], Change]
CommandOnPerson = Callable[[StageState, str, str], Change]

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
    "remove_from_session": commands.remove_from_session,
}
COMMANDS_ON_REMOVED: dict[str, CommandOnPerson] = {
    "let_in": commands.let_in,
    "keep_out": commands.keep_out,
}
"""Commands on people who were removed from the session; moderators may use them while the person asks."""


def list_commands(state: StageState, by: str) -> list[str]:
    """Return the names of the commands that a person has a right to at this moment.

    "join" stays available while the stage is full: the person has the right, and the refusal says why they must wait
    (DIRECT-7).
    """
    return [name for name, command in OWN_COMMANDS.items() if _is_available(command, state, by)]


def list_commands_on(state: StageState, by: str, person: str) -> list[str]:
    """Return the names of the commands that `by` may apply to a person, themselves included."""
    on_people = COMMANDS_ON_PERSON.items()
    return [name for name, command in on_people if _is_available(command, state, by, person)]


def _is_available(command: Callable[..., Change], *arguments: object) -> bool:
    # The command itself is run, so that the available commands are exactly the allowed ones.
    try:
        command(*arguments)
    except Refusal as refusal:
        return refusal.code == "stage_full"
    return True
