"""Merges the parts that the processes of a run wrote, and whole records of several runs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import cucumber_messages as cm

from living_docs.record.messages import Message, duration, in_seconds, message, timestamp

ABOUT = ("meta", "testRunStarted", "hook", "source", "gherkinDocument", "pickle", "testCase")
"""What comes first, once each, in this order; all else happened at a time, and comes in that order."""
KEYS = {"source": "uri", "gherkinDocument": "uri"}


class DifferentTexts(Exception):
    """The records tell of different versions of the same feature; the message is one line that says which."""


def joined(parts: Iterable[Sequence[Message]]) -> list[Message]:
    """The parts of one run as one, without its end; a test case that two processes knew is told once."""
    about: dict[str, dict[str, Message]] = defaultdict(dict)
    events: list[tuple[float, Message]] = []
    for part in parts:
        now = 0.0
        for one in part:
            kind, body = next(iter(one.items()))
            if kind in ABOUT:
                _add(about[kind], kind, body)
            elif kind != "testRunFinished":
                now = in_seconds(body["timestamp"]) if "timestamp" in body else now
                events.append((now, one))
    first = [{kind: body} for kind in ABOUT for body in about[kind].values()]
    return first + _hooks_once(one for _, one in sorted(events, key=lambda event: event[0]))


def finished(messages: Sequence[Message], *, success: bool, reason: str = "") -> list[Message]:
    """The record with its end: what was begun is ended, and what the run came to is said, with the ``reason``."""
    told = [*messages, *_endings(messages, reason or "The process that ran this scenario died.")]
    _mark_retried(told)
    run: Message = next((one["testRunStarted"] for one in messages if "testRunStarted" in one), {})
    last = max((_time(one) for one in told), default=0.0)
    end = cm.TestRunFinished(success, timestamp(last), message=reason or None, test_run_started_id=run.get("id"))
    return [*told, message(test_run_finished=end)]


def of_several_runs(records: Sequence[Sequence[Message]]) -> list[Message]:
    """Records of several runs as one; scenarios that more than one of them ran stay apart."""
    if len(records) == 1:
        return list(records[0])
    _expect_same_texts(records)
    ends = [record[-1]["testRunFinished"] for record in records]
    apart = [_with_cases_of_its_own(record, str(number)) for number, record in enumerate(records)]
    reasons = dict.fromkeys(end["message"] for end in ends if end.get("message"))
    return finished(_without_idle(joined(apart)), success=all(end["success"] for end in ends), reason=" ".join(reasons))


def _add(known: dict[str, Message], kind: str, body: Message) -> None:
    key = kind if kind in ("meta", "testRunStarted") else body[KEYS.get(kind, "id")]
    known.setdefault(key, body)


def _hooks_once(events: Iterable[Message]) -> list[Message]:
    """Every process says what is under test; the same is told once."""
    told: set[str] = set()
    kept = []
    for one in events:
        kind, body = next(iter(one.items()))
        execution = body.get("id") if kind == "testRunHookStarted" else body.get("testRunHookStartedId")
        if execution is not None:
            if f"{kind} {execution}" in told:
                continue
            told.add(f"{kind} {execution}")
        kept.append(one)
    return kept


def _endings(messages: Sequence[Message], reason: str) -> list[Message]:
    """Ends for what the record leaves open: the run, or the process, ended in the midst of it."""
    cases = {one["testCase"]["id"]: one["testCase"] for one in messages if "testCase" in one}
    open_ = {one["testCaseStarted"]["id"]: one["testCaseStarted"] for one in messages if "testCaseStarted" in one}
    for one in messages:
        open_.pop(one.get("testCaseFinished", {}).get("testCaseStartedId"), None)
    return [end for started in open_.values() for end in _ending(started, cases, messages, reason)]


def _ending(started: Message, cases: dict[str, Message], messages: Sequence[Message], reason: str) -> list[Message]:
    mine = [body for one in messages for body in one.values() if body.get("testCaseStartedId") == started["id"]]
    done = {body["testStepId"] for body in mine if "testStepResult" in body}
    begun = {body["testStepId"] for body in mine if "testStepId" in body}
    last = max([in_seconds(one["timestamp"]) for one in (started, *mine) if "timestamp" in one])
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
    for one in messages:
        if "testCaseStarted" in one:
            attempts[one["testCaseStarted"]["testCaseId"]].append(one["testCaseStarted"])
    last = {max(ones, key=lambda one: int(one["attempt"]))["id"] for ones in attempts.values()}
    for one in messages:
        if "testCaseFinished" in one:
            end = one["testCaseFinished"]
            end["willBeRetried"] = end["testCaseStartedId"] not in last


def _expect_same_texts(records: Sequence[Sequence[Message]]) -> None:
    known: dict[str, str] = {}
    for record in records:
        for source in (one["source"] for one in record if "source" in one):
            if known.setdefault(source["uri"], source["data"]) != source["data"]:
                raise DifferentTexts(f"the records tell of different versions of {source['uri']}")


def _with_cases_of_its_own(record: Sequence[Message], mark: str) -> list[Message]:
    """The record with ids of test cases that no other record has."""
    return [_renamed(one, mark) for one in record]


def _renamed(one: Message, mark: str) -> Message:
    kind, body = next(iter(one.items()))
    new: dict[str, Any] = dict(body)
    if kind == "testCase":
        new["id"] += f"-{mark}"
        new["testSteps"] = [{**step, "id": f"{step['id']}-{mark}"} for step in body["testSteps"]]
    for key in ("testCaseId", "testStepId"):
        if new.get(key):
            new[key] += f"-{mark}"
    return {kind: new}


def _without_idle(messages: Sequence[Message]) -> list[Message]:
    """Leave out pickles of no device, and cases that never ran, where another record ran the same scenario."""
    ran = {one["testCaseStarted"]["testCaseId"] for one in messages if "testCaseStarted" in one}
    cases = [one["testCase"] for one in messages if "testCase" in one]
    busy = {case["pickleId"] for case in cases if case["id"] in ran}
    idle = {case["id"] for case in cases if case["id"] not in ran and case["pickleId"] in busy}
    planned = {case["pickleId"] for case in cases}
    pickles = {one["pickle"]["id"]: one["pickle"] for one in messages if "pickle" in one}
    nodes = {tuple(pickles[id_]["astNodeIds"]) for id_ in planned if id_ in pickles}

    def kept(one: Message) -> bool:
        if "testCase" in one:
            return one["testCase"]["id"] not in idle
        pickle = one.get("pickle")
        return pickle is None or pickle["id"] in planned or tuple(pickle["astNodeIds"]) not in nodes

    return [one for one in messages if kept(one)]


def _time(one: Message) -> float:
    body = next(iter(one.values()))
    return in_seconds(body["timestamp"]) if "timestamp" in body else 0.0
