"""Who may signal whom. The pictures and sounds themselves go from browser to browser, never by the server.

Each person on stage calls every other page of the session; the one called only answers. So only somebody on
stage can offer media, and only somebody on stage is sent answers (SAFE-2). An SFU would take the place of
this module.
"""

from collections.abc import Callable, Mapping

from reference_server.live.payload_checks import (
    BadValue,
    Check,
    Fields,
    Payload,
    checked,
    flag,
    optional,
    page_id,
    text,
)
from reference_server.live.payload_checks import whole_number as number
from reference_server.rules.stage import Refusal, Standing

StandingOf = Callable[[str], Standing]

_CANDIDATE: Fields = {
    "candidate": text(2_000),
    "sdpMid": optional(text(100)),
    "sdpMLineIndex": optional(number(0, 1_000)),
    "usernameFragment": optional(text(256)),
}


def _candidate(value: object) -> Payload | None:
    # Browsers differ in which of the fields they leave out; what is left out is null.
    if value is None:
        return None
    if not isinstance(value, dict):
        raise BadValue("must be an object or null")
    return checked(_CANDIDATE, {**dict.fromkeys(_CANDIDATE), "candidate": "", **value})


_CALL: Fields = {"type": text(20), "call": text(64)}
_SDP: Fields = {**_CALL, "round": number(0, 1_000_000), "sdp": text(60_000)}
_KINDS: Mapping[str, Fields] = {
    "offer": _SDP,
    "answer": _SDP,
    "candidate": {**_CALL, "candidate": _candidate},
    "want": _CALL,
}
_AS_PUBLISHER = {"offer", "candidate"}
_AS_RECEIVER = {"answer", "candidate", "want"}


def _signal_data(value: object) -> Payload:
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _KINDS:
        raise BadValue(f"must have a “type”, one of {', '.join(_KINDS)}")
    return checked(_KINDS[kind], value)


SIGNAL: Mapping[str, Check] = {"to": page_id, "from_stage": flag, "data": _signal_data}


def refuse_signal(standing_of: StandingOf, sender: str, receiver: str, signal: Payload) -> None:
    """Refuse what may not be passed on between two people, by their standings at this moment."""
    from_stage, kind = signal["from_stage"], signal["data"]["type"]
    if sender == receiver:
        raise Refusal("own_page", "There is no call to one's own page.")
    if kind not in (_AS_PUBLISHER if from_stage else _AS_RECEIVER):
        raise Refusal("not_offered", f"A call's {'publisher' if from_stage else 'receiver'} sends no “{kind}”.")
    if standing_of(sender if from_stage else receiver) is not Standing.ON_STAGE:
        raise Refusal("not_on_stage", "Media comes from the stage only.")
