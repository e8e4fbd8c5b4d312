"""The payload of the message `signal`: a bounded session description, ICE candidate or request."""

from collections.abc import Mapping
from dataclasses import dataclass

from reference_server.live.payload_checks import (
    BadValue,
    Converted,
    Fields,
    Nullable,
    ObjectOf,
    OptionalField,
    Payload,
    check_payload,
    flag,
    page_id,
    text,
    whole_number,
)

LARGEST_DESCRIPTION = 32_000
"""The most characters of a session description: four times the largest that browsers send here."""
_CALL: Fields = {"type": text(20), "call": text(64)}
_SDP: Fields = {**_CALL, "round": whole_number(0, 1_000_000), "sdp": text(LARGEST_DESCRIPTION)}
# Browsers leave out different fields; a missing field counts as null.
_CANDIDATE: Fields = {
    "candidate": OptionalField(text(2_000)),
    "sdpMid": OptionalField(Nullable(text(100))),
    "sdpMLineIndex": OptionalField(Nullable(whole_number(0, 1_000))),
    "usernameFragment": OptionalField(Nullable(text(256))),
}


def _as_candidate(fields: Payload | None) -> Payload | None:
    return fields and {**fields, "candidate": fields["candidate"] or ""}


@dataclass(frozen=True)
class ObjectByType:
    """A check of an object whose field `type` decides which fields it has."""

    fields_by_type: Mapping[str, Fields]

    def __call__(self, value: object) -> Payload:
        """Return the object with its fields checked."""
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in self.fields_by_type:
            raise BadValue(f"must have a “type”, one of {', '.join(self.fields_by_type)}")
        return check_payload(self.fields_by_type[kind], value)


_DATA = ObjectByType(
    {
        "offer": _SDP,
        "answer": _SDP,
        "candidate": {**_CALL, "candidate": Converted(Nullable(ObjectOf(_CANDIDATE)), _as_candidate)},
        "want": _CALL,
    }
)

SIGNAL: Fields = {"to": page_id, "from_stage": flag, "data": _DATA}
