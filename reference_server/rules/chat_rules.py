"""The rules of the chat: who may write, who may delete messages, and who turns the chat on and off.

Source: VIEW-3, MODERATE-10 and MODERATE-11. Like those of the stage, these functions are pure.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from reference_server.rules.stage import Participant, Refusal, Role


class ChatFactKind(StrEnum):
    """The kinds of facts about a chat."""

    CHAT_SET = "chat_set"
    MESSAGE_DELETED = "message_deleted"


@dataclass(frozen=True)
class ChatFact:
    """Something that happened: its kind, whose command caused it, and the number of the message, if any."""

    kind: ChatFactKind
    by: str
    message: int | None = None


@dataclass(frozen=True)
class ChatState:
    """A session's chat at one moment; its messages are in the database only."""

    is_on: bool = True


class ChatChange(NamedTuple):
    """The result of a command: the next chat, and the facts that the command caused."""

    chat: ChatState
    facts: tuple[ChatFact, ...]


def set_chat(chat: ChatState, by: Participant, on: bool) -> ChatChange:
    """Turn the chat on or off for attendees; messages stay readable (MODERATE-11)."""
    _require_moderator_role(by)
    if on is chat.is_on:
        return ChatChange(chat, ())
    return ChatChange(replace(chat, is_on=on), (ChatFact(ChatFactKind.CHAT_SET, by.id),))


def require_may_say(chat: ChatState, by: Participant) -> None:
    """Refuse attendees' messages while the chat is off (MODERATE-11)."""
    if not chat.is_on and by.role is not Role.MODERATOR:
        raise Refusal("chat_off", "A moderator turned the chat off. You can read it, but not write in it.")


def require_may_delete(by: Participant) -> None:
    """Refuse the deletion of messages by anybody but moderators (MODERATE-10)."""
    _require_moderator_role(by)


def list_chat_commands(chat: ChatState, by: Participant) -> list[str]:
    """Return the names of the commands that a person has a right to at this moment."""
    own = ["say"] if chat.is_on or by.role is Role.MODERATOR else []
    return [*own, "delete_message", "set_chat"] if by.role is Role.MODERATOR else own


def _require_moderator_role(by: Participant) -> None:
    if by.role is not Role.MODERATOR:
        raise Refusal("not_a_moderator", "Only a moderator can do this.")
