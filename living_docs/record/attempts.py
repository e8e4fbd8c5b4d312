"""The attempts at each scenario in a record, and their verdicts."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from PIL import Image, UnidentifiedImageError

from conformance.verdict_engine import judge_confirmation, judge_statuses, known_verdict
from conformance.verdicts import Verdict
from living_docs.record.messages import (
    CONFIRMATION,
    LOAD,
    PICTURE,
    SETTING_UP,
    TRACE,
    VERDICT,
    VIDEO,
    Message,
    in_seconds,
    whose,
)
from living_docs.record.record_model import Attempt, EvidenceFile, Picture, ScenarioRun, Sentence, StepRun

NOT_PART = "It was not part of this run."
NOT_COME_TO = "The run ended before it came to this."
USUAL_SIZE = (800, 450)
"""Pixels of a picture whose file is missing."""
KINDS = {TRACE: "trace", VIDEO: "video"}


ALONE = {
    Verdict.PASSED: "passed",
    Verdict.FAILED: "failed",
    Verdict.NOT_REACHED: "was not reached",
    Verdict.NOT_TESTED: "was skipped",
    Verdict.KNOWN_DEVIATION: "failed as declared",
    Verdict.UNEXPECTEDLY_PASSED: "passed, though declared to fail",
}
"""What became of a scenario when it was run again alone."""


@dataclass
class _Recorded:
    """Everything that the record tells of one attempt at a scenario."""

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

    def result(self, step: str) -> Message:
        """The result of a step; UNKNOWN where the record tells none."""
        result: Message = self.ends.get(step, {}).get("testStepResult", {"status": "UNKNOWN"})
        return result


class Attempts:
    """The attempts at all scenarios. ``told`` are the record's messages by their kind."""

    def __init__(self, told: Mapping[str, Sequence[Message]], folder: Path) -> None:
        self._folder = folder
        self._interrupted = bool(told["testRunFinished"][-1].get("message"))
        self._cases: dict[str, list[Message]] = defaultdict(list)
        for case in told["testCase"]:
            self._cases[case["pickleId"]].append(case)
        self._keywords = _keywords(told["gherkinDocument"])
        self._of_case: dict[str, list[_Recorded]] = defaultdict(list)
        for attempt in sorted(_gather(told), key=lambda attempt: attempt.order):
            self._of_case[attempt.started["testCaseId"]].append(attempt)

    @property
    def planned(self) -> set[str]:
        """The ids of the pickles that were to run."""
        return set(self._cases)

    def runs_of(self, pickle: Message, device: str, example: str) -> list[ScenarioRun]:
        """One run for each record that had the scenario in its plan; none where no record had."""
        return [self._run(case, pickle, device, example) for case in self._cases.get(pickle["id"], [])]

    def _run(self, case: Message, pickle: Message, device: str, example: str) -> ScenarioRun:
        attempts = [self._attempt(case, pickle, one) for one in self._of_case.get(case["id"], [])]
        if not attempts:
            return ScenarioRun(device, example, Verdict.NOT_TESTED, NOT_COME_TO if self._interrupted else NOT_PART)
        verdict, reason, one = _judged(attempts)
        return ScenarioRun(device, example, verdict, reason, one.link, one.seconds, attempts, one.steps, one.evidence)

    def _attempt(self, case: Message, pickle: Message, attempt: _Recorded) -> Attempt:
        verdict, reason = _verdict(case, attempt)
        steps = self._steps(case, pickle, attempt)
        evidence = [EvidenceFile(KINDS[kind], *whose(url), url) for url, kind in attempt.files if kind in KINDS]
        link = attempt.verdict.get("link", "")
        return Attempt(verdict, reason, link, attempt.seconds, steps, evidence, attempt.alone)

    def _steps(self, case: Message, pickle: Message, attempt: _Recorded) -> list[StepRun]:
        written = {step["id"]: step for step in pickle["steps"]}
        steps = []
        for test_step in case["testSteps"]:
            result = attempt.result(test_step["id"])
            step = written.get(test_step.get("pickleStepId", ""))
            if step is None and result["status"] in ("PASSED", "SKIPPED", "UNKNOWN"):
                continue  # Setting up and clearing away are only of interest where they went wrong.
            sentence = self._as_run(step) if step else Sentence("", _hook_name(test_step))
            id_ = test_step["id"]
            steps.append(self._step(sentence, result, attempt.pictures.get(id_, []), attempt.loads.get(id_, "")))
        return steps

    def _step(self, sentence: Sentence, result: Message, urls: Sequence[str], load: str) -> StepRun:
        exception = result.get("exception", {})
        seconds = in_seconds(result["duration"]) if "duration" in result else 0.0
        message, trace = result.get("message", ""), exception.get("stackTrace", "")
        pictures = [self._picture(url) for url in urls]
        return StepRun(sentence, result["status"], seconds, message, trace, pictures, load)

    def _as_run(self, step: Message) -> Sentence:
        """The sentence with the examples filled in, and the keyword as it is written."""
        keyword = self._keywords.get(step["astNodeIds"][0], "")
        argument = step.get("argument", {})
        rows = argument.get("dataTable", {}).get("rows", [])
        table = [[cell["value"] for cell in row["cells"]] for row in rows]
        return Sentence(keyword, step["text"], table, str(argument.get("docString", {}).get("content") or ""))

    def _picture(self, url: str) -> Picture:
        person, device = whose(url)
        try:
            with Image.open(self._folder / unquote(url)) as image:
                width, height = image.size
        except (OSError, UnidentifiedImageError):
            width, height = USUAL_SIZE
        return Picture(url, person, device, width, height)


