"""Reads and writes run records, and says in one line what is wrong with a file."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from conformance.errors import UnreadableFile
from living_docs.record.merging import finished, joined
from living_docs.record.messages import FACTS, FORMAT, READABLE, Message, as_line

NAME = "messages.ndjson"
PARTS = "parts"
UNSAID = "The run ended without a word: its process was killed."
KINDS = {
    "attachment", "externalAttachment", "gherkinDocument", "hook", "meta", "parameterType", "parseError", "pickle",
    "source", "stepDefinition", "suggestion", "testCase", "testCaseFinished", "testCaseStarted", "testRunFinished",
    "testRunHookFinished", "testRunHookStarted", "testRunStarted", "testStepFinished", "testStepStarted",
    "undefinedParameterType",
}  # fmt: skip


class BadRecord(UnreadableFile):
    """A record that cannot be used; the message is one line that says which, why, and what to do."""


def read_record(path: Path) -> list[Message]:
    """The messages of a record: a file, or a folder that holds one, or one that a killed run left in parts."""
    if path.is_dir() and (path / PARTS).is_dir():
        parts = read_parts(path / PARTS)
        if any("testCaseStarted" in one for part in parts for one in part):
            return finished(joined(parts), success=False, reason=UNSAID)
    file = path / NAME if path.is_dir() else path
    messages = _lines(file)
    _expect_ours(messages, file)
    _expect_inside(messages, file)
    if "testRunFinished" not in messages[-1]:
        raise BadRecord(f"{file}: the record breaks off before the end of the run. Copy it again, or run again.")
    return messages


def read_parts(folder: Path) -> list[list[Message]]:
    """What each process wrote; a last line that was cut off by the process's end is left out."""
    return [_lines(path, torn=True) for path in sorted(folder.glob("*.ndjson")) if path.stat().st_size]


def write_record(messages: Iterable[Message], file: Path) -> None:
    """Write at once or not at all, so that nobody ever reads half a record."""
    new = file.with_suffix(".new")
    new.write_text("".join(map(as_line, messages)), encoding="utf-8")
    new.replace(file)


def facts_of(messages: Iterable[Message]) -> dict[str, Any]:
    """What was under test, all that the run told of it together."""
    facts: dict[str, Any] = {}
    for told in all_facts(messages):
        facts |= told
    return facts


def all_facts(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """Everything that was told of what was under test, each telling by itself; several runs may contradict."""
    attachments = (one.get("attachment", {}) for one in messages)
    return [json.loads(one["body"]) for one in attachments if one.get("mediaType") == FACTS]


def _lines(file: Path, *, torn: bool = False) -> list[Message]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise BadRecord(f"{file}: there is no record here. “make acceptance” writes one.") from None
    except UnicodeDecodeError:
        raise BadRecord(f"{file}: this is not text, so it is no record.") from None
    except OSError as error:
        raise BadRecord(f"{file}: cannot be read ({error.strerror}).") from None
    messages: list[Message] = []
    for number, line in enumerate(lines, 1):
        last = number == len(lines)
        one = _message(line)
        if one is not None:
            messages.append(one)
        elif not (torn and last):
            raise BadRecord(_trouble(file, number, last=last and number > 1))
    if not messages and not torn:
        raise BadRecord(f"{file}: the record is empty.")
    return messages


def _message(line: str) -> Message | None:
    try:
        one = json.loads(line)
    except ValueError:
        return None
    return one if isinstance(one, dict) and len(one) == 1 and set(one) <= KINDS else None


def _trouble(file: Path, number: int, *, last: bool) -> str:
    if last:
        return f"{file}, line {number}: cut off in the middle of a message. Copy the record again, or run again."
    return f"{file}, line {number}: not a message of Cucumber Messages, so this is no record."


def _expect_ours(messages: Sequence[Message], file: Path) -> None:
    try:
        format_ = facts_of(messages).get("format")
    except (ValueError, TypeError):
        format_ = None
    if not isinstance(format_, int):
        raise BadRecord(f"{file}: a record of another tool: it does not say what was under test.")
    if format_ not in READABLE:
        age = "an older" if format_ < FORMAT else "a newer"
        raise BadRecord(f"{file}: written by {age} version (format {format_}, not {FORMAT}). Run again with this one.")


def _expect_inside(messages: Sequence[Message], file: Path) -> None:
    """Files that belong to a record lie beside it: their URLs are paths, and lead nowhere else."""
    for url in (one["externalAttachment"].get("url", "") for one in messages if "externalAttachment" in one):
        path = PurePosixPath(unquote(url) or "..")
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\\" in unquote(url):
            raise BadRecord(
                f"{file}: names a file outside of the record, {url[:80]}. Take records from those you trust."
            )
