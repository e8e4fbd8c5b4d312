"""The page about the wire protocol is up to date and matches the code."""

import pytest

from reference_server.rules import stage
from reference_server.rules.stage import Access, Participant, Refusal, Role, StageState
from tools.wire_protocol.effects import docstring, effects_of
from tools.wire_protocol.field_notes import FIELD_NOTES
from tools.wire_protocol.page import PAGE, render
from tools.wire_protocol.protocol import Protocol, ProtocolMessage, read_protocol


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return read_protocol()


@pytest.fixture(scope="module")
def messages(protocol: Protocol) -> dict[str, ProtocolMessage]:
    return {message.name: message for group in protocol.groups.values() for message in group}


def test_page_is_up_to_date(protocol: Protocol) -> None:
    assert PAGE.read_text(encoding="utf-8") == render(protocol), "run `make protocol`"


def test_describes_a_message_of_attendees(messages: dict[str, ProtocolMessage]) -> None:
    ask = messages["ask"]
    assert (ask.senders, ask.facts, ask.rate) == ("attendees", ["asked"], "15 in 10 s")
    assert {"already_asking", "not_offered", "not_here"} <= set(ask.errors)
    assert "stage_full" not in ask.errors


def test_an_event_is_sent_to_the_pages_that_may_see_the_change(messages: dict[str, ProtocolMessage]) -> None:
    joining, voting = dict(messages["join"].events), dict(messages["answer_questionnaire"].events)
    assert joining.keys() == voting.keys() == {"change", "own_change"}
    assert joining["change"].startswith("every page in the session")
    assert voting["change"] == "every page of a moderator"
    assert messages["read_session"].events == [("room", "the sender's page")]


def test_describes_nested_fields(messages: dict[str, ProtocolMessage]) -> None:
    paths = [row.path for row, _ in messages["draft_quiz"].fields]
    assert paths[-1] == "questions[].right[]"
    [sdp] = [row for row, _ in messages["signal"].fields if row.path == "data.sdp"]
    assert sdp.values == "a string of at most 32000 characters (in offer and answer)"


def test_every_note_is_about_a_field(messages: dict[str, ProtocolMessage]) -> None:
    fields = {f"{message.name}.{row.path}" for message in messages.values() for row, _ in message.fields}
    assert FIELD_NOTES.keys() <= fields


def test_every_message_and_event_is_described(protocol: Protocol, messages: dict[str, ProtocolMessage]) -> None:
    assert all(message.text for message in messages.values())
    assert {event for message in messages.values() for event, _ in message.events} <= protocol.event_shapes.keys()


def test_refusals_of_a_command_are_those_that_it_raises() -> None:
    zoe, max_ = Participant("zoe", "Zoe", Role.MODERATOR), Participant("max", "Max", Role.ATTENDEE)
    state = StageState(Access.INVITE, limit=0, people=(zoe, max_), invitations=("max",))
    documented = effects_of(stage.join).refusals
    for person in ("max", "nobody"):
        with pytest.raises(Refusal) as refusal:
            stage.join(state, person, True, True)
        assert refusal.value.code in documented


def test_a_handler_has_the_docstring_of_its_command() -> None:
    def handler() -> object:
        return stage.ask

    assert docstring(handler).startswith("Add an attendee's request")


def test_the_message_of_a_refusal_is_found_where_it_is_passed_on(protocol: Protocol) -> None:
    texts = {error.code: error.texts for error in protocol.errors}
    assert (
        "It is not open." in texts["wrong_phase"] and "A message has at most 2,000 characters" in texts["too_long"][0]
    )