def _judged(attempts: Sequence[Attempt]) -> tuple[Verdict, str, Attempt]:
    """Return the verdict on all attempts together, its reason, and the attempt that shows it.

    A confirmation that broke off, as in a run that was interrupted, confirms and refutes nothing. Of attempts that were
    not confirmations the last counts.
    """
    first = next(one for one in reversed(attempts) if not one.alone or one is attempts[0])
    alone = next((one for one in reversed(attempts) if one.alone and not one.broke_off), first)
    if alone is first:
        return first.verdict, first.reason, first
    verdict = judge_confirmation(first.verdict, alone.verdict)
    if verdict is Verdict.FAILED:
        return verdict, alone.reason, alone
    return verdict, f"{_sentence(first.reason)} Run again alone, it {ALONE[alone.verdict]}.".lstrip(), first


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?", ":")) else f"{text}."


def _gather(told: Mapping[str, Sequence[Message]]) -> list[_Recorded]:
    attempts = {one["id"]: _Recorded(one, {}, defaultdict(list), [], {}, {}) for one in told["testCaseStarted"]}
    for end in told["testStepFinished"]:
        attempts[end["testCaseStartedId"]].ends[end["testStepId"]] = end
    for file in told["externalAttachment"]:
        attempts[file["testCaseStartedId"]].add(file)
    for attachment in told["attachment"]:
        if attachment["mediaType"] == VERDICT:
            attempts[attachment["testCaseStartedId"]].verdict = json.loads(attachment["body"])
        elif attachment["mediaType"] == LOAD and "testStepId" in attachment:
            loads = attempts[attachment["testCaseStartedId"]].loads
            loads[attachment["testStepId"]] = json.loads(attachment["body"])["text"]
    for end in told["testCaseFinished"]:
        attempt = attempts[end["testCaseStartedId"]]
        attempt.seconds = in_seconds(end["timestamp"]) - in_seconds(attempt.started["timestamp"])
    return list(attempts.values())


def _verdict(case: Message, attempt: _Recorded) -> tuple[Verdict, str]:
    """Return the verdict on an attempt and its reason: what the recorder noted, else what its steps' status says."""
    noted = known_verdict(attempt.verdict.get("verdict"))
    if noted is not None:
        return noted, attempt.verdict.get("reason", "")
    results = [attempt.result(step["id"]) for step in case["testSteps"]]
    verdict, place = judge_statuses([result["status"] for result in results])
    return verdict, "" if place is None else _first_line(results[place])


def _first_line(result: Mapping[str, Any]) -> str:
    return str(result.get("message", "")).split("\n", 1)[0]


def _hook_name(test_step: Mapping[str, Any]) -> str:
    return "Setting up" if test_step.get("hookId") == SETTING_UP else "Clearing away"


def _keywords(documents: Sequence[Message]) -> dict[str, str]:
    """The keyword of each step as it is written, by the step's id."""
    features = [document["feature"] for document in documents if "feature" in document]
    return {step["id"]: step["keyword"].strip() for one in features for step in _all_steps(one["children"])}


def _all_steps(children: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    steps: list[Mapping[str, Any]] = []
    for child in children:
        if "rule" in child:
            steps += _all_steps(child["rule"]["children"])
        else:
            steps += child.get("scenario", child.get("background", {})).get("steps", [])
    return steps
