"""The payload of the message `signal`: session descriptions and ICE candidates, bounded, for another page."""

from collections.abc import Mapping

from reference_server.live.payload_checks import BadValue, Fields, Payload, checked, flag, optional, page_id, text
from reference_server.live.payload_checks import whole_number as number

_CANDIDATE: Fields = {
    "candidate": text(2_000),
    "sdpMid": optional(text(100)),
    "sdpMLineIndex": optional(number(0, 1_000)),
    "usernameFragment": optional(text(256)),
}


def _candidate(value: object) -> Payload | None:
    # Browsers leave out different fields; a missing field counts as null.
    if value is None:
        return None
    if not isinstance(value, dict):
        raise BadValue("must be an object or null")
    return checked(_CANDIDATE, {**dict.fromkeys(_CANDIDATE), "candidate": "", **value})


_CALL: Fields = {"type": text(20), "call": text(64)}
_SDP: Fields = {**_CALL, "round": number(0, 1_000_000), "sdp": text(60_000)}
_DATA: Mapping[str, Fields] = {
    "offer": _SDP,
    "answer": _SDP,
    "candidate": {**_CALL, "candidate": _candidate},
    "want": _CALL,
}


def _signal_data(value: object) -> Payload:
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _DATA:
        raise BadValue(f"must have a “type”, one of {', '.join(_DATA)}")
    return checked(_DATA[kind], value)


SIGNAL: Fields = {"to": page_id, "from_stage": flag, "data": _signal_data}
