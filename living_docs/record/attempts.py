"""The attempts at each scenario in a record, and their verdicts."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from PIL import Image, UnidentifiedImageError

from conformance.verdict_engine import judge_confirmation, judge_statuses, verdict_named
from conformance.verdicts import Verdict
from living_docs.record.record_messages import (
    CONFIRMATION,
    LOAD,
    PICTURE,
    SETUP,
    TRACE,
    VERDICT,
    VIDEO,
    Message,
    in_seconds,
    person_and_device,
)
from living_docs.record.record_model import Attempt, EvidenceFile, Picture, ScenarioRun, StepRun, WrittenStep

NOT_PART = "It was not part of this run."
NOT_STARTED = "The run ended before this scenario started."
DEFAULT_SIZE = (800, 450)
"""Pixels of a picture whose file is missing."""
EVIDENCE_KINDS = {TRACE: "trace", VIDEO: "video"}
CONFIRMATION_OUTCOMES = {
    Verdict.PASSED: "passed",
    Verdict.FAILED: "failed",
    Verdict.NOT_REACHED: "was not reached",
    Verdict.NOT_TESTED: "was skipped",
    Verdict.KNOWN_DEVIATION: "failed as declared",
    Verdict.UNEXPECTEDLY_PASSED: "passed, though declared to fail",
}
"""The outcome of a confirmation in words."""


@dataclass
class _RecordedAttempt:
    """What the record contains about one attempt at a scenario."""

    started: Message
    ends: dict[str, Message]
    pictures: dict[str, list[str]]
    files: list[tuple[str, str]]
    verdict: dict[str, str]
    loads: dict[str, str]
    seconds: float = 0.0

    @property
    def alone(self) -> bool:
        return self.started.get("workerId") == CONFIRMATION

    @property
    def order(self) -> tuple[bool, int]:
        return self.alone, int(self.started["attempt"])

    def add(self, file: Message) -> None:
        if file["mediaType"] == PICTURE:
            self.pictures[file.get("testStepId", "")].append(file["url"])
        else:
            self.files.append((file["url"], file["mediaType"]))

    def add_load(self, attachment: Message) -> None:
        self.loads[attachment["testStepId"]] = json.loads(attachment["body"])["text"]

    def finish(self, end: Message) -> None:
        self.seconds = in_seconds(end["timestamp"]) - in_seconds(self.started["timestamp"])

    def result(self, step: str) -> Message:
        """Return the result of a step; UNKNOWN where the record has none."""
        result: Message = self.ends.get(step, {}).get("testStepResult", {"status": "UNKNOWN"})
        return result


class Attempts:
    """The attempts at all scenarios; ``messages``: the record's messages by kind."""

    def __init__(self, messages: Mapping[str, Sequence[Message]], folder: Path) -> None:
        self._folder = folder
        self._interrupted = bool(messages["testRunFinished"][-1].get("message"))
        self._cases: dict[str, list[Message]] = defaultdict(list)
        for case in messages["testCase"]:
            self._cases[case["pickleId"]].append(case)
        self._keywords_by_step = _keywords_by_step(messages["gherkinDocument"])
        self._attempts_by_case: dict[str, list[_RecordedAttempt]] = defaultdict(list)
        for attempt in sorted(_gather(messages), key=lambda attempt: attempt.order):
            self._attempts_by_case[attempt.started["testCaseId"]].append(attempt)

    @property
    def planned(self) -> set[str]:
        """The ids of the pickles that were planned."""
        return set(self._cases)

    def runs_of(self, pickle: Message, device: str, example: str) -> list[ScenarioRun]:
        """Return one run for each record whose plan contains the scenario."""
        return [self._run(case, pickle, device, example) for case in self._cases.get(pickle["id"], [])]

    def _run(self, case: Message, pickle: Message, device: str, example: str) -> ScenarioRun:
        attempts = [self._attempt(case, pickle, recorded) for recorded in self._attempts_by_case.get(case["id"], [])]
        if not attempts:
            return ScenarioRun(device, example, Verdict.NOT_TESTED, NOT_STARTED if self._interrupted else NOT_PART)
        verdict, reason, deciding = _decide(attempts)
        return ScenarioRun(
            device,
            example,
            verdict,
            reason,
            deciding.link,
            deciding.seconds,
            attempts,
            deciding.steps,
            deciding.evidence,
        )

    def _attempt(self, case: Message, pickle: Message, attempt: _RecordedAttempt) -> Attempt:
        verdict, reason = _judge(case, attempt)
        steps = self._steps(case, pickle, attempt)
        evidence = [
            EvidenceFile(EVIDENCE_KINDS[kind], *person_and_device(url), url)
            for url, kind in attempt.files
            if kind in EVIDENCE_KINDS
        ]
        link = attempt.verdict.get("link", "")
        return Attempt(verdict, reason, link, attempt.seconds, steps, evidence, attempt.alone)

    def _steps(self, case: Message, pickle: Message, attempt: _RecordedAttempt) -> list[StepRun]:
        written = {step["id"]: step for step in pickle["steps"]}
        steps = []
        for test_step in case["testSteps"]:
            result = attempt.result(test_step["id"])
            step = written.get(test_step.get("pickleStepId", ""))
            if step is None and result["status"] in ("PASSED", "SKIPPED", "UNKNOWN"):
                continue  # Setup and teardown are only shown where they failed.
            as_written = self._create_written_step(step) if step else WrittenStep("", _name_of_hook(test_step))
            id_ = test_step["id"]
            steps.append(self._step(as_written, result, attempt.pictures.get(id_, []), attempt.loads.get(id_, "")))
        return steps

    def _step(self, as_written: WrittenStep, result: Message, urls: Sequence[str], load: str) -> StepRun:
        exception = result.get("exception", {})
        seconds = in_seconds(result["duration"]) if "duration" in result else 0.0
        message, trace = result.get("message", ""), exception.get("stackTrace", "")
        pictures = [self._picture(url) for url in urls]
        return StepRun(as_written, result["status"], seconds, message, trace, pictures, load)

    def _create_written_step(self, step: Message) -> WrittenStep:
        """Return the step with its examples filled in, and its keyword as written."""
        keyword = self._keywords_by_step.get(step["astNodeIds"][0], "")
        argument = step.get("argument", {})
        rows = argument.get("dataTable", {}).get("rows", [])
        table = [[cell["value"] for cell in row["cells"]] for row in rows]
        return WrittenStep(keyword, step["text"], table, str(argument.get("docString", {}).get("content") or ""))

    def _picture(self, url: str) -> Picture:
        person, device = person_and_device(url)
        try:
            with Image.open(self._folder / unquote(url)) as image:
                width, height = image.size
        except (OSError, UnidentifiedImageError):
            width, height = DEFAULT_SIZE
        return Picture(url, person, device, width, height)


