"""Cucumber Messages as this project writes and reads them: one JSON object per line.

The data model is that of the package ``cucumber-messages``. Where the standard leaves room, this is what we do with it:

- a scenario has a pickle for each kind of device it runs on, with the device as a further tag (``@phone``);
- what is set up before and cleared away after a scenario are the hooks ``setting-up`` and ``clearing-away``;
- pictures, traces and videos are external attachments, ``KIND/PERSON.DEVICE/FILE``, by a URL relative to the record;
- what was under test is an attachment of the run's hook ``under-test``, of the type ``FACTS``;
- a verdict that the step's status does not tell is an attachment of the type ``VERDICT``;
- how busy the machine was during a failed step is an attachment of that step, of the type ``LOAD``;
- an attempt of the worker ``CONFIRMATION`` ran alone after all others, to confirm that the scenario fails.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from cucumber_messages import Duration, Envelope, Timestamp, message_converter

FORMAT = 2
"""The number of our own conventions above; it grows when an older version would misread a newer record."""
READABLE = (1, 2)
"""The formats that this version reads; 1 had no confirmations and no load."""
FACTS = "application/vnd.stagedoor.facts+json"
VERDICT = "application/vnd.stagedoor.verdict+json"
LOAD = "application/vnd.stagedoor.load+json"
PICTURE, TRACE, VIDEO = "image/webp", "application/zip", "video/webm"
SETTING_UP, CLEARING_AWAY, UNDER_TEST = "setting-up", "clearing-away", "under-test"
CONFIRMATION = "confirmation"
NANO = 1_000_000_000

Message = dict[str, Any]
"""An envelope as JSON: one key, which says what kind of message it is, with the message itself."""


def message(**kind: Any) -> Message:
    """The envelope around one message of the data model, such as ``message(test_case=TestCase(…))``."""
    envelope: Message = message_converter.to_dict(Envelope(**kind))
    return envelope


def as_line(envelope: Mapping[str, Any]) -> str:
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")) + "\n"


def timestamp(seconds: float) -> Timestamp:
    """Seconds since 1970 as the standard has them."""
    whole, rest = divmod(round(seconds * NANO), NANO)
    return Timestamp(nanos=rest, seconds=whole)


def duration(seconds: float) -> Duration:
    whole, rest = divmod(max(0, round(seconds * NANO)), NANO)
    return Duration(nanos=rest, seconds=whole)


def in_seconds(time: Mapping[str, int]) -> float:
    """A timestamp or duration of a record in seconds."""
    return time["seconds"] + time["nanos"] / NANO


def attachment_url(kind: str, person: str, device: str, file: str) -> str:
    folder = f"{person}.{device}".replace("/", "-")
    return f"{kind}/{quote(folder)}/{quote(file)}"


def whose(url: str) -> tuple[str, str]:
    """The person and the device that an attachment's URL names; two empty texts where it names none."""
    folder = unquote(url.split("/")[-2]) if url.count("/") >= 2 else ""
    person, dot, device = folder.rpartition(".")
    return (person, device) if dot else ("", "")
