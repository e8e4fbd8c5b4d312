"""The rules of the stage: who may join it, by which right, and who may remove whom from it.

Nothing here reads a clock, a file or a network. A `StageState` is immutable; a command is a function that takes a
state and the id of the person who gives it, and returns a `Change`: the next state and the facts that happened. A
command that is not allowed raises a `Refusal` and changes nothing. Each fact describes one difference between the two
states, and each difference has one fact.
"""

from reference_server.rules.stage.available_commands import (
    COMMANDS_ON_PERSON,
    COMMANDS_ON_REMOVED,
    OWN_COMMANDS,
    may,
    may_with,
)
from reference_server.rules.stage.commands import (
    approve,
    ask,
    ask_to_return,
    cameras_off,
    cancel_request,
    clear_hands,
    decline,
    decline_invitation,
    enter,
    invite,
    join,
    keep_out,
    leave,
    let_in,
    lower_hand,
    mute_all,
    raise_hand,
    remove,
    remove_from_session,
    revoke,
    set_access,
    set_devices,
)
from reference_server.rules.stage.guards import require_not_removed, require_present
from reference_server.rules.stage.situations import Situation, may_in, may_with_in
from reference_server.rules.stage.state import (
    FULL_STAGE,
    Access,
    Change,
    Fact,
    FactKind,
    Participant,
    Refusal,
    Role,
    StageState,
    Standing,
)

__all__ = [
    "COMMANDS_ON_PERSON",
    "COMMANDS_ON_REMOVED",
    "FULL_STAGE",
    "OWN_COMMANDS",
    "Access",
    "Change",
    "Fact",
    "FactKind",
    "Participant",
    "Refusal",
    "Role",
    "Situation",
    "StageState",
    "Standing",
    "approve",
    "ask",
    "ask_to_return",
    "cameras_off",
    "cancel_request",
    "clear_hands",
    "decline",
    "decline_invitation",
    "enter",
    "invite",
    "join",
    "keep_out",
    "leave",
    "let_in",
    "lower_hand",
    "may",
    "may_in",
    "may_with",
    "may_with_in",
    "mute_all",
    "raise_hand",
    "remove",
    "remove_from_session",
    "require_not_removed",
    "require_present",
    "revoke",
    "set_access",
    "set_devices",
]
