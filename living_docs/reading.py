"""From the messages of a record to the model that the pages show."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from PIL import Image, UnidentifiedImageError

from living_docs.catalogue import Requirement
from living_docs.messages import PICTURE, TRACE, VERDICT, VIDEO, Message, in_seconds, whose
from living_docs.model import Evidence, Facts, Feature, Picture, Report, Rule, Run, Scenario, Sentence, StepRun, slug
from living_docs.records import facts_of
from living_docs.verdicts import Verdict

NOT_PART = "It was not part of this run."
NOT_COME_TO = "The run ended before it came to this."
FIRST_PICTURE_SIZE = (800, 450)
NOT_RUN = {"UNDEFINED": Verdict.NOT_REACHED, "AMBIGUOUS": Verdict.NOT_REACHED, "UNKNOWN": Verdict.NOT_REACHED}
NOT_DONE = {"PENDING": Verdict.NOT_TESTED, "SKIPPED": Verdict.NOT_TESTED}
KINDS = {TRACE: "trace", VIDEO: "video"}


@dataclass
class _Attempt:
    """Everything that the record tells of one attempt at a scenario."""

    started: Message
    ends: dict[str, Message]
    pictures: dict[str, list[str]]
    files: list[tuple[str, str]]
    verdict: dict[str, str]
    seconds: float = 0.0


def read_report(messages: Sequence[Message], folder: Path) -> Report:
    """The model of a record whose pictures are in ``folder``."""
    return _Reader(messages, folder).report()


class _Reader:
    def __init__(self, messages: Sequence[Message], folder: Path) -> None:
        self._folder = folder
        self._told = facts_of(messages)
        self._of: dict[str, list[Message]] = defaultdict(list)
        for one in messages:
            kind, body = next(iter(one.items()))
            self._of[kind].append(body)
        self._cases = {case["pickleId"]: [] for case in self._of["testCase"]}  # type: dict[str, list[Message]]
        for case in self._of["testCase"]:
            self._cases[case["pickleId"]].append(case)
        self._attempts = self._gather()
        self._interrupted = str(self._of["testRunFinished"][-1].get("message", ""))
        self._pickles: dict[str, list[Message]] = defaultdict(list)
        for pickle in self._of["pickle"]:
            self._pickles[pickle["astNodeIds"][0]].append(pickle)
        known = [_device(pickle) for pickle in self._of["pickle"] if pickle["id"] in self._cases]
        self._devices = sorted(set(known))

    def report(self) -> Report:
        requirements = {id_: Requirement(**entry) for id_, entry in self._told.get("catalogue", {}).items()}
        order = {id_: place for place, id_ in enumerate(requirements)}
        features = [self._feature(document) for document in self._of["gherkinDocument"] if "feature" in document]
        features.sort(key=lambda feature: min((order.get(id_, 999) for one in feature.scenarios for id_ in one.ids), default=999))
        return Report(self._facts(), features, requirements, self._devices)

    def _facts(self) -> Facts:
        told = self._told
        meta = self._of["meta"][0]
        began = in_seconds(self._of["testRunStarted"][0]["timestamp"])
        end = self._of["testRunFinished"][-1]
        devices = {device: str(told.get(device, "")) for device in self._devices if device}
        return Facts(
            room=str(told.get("room", "unknown")),
            browser=str(told.get("browser", "unknown")),
            devices=devices,
            commit=str(told.get("commit", "")),
            changed=bool(told.get("changed")),
            pictures=bool(told.get("pictures")),
            system=" ".join(filter(None, (meta["os"]["name"], meta["os"].get("version"), meta["cpu"]["name"]))),
            began=datetime.fromtimestamp(began, UTC),
            seconds=in_seconds(end["timestamp"]) - began,
            interrupted=self._interrupted,
            success=bool(end["success"]),
        )

    def _feature(self, document: Message) -> Feature:
        feature = document["feature"]
        stem = slug(Path(document["uri"]).stem)
        rules = [self._rule(child["rule"], stem) for child in feature["children"] if "rule" in child]
        loose = [child["scenario"] for child in feature["children"] if "scenario" in child]
        if loose:
            rules.insert(0, Rule(stem, feature["name"], "", [self._scenario(one, stem) for one in loose]))
        return Feature(stem, feature["name"], _text(feature["description"]), rules)

    def _rule(self, rule: Message, stem: str) -> Rule:
        scenarios = [self._scenario(child["scenario"], stem) for child in rule["children"] if "scenario" in child]
        return Rule(f"{stem}--rule-{slug(rule['name'])}", rule["name"], _text(rule["description"]), scenarios)

    def _scenario(self, scenario: Message, stem: str) -> Scenario:
        pickles = self._pickles[scenario["id"]]
        known = self._told.get("catalogue", {})
        tags = dict.fromkeys(tag["name"].lstrip("@") for pickle in pickles for tag in pickle["tags"])
        runs = [run for pickle in pickles for run in self._runs(pickle, scenario)]
        ids = [tag for tag in tags if tag in known]
        sentences = [_sentence(step) for step in scenario["steps"]]
        found = Scenario(f"{stem}--{slug(scenario['name'])}", scenario["name"], _text(scenario["description"]), ids, sentences, runs)
        found.examples = _examples(scenario)
        return found

    def _runs(self, pickle: Message, scenario: Message) -> list[Run]:
        device, example = _device(pickle), _example(pickle, scenario)
        if pickle["id"] not in self._cases:
            devices = self._devices or [""]
            return [Run(one, example, Verdict.NOT_TESTED, NOT_PART) for one in devices]
        return [self._run(case, pickle, device, example) for case in self._cases[pickle["id"]]]

    def _run(self, case: Message, pickle: Message, device: str, example: str) -> Run:
        attempts = self._attempts.get(case["id"], [])
        if not attempts:
            return Run(device, example, Verdict.NOT_TESTED, NOT_COME_TO if self._interrupted else NOT_PART)
        last = max(attempts, key=lambda attempt: int(attempt.started["attempt"]))
        verdict, reason = _verdict(case, last)
        steps = self._steps(case, pickle, last)
        evidence = [Evidence(KINDS[kind], *whose(url), url) for url, kind in last.files if kind in KINDS]
        link = last.verdict.get("link", "")
        return Run(device, example, verdict, reason, link, last.seconds, len(attempts), steps, evidence)

    def _steps(self, case: Message, pickle: Message, attempt: _Attempt) -> list[StepRun]:
        written = {step["id"]: step for step in pickle["steps"]}
        steps = []
        for test_step in case["testSteps"]:
            end = attempt.ends.get(test_step["id"], {})
            result = end.get("testStepResult", {"status": "UNKNOWN"})
            step = written.get(test_step.get("pickleStepId", ""))
            if step is None and result["status"] in ("PASSED", "SKIPPED", "UNKNOWN"):
                continue  # Setting up and clearing away are only of interest where they went wrong.
            sentence = self._as_run(step) if step else Sentence("", _hook_name(test_step))
            steps.append(self._step(sentence, result, attempt.pictures.get(test_step["id"], [])))
        return steps

    def _step(self, sentence: Sentence, result: Message, urls: Sequence[str]) -> StepRun:
        exception = result.get("exception", {})
        seconds = in_seconds(result["duration"]) if "duration" in result else 0.0
        message, trace = result.get("message", ""), exception.get("stackTrace", "")
        return StepRun(sentence, result["status"], seconds, message, trace, [self._picture(url) for url in urls])

    def _as_run(self, step: Message) -> Sentence:
        """The sentence with the examples filled in, and the keyword as it is written."""
        keyword = self._keywords().get(step["astNodeIds"][0], "")
        argument = step.get("argument", {})
        rows = argument.get("dataTable", {}).get("rows", [])
        table = [[cell["value"] for cell in row["cells"]] for row in rows]
        return Sentence(keyword, step["text"], table, str(argument.get("docString", {}).get("content") or ""))

    def _keywords(self) -> dict[str, str]:
        if not hasattr(self, "_keyword_of"):
            self._keyword_of = {
                step["id"]: step["keyword"].strip()
                for document in self._of["gherkinDocument"]
                for step in _all_steps(document.get("feature", {}).get("children", []))
            }
        return self._keyword_of

    def _picture(self, url: str) -> Picture:
        person, device = whose(url)
        try:
            with Image.open(self._folder / unquote(url)) as image:
                width, height = image.size
        except (OSError, UnidentifiedImageError):
            width, height = FIRST_PICTURE_SIZE
        return Picture(url, person, device, width, height)

    def _gather(self) -> dict[str, list[_Attempt]]:
        attempts = {one["id"]: _Attempt(one, {}, defaultdict(list), [], {}) for one in self._of["testCaseStarted"]}
        for end in self._of["testStepFinished"]:
            attempts[end["testCaseStartedId"]].ends[end["testStepId"]] = end
        for file in self._of["externalAttachment"]:
            attempt = attempts[file["testCaseStartedId"]]
            if file["mediaType"] == PICTURE:
                attempt.pictures[file.get("testStepId", "")].append(file["url"])
            else:
                attempt.files.append((file["url"], file["mediaType"]))
        for told in self._of["attachment"]:
            if told["mediaType"] == VERDICT:
                attempts[told["testCaseStartedId"]].verdict = json.loads(told["body"])
        for end in self._of["testCaseFinished"]:
            attempt = attempts[end["testCaseStartedId"]]
            attempt.seconds = in_seconds(end["timestamp"]) - in_seconds(attempt.started["timestamp"])
        by_case: dict[str, list[_Attempt]] = defaultdict(list)
        for attempt in attempts.values():
            by_case[attempt.started["testCaseId"]].append(attempt)
        return by_case


def _verdict(case: Message, attempt: _Attempt) -> tuple[Verdict, str]:
    """The verdict on an attempt and its reason: what the recorder said of it, else what its steps came to."""
    told = attempt.verdict
    if told.get("verdict") in [verdict.value for verdict in Verdict]:
        return Verdict(told["verdict"]), told.get("reason", "")
    results = [attempt.ends.get(step["id"], {}).get("testStepResult", {"status": "UNKNOWN"}) for step in case["testSteps"]]
    failed = next((one for one in results if one["status"] == "FAILED"), None)
    if failed:
        return Verdict.FAILED, _first_line(failed)
    for statuses in (NOT_RUN, NOT_DONE):
        for one in results:
            if one["status"] in statuses:
                return statuses[one["status"]], _first_line(one)
    return Verdict.PASSED, ""


def _first_line(result: Mapping[str, Any]) -> str:
    return str(result.get("message", "")).split("\n", 1)[0]


def _hook_name(test_step: Mapping[str, Any]) -> str:
    return "Setting up" if test_step.get("hookId") == "setting-up" else "Clearing away"


def _device(pickle: Mapping[str, Any]) -> str:
    """The device is the tag that the pickle has for it, which is the end of its id as well."""
    last = str(pickle["tags"][-1]["name"]).lstrip("@") if pickle["tags"] else ""
    return last if last and str(pickle["id"]).endswith(f"-{last}") else ""


def _example(pickle: Mapping[str, Any], scenario: Mapping[str, Any]) -> str:
    """The row of examples in words: "access: everyone, count: 2"."""
    for table in scenario["examples"]:
        names = [cell["value"] for cell in table.get("tableHeader", {"cells": []})["cells"]]
        for row in table["tableBody"]:
            if row["id"] in pickle["astNodeIds"]:
                return ", ".join(f"{name}: {cell['value']}" for name, cell in zip(names, row["cells"], strict=True))
    return ""


def _examples(scenario: Mapping[str, Any]) -> list[list[str]]:
    tables = [table for table in scenario["examples"] if "tableHeader" in table]
    rows = [row for table in tables for row in (table["tableHeader"], *table["tableBody"])]
    return [[cell["value"] for cell in row["cells"]] for row in rows]


def _sentence(step: Mapping[str, Any]) -> Sentence:
    table = [[cell["value"] for cell in row["cells"]] for row in step.get("dataTable", {}).get("rows", [])]
    return Sentence(step["keyword"].strip(), step["text"], table, step.get("docString", {}).get("content", ""))


def _all_steps(children: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    steps: list[Mapping[str, Any]] = []
    for child in children:
        if "rule" in child:
            steps += _all_steps(child["rule"]["children"])
        else:
            steps += child.get("scenario", child.get("background", {})).get("steps", [])
    return steps


def _text(description: str) -> str:
    """A description without the indentation of its file."""
    return " ".join(description.split())
