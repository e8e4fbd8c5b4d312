"""Hypothesis strategies for frames and requests that no page of the room sends."""

import json
import re
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from reference_server.live.websocket_limits import LARGEST_MESSAGE
from tests.reference_server.live.test_malformed_messages import MESSAGES

Frame = str | bytes

scalars: SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from([10**400, -1, 0, 2**31, 2**63, "__proto__", "constructor", "🎭", "\ud800", "\x00", "\u202e"]),
    st.text(max_size=30),
    st.integers(1, 60_000).map(lambda length: "x" * length),
)
values: SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
deeply_nested_json = st.tuples(st.sampled_from("[{"), st.integers(1, 50_000)).map(
    lambda pair: "[" * pair[1] + "]" * pair[1] if pair[0] == "[" else '{"a":' * pair[1] + "1" + "}" * pair[1]
)


def _payload(name: str) -> SearchStrategy[Any]:
    """Return a strategy for payloads; some have the right shape, so that all checks are tested."""
    fields: dict[str, Any] = MESSAGES[name]
    mixed = st.fixed_dictionaries({field: st.just(value) | values for field, value in fields.items()})
    extra_fields = st.dictionaries(st.text(max_size=8), values, max_size=2)
    return mixed | st.tuples(mixed, extra_fields).map(lambda pair: {**pair[0], **pair[1]}) | values


known_messages = st.sampled_from(sorted(MESSAGES)).flatmap(
    lambda name: st.tuples(st.just(name), _payload(name)).map(list)
)
unknown_messages = st.lists(values, max_size=4)
ids = st.integers(0, 10**6).map(str) | st.just("")


def _event(id: str, event: list[Any]) -> str:
    return f"42{id}{json.dumps(event)}"


events = st.builds(_event, ids, known_messages | unknown_messages)
nested_events = st.builds(
    lambda id, name, inside: f'42{id}["{name}",{inside}]', ids, st.sampled_from(sorted(MESSAGES)), deeply_nested_json
)
binary_frames = st.binary(max_size=200)
ODD_FRAMES = (
    *("", "0", "1", "2", "2probe", "3", "4", "5", "6", "7", "9", "x", "²", "٤", "b", "b!", "bAAAA", "\x00", "\x1e"),
    *("40", "40{}", "40[]", '40{"person":1}', "40null", "40/admin,", "40/admin?x,{}", "40,", "41", "41/x,", "41{}"),
    *("42", "42{}", "42[]", "42null", '42"ask"', "42[[]]", "42[{}]", "42[null]", "42[1]", "42[", '42["ask"', "421"),
    *('42["ask"]', '42["ask",{},{}]', '42/x,["ask",{}]', f'42{"9" * 99}["ask",{{}}]', f'42{"9" * 101}["ask",{{}}]'),
    *('42["connect",{}]', '42["disconnect"]', '42["*",{}]', '42["message",{}]', "4²", "42²", '42["ask",1e999]'),
    *("43", "43[]", "431[]", '43999999["x"]', "43-1[]", "44", '44{"message":"x"}', "45", "451-", "46", "461-[1]", "49"),
    *('451-["ask",{"_placeholder":true,"num":0}]', '451-["ask",{"_placeholder":true,"num":"x"}]', "450-[]"),
    *('454-["ask",{"_placeholder":true,"num":7}]', '455-["ask"]', f'45{"9" * 10}-["ask"]', '45-1-["ask"]', "45x-[]"),
    *("4[", "4{", '4{"a":1}', "4[1,2]", "4null", "4true", "4" + "[" * 60_000, "4" + "1" * 5_000, '4"\\ud800"'),
    *("4" + "x" * (LARGEST_MESSAGE - 10), "4" + "x" * (LARGEST_MESSAGE + 10), "x" * 400_000, "42" + "9" * 60_000),
)
odd_frames = st.sampled_from(ODD_FRAMES)
texts = st.text(max_size=60).filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text))
prefixed_texts = st.builds(
    lambda head, tail: head + tail, st.sampled_from(["4", "42", "40", "43", "45", "451-", "1", "6"]), texts
)
frames: SearchStrategy[list[Frame]] = st.lists(
    st.one_of(events, nested_events, odd_frames, prefixed_texts, texts, binary_frames), min_size=1, max_size=8
)


