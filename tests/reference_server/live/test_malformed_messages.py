"""Messages that no page of the room sends.

Each gets a typed error, and changes neither the room nor the log.
"""

import threading
from typing import Any

import pytest
import websocket

from tests.reference_server.clients import PageClient, read_refusal_code
from tests.reference_server.live.fuzz.attacker import Attacker
from tests.reference_server.server_process import ServerProcess
from tests.stand_ins.connected_session import OpenSession

DEVICES_ON = {"microphone": True, "camera": True}
SOMEBODY = {"person": "0123456789abcdef"}
OFFER = {"to": "page-0123", "from_stage": True, "data": {"type": "offer", "call": "c1", "round": 1, "sdp": "v=0"}}
# A payload of the right shape for each message.
MESSAGES: dict[str, dict[str, Any]] = {
    "ask": {},
    "cancel_request": {},
    "decline_invitation": {},
    **dict.fromkeys(("join", "devices"), DEVICES_ON),
    **dict.fromkeys(("approve", "decline", "invite", "revoke", "remove"), SOMEBODY),
    "set_access": {"access": "invite"},
    "dismiss_notice": {"number": 1},
    **{message: {} for message in ("raise_hand", "lower_hand", "clear_hands")},
    "say": {"text": "Hello", "sent_as": "mark-0001"},
    "read_chat": {"after": 0},
    "react": {"reaction": "heart"},
    "signal": OFFER,
}
WITH_OPTIONAL_FIELDS = ("devices",)
NOT_OBJECTS: tuple[object, ...] = (None, True, 7, "x", "x" * 50_000, [], [{}], b"\x00\xff", ({}, {}), (1, "x"))
WRONG_VALUES: tuple[object, ...] = (
    None,
    -7,
    1.5,
    "x" * 50_000,
    "",
    "\x00",
    [],
    {},
    {"a": {"b": [1]}},
    [[[[]]]],
    "__proto__",
)


def make_malformed_variants(payload: dict[str, Any], all_required: bool = True) -> list[object]:
    """Return malformed variants of a payload.

    They are: not an object, an extra field, a missing field, a value of another type.
    """
    too_many = [{**payload, extra: True} for extra in ("role", "by", "x" * 300, "")]
    required = payload if all_required else ()
    too_few = [{name: value for name, value in payload.items() if name != left_out} for left_out in required]
    wrong_values = [
        {**payload, name: value} for name in payload for value in WRONG_VALUES if not accepts_any_text(name, value)
    ]
    return [*NOT_OBJECTS, *too_many, *too_few, *wrong_values]


def accepts_any_text(name: str, value: object) -> bool:
    """Return whether the field accepts this text; test_chat_and_reactions tests empty and long texts."""
    return name == "text" and isinstance(value, str)


@pytest.fixture(params=["Maya", "Ada"])
def sender(request: pytest.FixtureRequest, open_session: OpenSession) -> PageClient:
    """A moderator, then an attendee, each alone in a session."""
    return open_session("everyone").enter(request.param)


@pytest.mark.parametrize("message", MESSAGES)
def test_safe_4_a_malformed_payload_gets_a_typed_error_and_changes_nothing(sender: PageClient, message: str) -> None:
    revision = sender.view["revision"]
    payloads = make_malformed_variants(MESSAGES[message], message not in WITH_OPTIONAL_FIELDS)
    codes = {str(payload)[:80]: read_refusal_code(sender.send(message, payload)) for payload in payloads}
    assert codes == dict.fromkeys(codes, "bad_message")
    sender.do("join", **DEVICES_ON)
    assert sender.wait_until(lambda view: view["stage"])["revision"] == revision + 1


@pytest.mark.parametrize("name", ["", "enter", "leave", "room", "replaced", "__init__", "ask ", "x" * 5_000, "🎭"])
def test_safe_4_an_unknown_message_gets_a_typed_error(sender: PageClient, name: str) -> None:
    assert read_refusal_code(sender.send(name, {})) == "unknown_message"


@pytest.mark.parametrize("name", ["connect", "disconnect"])
def test_messages_named_connect_and_disconnect_are_unknown(sender: PageClient, name: str) -> None:
    """If they were handled, a sender could count as away while still receiving everything."""
    assert read_refusal_code(sender.send(name, {"person": sender.id, "page": "page-other"})) == "unknown_message"
    assert read_refusal_code(sender.send(name)) == "unknown_message"
    assert sender.do("dismiss_notice", number=1) == []
    assert sender.is_connected


def test_an_oversized_message_ends_only_its_senders_connection(
    open_session: OpenSession,
) -> None:
    session = open_session("request")
    ada, ben = session.enter("Ada"), session.enter("Ben")
    ada.emit("ask", {"text": "x" * 200_000})
    ada.wait_for_disconnection()
    assert ben.do("ask") == ["asked"]


def test_safe_4_the_name_of_a_message_cannot_forge_a_log_line(sender: PageClient, server: ServerProcess) -> None:
    count_before = server.log().count("result=unknown_message")
    sender.send("ask\nINFO forged", {})
    assert server.log().count("result=unknown_message") == count_before + 1
    assert "forged" not in server.log()


@pytest.mark.disruption
def test_safe_4_a_connection_that_never_pauses_does_not_block_others(
    open_session: OpenSession,
) -> None:
    """Ada's browser sends as fast as it can while Ben and Maya go on."""
    session = open_session("request")
    maya, ben = session.enter("Maya"), session.enter("Ben")
    session.enter("Ada").close()
    attacker = Attacker(session.server, session.browsers["Ada"])
    is_finished, sent = threading.Event(), []

    def flood() -> None:
        while not is_finished.is_set():
            attacker.send('42["nothing",{}]')
            sent.append(1)

    flood_thread = threading.Thread(target=flood, daemon=True)
    flood_thread.start()
    for _ in range(20):
        assert ben.do("ask") == ["asked"]
        assert maya.do("decline", person=ben.id) == ["request_declined"]
    sent_before = len(sent)
    assert ben.do("ask") == ["asked"]
    is_finished.set()
    flood_thread.join()
    assert len(sent) > sent_before > 100, "the flood had already ended"


def test_safe_4_a_message_in_endless_fragments_is_not_buffered(open_session: OpenSession) -> None:
    session = open_session("request")
    ada, ben = session.enter("Ada"), session.enter("Ben")
    ada.close()
    attacker = Attacker(session.server, session.browsers["Ada"])
    fragment = b"\xfe\xea\x60\x00\x00\x00\x00" + b"x" * 60_000
    attacker.send_fragment(b"\x01" + fragment)
    with pytest.raises(ConnectionError):
        # 120 megabytes, unless the server disconnects
        attacker.send_fragment(b"".join(b"\x00" + fragment for _ in range(2_000)))
    assert ben.do("ask") == ["asked"]


def test_safe_4_the_server_refuses_compression_of_messages(server: ServerProcess) -> None:
    """Otherwise a few kilobytes could be decompressed to megabytes before their size is checked."""
    connection = websocket.create_connection(
        f"ws{server.url.removeprefix('http')}/socket.io/?EIO=4&transport=websocket",
        header=["Sec-WebSocket-Extensions: permessage-deflate"],
    )
    assert "sec-websocket-extensions" not in (connection.getheaders() or {})
    connection.close()
