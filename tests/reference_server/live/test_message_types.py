"""Every message of the room has exactly one handler."""

import pytest

from reference_server.live.message_type import MessageType, merge_types


def message_type() -> MessageType:
    return MessageType({}, lambda _connection, _payload: ())


def test_types_of_several_groups_are_merged() -> None:
    ask, poll = message_type(), message_type()
    assert merge_types({"ask": ask}, {"vote": poll}) == {"ask": ask, "vote": poll}


def test_two_handlers_for_a_message_are_an_error() -> None:
    with pytest.raises(ValueError, match="Two handlers for ask, join; remove one"):
        merge_types({"ask": message_type(), "join": message_type()}, {"join": message_type(), "ask": message_type()})
