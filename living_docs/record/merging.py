"""Merges the parts that the processes of a run wrote, and whole records of several runs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import cucumber_messages as cm

from living_docs.record.record_messages import Message, duration, in_seconds, message, timestamp

ABOUT = ("meta", "testRunStarted", "hook", "source", "gherkinDocument", "pickle", "testCase")
"""Kinds of messages that come first, once each, in this order; the others are ordered by time."""
KEYS = {"source": "uri", "gherkinDocument": "uri"}


class DifferentTexts(Exception):
    """The records contain different versions of the same feature; the message names it."""


def merge_parts(parts: Iterable[Sequence[Message]]) -> list[Message]:
    """Return the parts of one run as one record, without its end; each test case is contained once."""
    about: dict[str, dict[str, Message]] = defaultdict(dict)
    events: list[tuple[float, Message]] = []
    for part in parts:
        now = 0.0
        for envelope in part:
            kind, body = next(iter(envelope.items()))
            if kind in ABOUT:
                _add(about[kind], kind, body)
            elif kind != "testRunFinished":
                now = in_seconds(body["timestamp"]) if "timestamp" in body else now
                events.append((now, envelope))
    first = [{kind: body} for kind in ABOUT for body in about[kind].values()]
    return first + _hooks_once(envelope for _, envelope in sorted(events, key=lambda event: event[0]))


def finish_record(messages: Sequence[Message], *, success: bool, reason: str = "") -> list[Message]:
    """Return the record with its end: finish what was left open, and state the outcome and its ``reason``."""
    complete = [*messages, *_endings(messages, reason or "The process that ran this scenario has crashed.")]
    _mark_retried(complete)
    run: Message = next((envelope["testRunStarted"] for envelope in messages if "testRunStarted" in envelope), {})
    last = max((_time(envelope) for envelope in complete), default=0.0)
    end = cm.TestRunFinished(success, timestamp(last), message=reason or None, test_run_started_id=run.get("id"))
    return [*complete, message(test_run_finished=end)]


def merge_runs(records: Sequence[Sequence[Message]]) -> list[Message]:
    """Return the records of several runs as one; runs of the same scenario stay separate."""
    if len(records) == 1:
        return list(records[0])
    _expect_same_texts(records)
    ends = [record[-1]["testRunFinished"] for record in records]
    apart = [_with_cases_of_its_own(record, str(number)) for number, record in enumerate(records)]
    reasons = dict.fromkeys(end["message"] for end in ends if end.get("message"))
    return finish_record(
        _without_idle(merge_parts(apart)), success=all(end["success"] for end in ends), reason=" ".join(reasons)
    )


def _add(known: dict[str, Message], kind: str, body: Message) -> None:
    key = kind if kind in ("meta", "testRunStarted") else body[KEYS.get(kind, "id")]
    known.setdefault(key, body)


def _hooks_once(events: Iterable[Message]) -> list[Message]:
    """Keep one of the equal descriptions of the room under test, which every process writes."""
    seen: set[str] = set()
    unique: list[Message] = []
    for envelope in events:
        execution = _hook_execution(envelope)
        if execution not in seen:
            unique.append(envelope)
        if execution:
            seen.add(execution)
    return unique


def _hook_execution(envelope: Message) -> str:
    """Return the kind of a message about a hook of the run, with the id of the execution.

    Returns "" for any other message.
    """
    kind, body = next(iter(envelope.items()))
    execution = body.get("id") if kind == "testRunHookStarted" else body.get("testRunHookStartedId")
    return "" if execution is None else f"{kind} {execution}"


def _endings(messages: Sequence[Message], reason: str) -> list[Message]:
    """Return the missing ends of attempts that the run, or its process, left open."""
    cases = {envelope["testCase"]["id"]: envelope["testCase"] for envelope in messages if "testCase" in envelope}
    open_ = {
        envelope["testCaseStarted"]["id"]: envelope["testCaseStarted"]
        for envelope in messages
        if "testCaseStarted" in envelope
    }
    for envelope in messages:
        open_.pop(envelope.get("testCaseFinished", {}).get("testCaseStartedId"), None)
    return [end for started in open_.values() for end in _ending(started, cases, messages, reason)]


def _ending(started: Message, cases: dict[str, Message], messages: Sequence[Message], reason: str) -> list[Message]:
    mine = [
        body for envelope in messages for body in envelope.values() if body.get("testCaseStartedId") == started["id"]
    ]
    done = {body["testStepId"] for body in mine if "testStepResult" in body}
    begun = {body["testStepId"] for body in mine if "testStepId" in body}
    last = max([in_seconds(envelope["timestamp"]) for envelope in (started, *mine) if "timestamp" in envelope])
    now = timestamp(last)
    ends: list[Message] = []
    for step in cases.get(started["testCaseId"], {"testSteps": []})["testSteps"]:
        if step["id"] in done:
            continue
        text = reason if step["id"] in begun else None
        if step["id"] not in begun:
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


def _expect_same_texts(records: Sequence[Sequence[Message]]) -> None:
    known: dict[str, str] = {}
    for record in records:
        for source in (envelope["source"] for envelope in record if "source" in envelope):
            if known.setdefault(source["uri"], source["data"]) != source["data"]:
                raise DifferentTexts(
                    f"the records contain different versions of {source['uri']}; merge records of the same version only"
                )


def _with_cases_of_its_own(record: Sequence[Message], mark: str) -> list[Message]:
    """Return the record with ids of test cases that are unique among the records."""
    return [_renamed(envelope, mark) for envelope in record]


def _renamed(envelope: Message, mark: str) -> Message:
    kind, body = next(iter(envelope.items()))
    new: dict[str, Any] = dict(body)
    if kind == "testCase":
        new["id"] += f"-{mark}"
        new["testSteps"] = [{**step, "id": f"{step['id']}-{mark}"} for step in body["testSteps"]]
    for key in ("testCaseId", "testStepId"):
        if new.get(key):
            new[key] += f"-{mark}"
    return {kind: new}


def _without_idle(messages: Sequence[Message]) -> list[Message]:
    """Leave out pickles without a device, and test cases that ran only in another record."""
    ran = {envelope["testCaseStarted"]["testCaseId"] for envelope in messages if "testCaseStarted" in envelope}
    cases = [envelope["testCase"] for envelope in messages if "testCase" in envelope]
    busy = {case["pickleId"] for case in cases if case["id"] in ran}
    idle = {case["id"] for case in cases if case["id"] not in ran and case["pickleId"] in busy}
    planned = {case["pickleId"] for case in cases}
    pickles = {envelope["pickle"]["id"]: envelope["pickle"] for envelope in messages if "pickle" in envelope}
    nodes = {tuple(pickles[id_]["astNodeIds"]) for id_ in planned if id_ in pickles}

    def is_kept(envelope: Message) -> bool:
        if "testCase" in envelope:
            return envelope["testCase"]["id"] not in idle
        pickle = envelope.get("pickle")
        return pickle is None or pickle["id"] in planned or tuple(pickle["astNodeIds"]) not in nodes

    return [envelope for envelope in messages if is_kept(envelope)]


def _time(envelope: Message) -> float:
    body = next(iter(envelope.values()))
    return in_seconds(body["timestamp"]) if "timestamp" in body else 0.0
