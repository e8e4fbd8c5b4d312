"""The types of clients' messages: the required payload, the handler, and the rate limit."""

from collections.abc import Callable
from dataclasses import dataclass

from reference_server.live.payload_checks import Fields, Payload
from reference_server.live.presence import Connection
from reference_server.live.rates import USUAL, RateLimit
from reference_server.rules.chat_rules import ChatFact
from reference_server.rules.questionnaires import BoardFact
from reference_server.rules.stage import Fact

Facts = tuple[Fact, ...] | tuple[BoardFact, ...] | tuple[ChatFact, ...]
Handler = Callable[[Connection, Payload], Facts]
"""Handles a checked payload and returns the facts for the acknowledgement. Raises Refusal."""


@dataclass(frozen=True)
class MessageType:
    """A type of message; `rate` limits how often each person may send it (SAFE-4).

    `shared_limit` limits how often all people of one session, or at one address, may send it, in place of a multiple of
    `rate`; `character_limit` limits the total length of their messages.
    """

    fields: Fields
    handler: Handler
    rate: RateLimit = USUAL
    shared_limit: RateLimit | None = None
    character_limit: RateLimit | None = None


MessageTypes = dict[str, MessageType]
"""The types of messages by the name of their Socket.IO event."""


def merge_types(*groups: MessageTypes) -> MessageTypes:
    """Return the types of all groups. Raises ValueError if two groups have the same message."""
    merged: MessageTypes = {}
    for group in groups:
        if repeated := merged.keys() & group.keys():
            raise ValueError(f"Two handlers for {', '.join(sorted(repeated))}; remove one of them.")
        merged |= group
    return merged
