"""The types of messages: what a client's message must carry, what handles it and how often it may be sent."""

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

    `together` limits how often all people of one session, or at one address, may send it, instead of a multiple of
    `rate`; `characters` limits the length of what these send together.
    """

    fields: Fields
    handler: Handler
    rate: RateLimit = USUAL
    together: RateLimit | None = None
    characters: RateLimit | None = None


MessageTypes = dict[str, MessageType]
"""The types of messages by the name of their Socket.IO event."""
