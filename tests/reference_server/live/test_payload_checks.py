"""Checks of payloads, and the messages of refusals."""

import pytest

from reference_server.live.payload_checks import access, check_payload, flag, identifier, page_id, text, whole_number
from reference_server.live.signal_payloads import SIGNAL
from reference_server.rules.stage import Access, Refusal

OFFER = {"type": "offer", "call": "c1", "round": 1, "sdp": "v=0"}
SIGNAL_PAYLOAD = {"to": "page-0001", "from_stage": True, "data": OFFER}


def expect_refusal_message(check: object, value: object) -> str:
    """Return the message of the refusal of this value in the field "field"."""
    with pytest.raises(Refusal) as caught:
        check_payload({"field": check}, {"field": value})  # type: ignore[dict-item]
    assert caught.value.code == "bad_message"
    return caught.value.message


def test_a_payload_with_exactly_its_fields_is_accepted() -> None:
    assert check_payload({}, {}) == {}
    assert check_payload({"on": flag, "access": access}, {"access": "invite", "on": False}) == {
        "on": False,
        "access": Access.INVITE,
    }


@pytest.mark.parametrize("payload", [None, "x", 1, [], [{}], True, b"{}"])
def test_a_payload_is_an_object(payload: object) -> None:
    with pytest.raises(Refusal, match=r"^The message must have one object as its payload\.$"):
        check_payload({}, payload)


def test_refusals_name_a_missing_and_an_unknown_field() -> None:
    with pytest.raises(Refusal, match=r"^“camera” is missing\.$"):
        check_payload({"camera": flag}, {})
    with pytest.raises(Refusal, match=r"^“role” is not a field of this message\.$"):
        check_payload({}, {"role": "moderator"})


def test_the_message_about_a_long_unknown_field_is_short() -> None:
    with pytest.raises(Refusal) as caught:
        check_payload({}, {"x" * 100_000: 1})
    assert len(caught.value.message) < 100


@pytest.mark.parametrize("value", [0, 1, "true", None, [], {}])
def test_a_flag_is_true_or_false(value: object) -> None:
    assert expect_refusal_message(flag, value) == "“field” must be true or false."


@pytest.mark.parametrize("value", ["", "x" * 37, "a b", "é", "a\n", 1, None, ["a"]])
def test_an_id_has_up_to_36_plain_characters(value: object) -> None:
    assert expect_refusal_message(identifier, value) == "“field” must be an id."


@pytest.mark.parametrize("value", ["1234567", "x" * 37, "abcd_efgh", "abcdefgh\n", 12345678, None])
def test_a_page_id_is_long_enough_not_to_be_guessed(value: object) -> None:
    assert expect_refusal_message(page_id, value) == "“field” must be 8 to 36 letters, digits or hyphens."
    assert check_payload({"field": page_id}, {"field": "0b5e3c1c-3f9a-4d7b-9d9e-5f1f0e0a7a55"})


@pytest.mark.parametrize("value", ["", "Everyone", "all", None, ["everyone"], {}])
def test_access_is_one_of_four_words(value: object) -> None:
    assert expect_refusal_message(access, value) == "“field” must be one of everyone, request, invite, nobody."


@pytest.mark.parametrize("value", [0, 26, 1.0, "3", True, None, 10**400])
def test_a_whole_number_has_bounds(value: object) -> None:
    assert expect_refusal_message(whole_number(1, 25), value) == "“field” must be a whole number from 1 to 25."
    assert check_payload({"field": whole_number(1, 25)}, {"field": 25}) == {"field": 25}


@pytest.mark.parametrize("value", ["abcd", 1, None, b"abc"])
def test_a_text_has_a_maximum_length(value: object) -> None:
    assert expect_refusal_message(text(3), value) == "“field” must be a string of at most 3 characters."
    assert check_payload({"field": text(3)}, {"field": "abc"}) == {"field": "abc"}


@pytest.mark.parametrize(
    "data",
    [
        OFFER,
        {**OFFER, "type": "answer"},
        {"type": "want", "call": "c1"},
        {"type": "candidate", "call": "c1", "candidate": None},
    ],
)
def test_a_valid_signal_is_accepted_unchanged(data: dict[str, object]) -> None:
    assert check_payload(SIGNAL, {**SIGNAL_PAYLOAD, "data": data}) == {**SIGNAL_PAYLOAD, "data": data}


def test_missing_fields_of_a_candidate_become_null() -> None:
    candidate = {"candidate": "candidate:1 1 udp", "sdpMLineIndex": 0}
    data = {"type": "candidate", "call": "c1", "candidate": candidate}
    checked = check_payload(SIGNAL, {**SIGNAL_PAYLOAD, "data": data})["data"]["candidate"]
    assert checked == {**candidate, "sdpMid": None, "usernameFragment": None}


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"type": "evil", "call": "c1"},
        {"type": ["offer"]},
        {"type": "offer", "call": "c1"},
        {**OFFER, "sdp": None},
        {**OFFER, "sdp": "x" * 60_001},
        {**OFFER, "call": "c" * 65},
        {**OFFER, "person": "somebody else"},
        {"type": "want", "call": "c1", "sdp": "v=0"},
        {"type": "candidate", "call": "c1"},
        {"type": "candidate", "call": "c1", "candidate": "candidate:1"},
        {"type": "candidate", "call": "c1", "candidate": {"candidate": 1}},
        {"type": "candidate", "call": "c1", "candidate": {"candidate": "", "extra": 1}},
        {"type": "candidate", "call": "c1", "candidate": {"candidate": "", "sdpMLineIndex": -1}},
    ],
)
def test_a_signal_of_any_other_shape_is_refused(data: object) -> None:
    with pytest.raises(Refusal) as caught:
        check_payload(SIGNAL, {**SIGNAL_PAYLOAD, "data": data})
    assert caught.value.code == "bad_message"
