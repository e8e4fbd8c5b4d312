"""Payloads that are encoded once for many pages.

Fields for a single page are added to the encoded text.
"""

import json
from typing import Any


class EncodedPayload:
    """The JSON text of an event's payload, which Socket.IO sends unchanged."""

    def __init__(self, text: str) -> None:
        self.text = text

    @classmethod
    def of(cls, payload: dict[str, Any]) -> "EncodedPayload":
        """Encode a payload."""
        return cls(json.dumps(payload, separators=(",", ":")))

    def with_fields(self, more: dict[str, Any]) -> "EncodedPayload":
        """Return the payload with more fields; neither may be empty."""
        return EncodedPayload(f"{self.text[:-1]},{EncodedPayload.of(more).text[1:]}")


def dumps(data: Any, **options: Any) -> str:
    """Encode the data of a packet: a list of the event's name and its payload."""
    if isinstance(data, list) and data and isinstance(data[-1], EncodedPayload):
        head = "".join(f"{json.dumps(part, **options)}," for part in data[:-1])
        return f"[{head}{data[-1].text}]"
    return json.dumps(data, **options)