def _decide(attempts: Sequence[Attempt]) -> tuple[Verdict, str, Attempt]:
    """Return the verdict on all attempts, its reason, and the attempt that shows it.

    The verdict follows from the last attempt that is not a confirmation, and from the last confirmation, if any. An
    unfinished confirmation, as in an interrupted run, does not count.
    """
    first = next(attempt for attempt in reversed(attempts) if not attempt.alone or attempt is attempts[0])
    alone = next((attempt for attempt in reversed(attempts) if attempt.alone and not attempt.is_unfinished), first)
    if alone is first:
        return first.verdict, first.reason, first
    verdict = judge_confirmation(first.verdict, alone.verdict)
    if verdict is Verdict.FAILED:
        return verdict, alone.reason, alone
    return (
        verdict,
        f"{_with_full_stop(first.reason)} Run again alone, it {CONFIRMATION_OUTCOMES[alone.verdict]}.".lstrip(),
        first,
    )


def _with_full_stop(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?", ":")) else f"{text}."


def _gather(messages: Mapping[str, Sequence[Message]]) -> list[_RecordedAttempt]:
    attempts = {
        started["id"]: _RecordedAttempt(started, {}, defaultdict(list), [], {}, {})
        for started in messages["testCaseStarted"]
    }
    for end in messages["testStepFinished"]:
        attempts[end["testCaseStartedId"]].ends[end["testStepId"]] = end
    for file in messages["externalAttachment"]:
        attempts[file["testCaseStartedId"]].add(file)
    for attachment in messages["attachment"]:
        if attachment["mediaType"] == VERDICT:
            attempts[attachment["testCaseStartedId"]].verdict = json.loads(attachment["body"])
        elif attachment["mediaType"] == LOAD and "testStepId" in attachment:
            attempts[attachment["testCaseStartedId"]].add_load(attachment)
    for end in messages["testCaseFinished"]:
        attempts[end["testCaseStartedId"]].finish(end)
    return list(attempts.values())


def _judge(case: Message, attempt: _RecordedAttempt) -> tuple[Verdict, str]:
    """Return the verdict on an attempt and its reason.

    It is the recorded verdict, or else the one that follows from the status of the steps.
    """
    recorded = verdict_named(attempt.verdict.get("verdict"))
    if recorded is not None:
        return recorded, attempt.verdict.get("reason", "")
    results = [attempt.result(step["id"]) for step in case["testSteps"]]
    verdict, index = judge_statuses([result["status"] for result in results])
    return verdict, "" if index is None else _first_line(results[index])


def _first_line(result: Mapping[str, Any]) -> str:
    return str(result.get("message", "")).split("\n", 1)[0]


def _name_of_hook(test_step: Mapping[str, Any]) -> str:
    return "Setup" if test_step.get("hookId") == SETUP else "Teardown"


def _keywords_by_step(documents: Sequence[Message]) -> dict[str, str]:
    """Return the keyword of each step as written, by the step's id."""
    features = [document["feature"] for document in documents if "feature" in document]
    return {step["id"]: step["keyword"].strip() for feature in features for step in _all_steps(feature["children"])}


def _all_steps(children: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    steps: list[Mapping[str, Any]] = []
    for child in children:
        if "rule" in child:
            steps += _all_steps(child["rule"]["children"])
        else:
            steps += child.get("scenario", child.get("background", {})).get("steps", [])
    return steps
