"""Cucumber Messages as this project writes and reads them: one JSON object per line.

The data model is that of the package ``cucumber-messages``. Where the standard leaves a choice:

- a scenario has a pickle for each kind of device that it runs on, with the device as an additional tag (``@phone``);
- setup and teardown of a scenario are the hooks ``setting-up`` and ``clearing-away``;
- pictures, traces and videos are external attachments, ``KIND/PERSON.DEVICE/FILE``, by a URL relative to the record;
- what was under test is an attachment of the run's hook ``under-test``, of the type ``FACTS``;
- a verdict that the steps' statuses do not express is an attachment of the type ``VERDICT``;
- the load of the machine during a failed step is an attachment of that step, of the type ``LOAD``;
- an attempt of the worker ``CONFIRMATION`` ran alone after all others, to confirm a failure.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from cucumber_messages import Duration, Envelope, Timestamp, message_converter

FORMAT = 2
"""The version of these conventions; it grows when an older version would misread a newer record."""
READABLE_FORMATS = (1, 2)
"""The formats that this version reads; 1 had no confirmations and no load."""
FACTS = "application/vnd.stagedoor.facts+json"
VERDICT = "application/vnd.stagedoor.verdict+json"
LOAD = "application/vnd.stagedoor.load+json"
PICTURE, TRACE, VIDEO = "image/webp", "application/zip", "video/webm"
SETUP, TEARDOWN, UNDER_TEST = "setting-up", "clearing-away", "under-test"
CONFIRMATION = "confirmation"
NANOSECONDS = 1_000_000_000

Message = dict[str, Any]
"""An envelope as JSON: one key, the kind of the message, with the message as its value."""


def message(**kind: Any) -> Message:
    """Return the envelope of a message of the data model, such as ``message(test_case=TestCase(…))``."""
    envelope: Message = message_converter.to_dict(Envelope(**kind))
    return envelope


def as_line(envelope: Mapping[str, Any]) -> str:
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")) + "\n"


def timestamp(seconds: float) -> Timestamp:
    """Return seconds since 1970 as a timestamp of the standard."""
    full_seconds, nanoseconds = divmod(round(seconds * NANOSECONDS), NANOSECONDS)
    return Timestamp(nanos=nanoseconds, seconds=full_seconds)


def duration(seconds: float) -> Duration:
    full_seconds, nanoseconds = divmod(max(0, round(seconds * NANOSECONDS)), NANOSECONDS)
    return Duration(nanos=nanoseconds, seconds=full_seconds)


def in_seconds(time: Mapping[str, int]) -> float:
    """Return a timestamp or duration of a record in seconds."""
    return time["seconds"] + time["nanos"] / NANOSECONDS


def attachment_url(kind: str, person: str, device: str, file: str) -> str:
    folder = f"{person}.{device}".replace("/", "-")
    return f"{kind}/{quote(folder)}/{quote(file)}"


def person_and_device(url: str) -> tuple[str, str]:
    """Return the person and device in an attachment's URL; two empty texts where it has none."""
    folder = unquote(url.split("/")[-2]) if url.count("/") >= 2 else ""
    person, dot, device = folder.rpartition(".")
    return (person, device) if dot else ("", "")
