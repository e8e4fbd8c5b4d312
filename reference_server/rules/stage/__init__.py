"""The rules of the stage: who may come on it, by which right, and who may take whom off it.

Nothing here reads a clock, a file or a network. A `State` never changes; a command is a function that takes
one, and who gives the command, and returns a `Change`: the next state and the facts that happened. What the
rules forbid raises a `Refusal` and changes nothing. Each fact tells one difference between the two states,
and each difference is told by one fact.
"""

from reference_server.rules.stage.available_commands import COMMANDS_ON_PERSON, OWN_COMMANDS, may, may_with
from reference_server.rules.stage.commands import (
    approve,
    ask,
    cameras_off,
    cancel_request,
    clear_hands,
    decline,
    decline_invitation,
    enter,
    invite,
    join,
    leave,
    lower_hand,
    mute_all,
    raise_hand,
    remove,
    revoke,
    set_access,
    set_devices,
)
from reference_server.rules.stage.guards import present
from reference_server.rules.stage.state import (
    FULL_STAGE,
    Access,
    Change,
    Fact,
    Kind,
    Person,
    Refusal,
    Role,
    Standing,
    State,
)

__all__ = [
    "COMMANDS_ON_PERSON",
    "FULL_STAGE",
    "OWN_COMMANDS",
    "Access",
    "Change",
    "Fact",
    "Kind",
    "Person",
    "Refusal",
    "Role",
    "Standing",
    "State",
    "approve",
    "ask",
    "cameras_off",
    "cancel_request",
    "clear_hands",
    "decline",
    "decline_invitation",
    "enter",
    "invite",
    "join",
    "leave",
    "lower_hand",
    "may",
    "may_with",
    "mute_all",
    "present",
    "raise_hand",
    "remove",
    "revoke",
    "set_access",
    "set_devices",
]
