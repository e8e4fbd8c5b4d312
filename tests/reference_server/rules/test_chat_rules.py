"""The rules of the chat by example (VIEW-3, MODERATE-10, MODERATE-11)."""

import pytest

from reference_server.rules.chat_rules import (
    ChatFact,
    ChatFactKind,
    ChatState,
    list_chat_commands,
    require_may_delete,
    require_may_say,
    set_chat,
)
from reference_server.rules.stage import Participant, Refusal, Role

MAYA = Participant("maya", "Maya", Role.MODERATOR)
ADA = Participant("ada", "Ada", Role.ATTENDEE)
CHAT_ON, CHAT_OFF = ChatState(), ChatState(is_on=False)


@pytest.mark.parametrize(("before", "after"), [(CHAT_ON, CHAT_OFF), (CHAT_OFF, CHAT_ON)])
def test_moderate_11_a_moderator_can_turn_the_chat_on_and_off(before: ChatState, after: ChatState) -> None:
    assert set_chat(before, MAYA, after.is_on) == (after, (ChatFact(ChatFactKind.CHAT_SET, "maya"),))


@pytest.mark.parametrize("chat", [CHAT_ON, CHAT_OFF])
def test_moderate_11_turning_the_chat_on_or_off_again_changes_nothing(chat: ChatState) -> None:
    assert set_chat(chat, MAYA, chat.is_on) == (chat, ())


def test_moderate_11_an_attendee_cannot_turn_the_chat_on_or_off() -> None:
    with pytest.raises(Refusal) as refusal:
        set_chat(CHAT_ON, ADA, False)
    assert (refusal.value.code, refusal.value.message) == ("not_a_moderator", "Only a moderator can do this.")


def test_moderate_11_attendees_can_write_while_the_chat_is_on_and_moderators_always() -> None:
    for chat, person in ((CHAT_ON, ADA), (CHAT_ON, MAYA), (CHAT_OFF, MAYA)):
        require_may_say(chat, person)
    with pytest.raises(Refusal) as refusal:
        require_may_say(CHAT_OFF, ADA)
    assert refusal.value.code == "chat_off"
    assert refusal.value.message.startswith("A moderator turned the chat off.")


def test_moderate_10_moderators_can_delete_messages_and_attendees_cannot() -> None:
    require_may_delete(MAYA)
    with pytest.raises(Refusal) as refusal:
        require_may_delete(ADA)
    assert refusal.value.code == "not_a_moderator"


@pytest.mark.parametrize(
    ("chat", "person", "commands"),
    [
        (CHAT_ON, ADA, ["say"]),
        (CHAT_OFF, ADA, []),
        (CHAT_ON, MAYA, ["say", "delete_message", "set_chat"]),
        (CHAT_OFF, MAYA, ["say", "delete_message", "set_chat"]),
    ],
)
def test_view_3_exactly_the_allowed_commands_are_offered(
    chat: ChatState, person: Participant, commands: list[str]
) -> None:
    assert list_chat_commands(chat, person) == commands