def _is_readable(event: str) -> bool:
    """Return whether the room can parse the event: it is short, and no number in it has a hundred digits."""
    return len(event) < LARGEST_MESSAGE and not re.search(r"\d{100}", event)


readable_events = st.builds(_event, ids, known_messages).filter(_is_readable)
messages: SearchStrategy[list[Frame]] = st.lists(readable_events, min_size=1, max_size=12)

# Bytes on an open WebSocket that are not a valid frame from a client.
invalid_frames = st.one_of(
    st.binary(min_size=1, max_size=300),
    st.sampled_from(
        [
            b"\x81\x02hi",  # not masked
            b"\xf1\x82\x00\x00\x00\x00hi",  # reserved bits
            b"\x83\x80\x00\x00\x00\x00",  # an unknown opcode
            b"\x81\x82\x00\x00\x00\x00\xff\xfe",  # text that is not UTF-8
            b"\x80\x82\x00\x00\x00\x00hi",  # a continuation of no message
            b"\x89\xfe\x01\x00\x00\x00\x00\x00" + b"x" * 256,  # a ping that is too long
            b"\x88\x81\x00\x00\x00\x00\x00",  # a close frame with half a code
            b"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00x",  # a length of eight exabytes
            b"\x82\xff\x00\x00\x00\x00\x40\x00\x00\x00\x00\x00\x00\x00x",  # a length of one gigabyte
            (b"\x01\x82\x00\x00\x00\x00hi" + b"\x00\x82\x00\x00\x00\x00hi" * 200),  # a message that does not end
        ]
    ),
)

methods = st.sampled_from(["GET", "POST", "PUT", "OPTIONS", "get", "", "G\x00T", "X" * 9_000])
paths = st.sampled_from(
    [
        *("/socket.io/", "/socket.io/?EIO=4&transport=polling", "/socket.io/?EIO=3&transport=polling"),
        *(
            "/socket.io/?EIO=4&transport=polling&sid=x",
            "/socket.io/?EIO=4&transport=polling&j=x",
            "/socket.io/?transport=x",
        ),
        *("/socket.io/?EIO=4&transport=websocket", "/socket.io/?EIO=4&transport=websocket&sid=x", "/api/sessions"),
        *(
            "/",
            "/join/x",
            "/join/%00",
            "/%",
            "//",
            "/rooms/x/y",
            "/static/../../secret",
            "/" + "x" * 9_000,
            "*",
            "",
            "http://x/",
        ),
    ]
)
headers = st.lists(
    st.sampled_from(
        [
            *("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: x"),
            *(
                "Sec-WebSocket-Key: x",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Content-Length: x",
                "Content-Length: -1",
            ),
            *(
                "Content-Length: 999999999",
                "Content-Length: 4",
                "Transfer-Encoding: chunked",
                "Content-Type: application/json",
            ),
            *(
                "Host: x;y",
                "Host: \x00",
                "Cookie: stagedoor_x=y; =; ;;",
                "Origin: null",
                "no header at all",
                ": x",
                "X: " + "y" * 9_000,
            ),
        ]
    ),
    max_size=6,
)


def _request(method: str, path: str, headers: list[str], body: bytes) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", *headers, "", ""]).encode("latin-1", "replace") + body


requests = st.builds(_request, methods, paths, headers, st.binary(max_size=60)) | st.binary(max_size=200)
# Bodies that a polling client may post.
bodies = st.one_of(
    odd_frames, events, texts, st.lists(odd_frames, max_size=20).map("\x1e".join), st.just("d="), st.just("d=4")
)
