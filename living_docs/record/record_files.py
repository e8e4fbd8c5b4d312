"""Reading and writing run records, with one-line errors."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from conformance.errors import UnreadableFile
from living_docs.record.merging import finish_record, merge_parts
from living_docs.record.record_messages import FACTS, FORMAT, READABLE_FORMATS, Message, as_line

RECORD_NAME = "messages.ndjson"
PARTS_FOLDER = "parts"
KILLED_REASON = "The run ended early: its process was killed."
MESSAGE_KINDS = {
    "attachment", "externalAttachment", "gherkinDocument", "hook", "meta", "parameterType", "parseError", "pickle",
    "source", "stepDefinition", "suggestion", "testCase", "testCaseFinished", "testCaseStarted", "testRunFinished",
    "testRunHookFinished", "testRunHookStarted", "testRunStarted", "testStepFinished", "testStepStarted",
    "undefinedParameterType",
}  # fmt: skip


class BadRecord(UnreadableFile):
    """A record that cannot be used; the message is one line: which file, what is wrong, what to do."""


def read_record(path: Path) -> list[Message]:
    """Return the messages of a record: from its file, its folder, or the parts of a killed run."""
    killed_run = _merge_parts_of_killed_run(path)
    if killed_run:
        return killed_run
    file = path / RECORD_NAME if path.is_dir() else path
    messages = _read_messages(file)
    _expect_usable(messages, file)
    return messages


def read_if_readable(path: Path) -> list[Message]:
    """Return the messages of a record; [] if it cannot be used, such as a record of an older version."""
    try:
        return read_record(path)
    except BadRecord:
        return []


def _expect_usable(messages: Sequence[Message], file: Path) -> None:
    _expect_supported(messages, file)
    _expect_inside(messages, file)
    if "testRunFinished" not in messages[-1]:
        raise BadRecord(f"{file}: the record ends before the end of the run. Copy it again, or run again.")


def _merge_parts_of_killed_run(path: Path) -> list[Message]:
    """Return the record merged from a killed run's parts; an empty list if no scenario had begun."""
    parts = read_parts(path / PARTS_FOLDER) if (path / PARTS_FOLDER).is_dir() else []
    if any("testCaseStarted" in envelope for part in parts for envelope in part):
        return finish_record(merge_parts(parts), success=False, reason=KILLED_REASON)
    return []


def read_parts(folder: Path) -> list[list[Message]]:
    """Return the messages of each process; ignore a truncated last line."""
    return [
        _read_messages(path, allow_truncated=True) for path in sorted(folder.glob("*.ndjson")) if path.stat().st_size
    ]


def write_record(messages: Iterable[Message], file: Path) -> None:
    """Write the file atomically, so that no reader finds an incomplete record."""
    new = file.with_suffix(".new")
    new.write_text("".join(map(as_line, messages)), encoding="utf-8")
    new.replace(file)


def facts_of(messages: Iterable[Message]) -> dict[str, Any]:
    """Return the facts about the room under test, merged from all processes."""
    facts: dict[str, Any] = {}
    for part in all_facts(messages):
        facts |= part
    return facts


def all_facts(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """Return all facts about the room under test, unmerged, since several runs may contradict each other."""
    attachments = (envelope.get("attachment", {}) for envelope in messages)
    return [json.loads(attachment["body"]) for attachment in attachments if attachment.get("mediaType") == FACTS]


def _read_messages(file: Path, *, allow_truncated: bool = False) -> list[Message]:
    messages = list(_parse_lines(file, _read_lines(file), allow_truncated=allow_truncated))
    if not messages and not allow_truncated:
        raise BadRecord(f"{file}: the record is empty. Copy it again, or run again.")
    return messages


def _read_lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise BadRecord(f"{file}: no such file. `make acceptance` writes a record.") from None
    except UnicodeDecodeError:
        raise BadRecord(f"{file}: not a text file, so not a record. `make acceptance` writes a record.") from None
    except OSError as error:
        raise BadRecord(f"{file}: cannot be read ({error.strerror}). Give a record that you may read.") from None


def _parse_lines(file: Path, lines: Sequence[str], *, allow_truncated: bool) -> Iterator[Message]:
    for number, line in enumerate(lines, 1):
        is_last = number == len(lines)
        envelope = _parse_line(line)
        if envelope is not None:
            yield envelope
        elif not (allow_truncated and is_last):
            raise BadRecord(_error_text(file, number, is_last=is_last and number > 1))


def _parse_line(line: str) -> Message | None:
    try:
        envelope = json.loads(line)
    except ValueError:
        return None
    return envelope if isinstance(envelope, dict) and len(envelope) == 1 and set(envelope) <= MESSAGE_KINDS else None


def _error_text(file: Path, number: int, *, is_last: bool) -> str:
    if is_last:
        return f"{file}:{number}: truncated within a message. Copy the record again, or run again."
    return f"{file}:{number}: not a message of Cucumber Messages, so not a record. `make acceptance` writes one."


def _format_of(messages: Sequence[Message]) -> object:
    """Return the version of the conventions that the record states; None for a record of another tool."""
    try:
        return facts_of(messages).get("format")
    except (ValueError, TypeError):
        return None


def _expect_supported(messages: Sequence[Message], file: Path) -> None:
    format_ = _format_of(messages)
    if not isinstance(format_, int):
        raise BadRecord(
            f"{file}: not a record of this suite: it does not state what was under test. `make acceptance` writes a "
            "record."
        )
    if format_ not in READABLE_FORMATS:
        age = "an older" if format_ < FORMAT else "a newer"
        raise BadRecord(
            f"{file}: written by {age} version (format {format_}, not {FORMAT}). Run the suite again with this version."
        )


def _expect_inside(messages: Sequence[Message], file: Path) -> None:
    """Raise BadRecord where the URL of an attachment is not that of a file in the record's folder."""
    for url in (
        envelope["externalAttachment"].get("url", "") for envelope in messages if "externalAttachment" in envelope
    ):
        path = PurePosixPath(unquote(url))
        is_inside = path.parts and not path.is_absolute() and ".." not in path.parts and ":" not in path.parts[0]
        if not is_inside or "\\" in unquote(url):
            raise BadRecord(
                f"{file}: the attachment “{url[:80]}” is not a file in the record's folder. Only use records from "
                "sources you trust."
            )
