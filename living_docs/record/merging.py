"""Merges the parts that the processes of a run wrote, and whole records of several runs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import cucumber_messages as cm

from living_docs.record.record_messages import Message, duration, in_seconds, message, timestamp

HEADER_KINDS = ("meta", "testRunStarted", "hook", "source", "gherkinDocument", "pickle", "testCase")
"""Kinds of messages that begin a record, in this order, each message once; the others are ordered by time."""
ID_FIELDS = {"source": "uri", "gherkinDocument": "uri"}
"""The field that identifies a message, by kind; ``id`` for the others."""


class DifferentTexts(Exception):
    """The records contain different versions of the same feature; the message names it."""


def merge_parts(parts: Iterable[Sequence[Message]]) -> list[Message]:
    """Return the parts of one run as one record, without the end of the run.

    The record contains each test case once.
    """
    header: dict[str, dict[str, Message]] = defaultdict(dict)
    events: list[tuple[float, Message]] = []
    for part in parts:
        now = 0.0
        for envelope in part:
            kind, body = next(iter(envelope.items()))
            if kind in HEADER_KINDS:
                _add(header[kind], kind, body)
            elif kind != "testRunFinished":
                now = in_seconds(body["timestamp"]) if "timestamp" in body else now
                events.append((now, envelope))
    header_messages = [{kind: body} for kind in HEADER_KINDS for body in header[kind].values()]
    return header_messages + _without_repeated_hooks(
        envelope for _, envelope in sorted(events, key=lambda event: event[0])
    )


def finish_record(messages: Sequence[Message], *, success: bool, reason: str = "") -> list[Message]:
    """Return the record with the end of the run.

    Ends unfinished attempts. ``reason`` becomes the message of each step that was running, and of the end of the run.
    """
    complete = [*messages, *_missing_ends(messages, reason or "The process that ran this scenario has crashed.")]
    _mark_retried(complete)
    run: Message = next((envelope["testRunStarted"] for envelope in messages if "testRunStarted" in envelope), {})
    last = max((_seconds_of(envelope) for envelope in complete), default=0.0)
    end = cm.TestRunFinished(success, timestamp(last), message=reason or None, test_run_started_id=run.get("id"))
    return [*complete, message(test_run_finished=end)]


def merge_runs(records: Sequence[Sequence[Message]]) -> list[Message]:
    """Return the records of several runs as one; runs of the same scenario stay separate."""
    if len(records) == 1:
        return list(records[0])
    _expect_same_features(records)
    ends = [record[-1]["testRunFinished"] for record in records]
    separate = [_with_unique_case_ids(record, str(number)) for number, record in enumerate(records)]
    reasons = dict.fromkeys(end["message"] for end in ends if end.get("message"))
    return finish_record(
        _without_unused(merge_parts(separate)), success=all(end["success"] for end in ends), reason=" ".join(reasons)
    )


def _add(by_key: dict[str, Message], kind: str, body: Message) -> None:
    key = kind if kind in ("meta", "testRunStarted") else body[ID_FIELDS.get(kind, "id")]
    by_key.setdefault(key, body)


def _without_repeated_hooks(events: Iterable[Message]) -> list[Message]:
    """Return the events with each hook of the run once.

    Every process writes the hook about the room under test.
    """
    seen: set[str] = set()
    unique: list[Message] = []
    for envelope in events:
        execution = _hook_execution_id(envelope)
        if execution not in seen:
            unique.append(envelope)
        if execution:
            seen.add(execution)
    return unique


def _hook_execution_id(envelope: Message) -> str:
    """Return kind and execution id of a message about a hook of the run; "" for any other message."""
    kind, body = next(iter(envelope.items()))
    execution = body.get("id") if kind == "testRunHookStarted" else body.get("testRunHookStartedId")
    return "" if execution is None else f"{kind} {execution}"


def _missing_ends(messages: Sequence[Message], reason: str) -> list[Message]:
    """Return the end messages of attempts that had not finished when the run, or its process, ended."""
    cases = {envelope["testCase"]["id"]: envelope["testCase"] for envelope in messages if "testCase" in envelope}
    return [
        end for started in _unfinished_attempts(messages) for end in _missing_ends_of(started, cases, messages, reason)
    ]


def _unfinished_attempts(messages: Sequence[Message]) -> list[Message]:
    unfinished = {
        envelope["testCaseStarted"]["id"]: envelope["testCaseStarted"]
        for envelope in messages
        if "testCaseStarted" in envelope
    }
    for envelope in messages:
        unfinished.pop(envelope.get("testCaseFinished", {}).get("testCaseStartedId"), None)
    return list(unfinished.values())


def _missing_ends_of(
    started: Message, cases: dict[str, Message], messages: Sequence[Message], reason: str
) -> list[Message]:
    own_messages = [
        body for envelope in messages for body in envelope.values() if body.get("testCaseStartedId") == started["id"]
    ]
    finished_steps = {body["testStepId"] for body in own_messages if "testStepResult" in body}
    started_steps = {body["testStepId"] for body in own_messages if "testStepId" in body}
    last = max([in_seconds(body["timestamp"]) for body in (started, *own_messages) if "timestamp" in body])
    now = timestamp(last)
    ends: list[Message] = []
    for step in cases.get(started["testCaseId"], {"testSteps": []})["testSteps"]:
        if step["id"] in finished_steps:
            continue
        text = reason if step["id"] in started_steps else None
        if step["id"] not in started_steps:
            ends.append(message(test_step_started=cm.TestStepStarted(started["id"], step["id"], now)))
        result = cm.TestStepResult(duration(0), cm.TestStepResultStatus.unknown, message=text)
        ends.append(message(test_step_finished=cm.TestStepFinished(started["id"], step["id"], result, now)))
    return [*ends, message(test_case_finished=cm.TestCaseFinished(started["id"], now, will_be_retried=False))]


def _mark_retried(messages: Sequence[Message]) -> None:
    attempts: dict[str, list[Message]] = defaultdict(list)
    for envelope in messages:
        if "testCaseStarted" in envelope:
            attempts[envelope["testCaseStarted"]["testCaseId"]].append(envelope["testCaseStarted"])
    last = {max(starts, key=lambda start: int(start["attempt"]))["id"] for starts in attempts.values()}
    for envelope in messages:
        if "testCaseFinished" in envelope:
            end = envelope["testCaseFinished"]
            end["willBeRetried"] = end["testCaseStartedId"] not in last


def _expect_same_features(records: Sequence[Sequence[Message]]) -> None:
    texts: dict[str, str] = {}
    for record in records:
        for source in (envelope["source"] for envelope in record if "source" in envelope):
            if texts.setdefault(source["uri"], source["data"]) != source["data"]:
                raise DifferentTexts(
                    f"the records contain different versions of {source['uri']}; merge records of the same version only"
                )


def _with_unique_case_ids(record: Sequence[Message], suffix: str) -> list[Message]:
    """Return the record with ids of test cases that are unique among the records."""
    return [_with_suffix(envelope, suffix) for envelope in record]


def _with_suffix(envelope: Message, suffix: str) -> Message:
    kind, body = next(iter(envelope.items()))
    new: dict[str, Any] = dict(body)
    if kind == "testCase":
        new["id"] += f"-{suffix}"
        new["testSteps"] = [{**step, "id": f"{step['id']}-{suffix}"} for step in body["testSteps"]]
    for key in ("testCaseId", "testStepId"):
        if new.get(key):
            new[key] += f"-{suffix}"
    return {kind: new}


def _without_unused(messages: Sequence[Message]) -> list[Message]:
    """Leave out test cases and pickles that another record makes redundant.

    A test case is redundant if it ran only in another record; a pickle without a device, which is a scenario that its
    record did not plan, is redundant if another record planned the scenario.
    """
    started = {envelope["testCaseStarted"]["testCaseId"] for envelope in messages if "testCaseStarted" in envelope}
    cases = [envelope["testCase"] for envelope in messages if "testCase" in envelope]
    pickles_that_ran = {case["pickleId"] for case in cases if case["id"] in started}
    unused = {case["id"] for case in cases if case["id"] not in started and case["pickleId"] in pickles_that_ran}
    planned = {case["pickleId"] for case in cases}
    pickles = {envelope["pickle"]["id"]: envelope["pickle"] for envelope in messages if "pickle" in envelope}
    nodes = {tuple(pickles[id_]["astNodeIds"]) for id_ in planned if id_ in pickles}

    def is_kept(envelope: Message) -> bool:
        if "testCase" in envelope:
            return envelope["testCase"]["id"] not in unused
        pickle = envelope.get("pickle")
        return pickle is None or pickle["id"] in planned or tuple(pickle["astNodeIds"]) not in nodes

    return [envelope for envelope in messages if is_kept(envelope)]


def _seconds_of(envelope: Message) -> float:
    body = next(iter(envelope.values()))
    return in_seconds(body["timestamp"]) if "timestamp" in body else 0.0
