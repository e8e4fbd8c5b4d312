"""Turns the messages of a record into the model that the pages show."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from conformance.capabilities import ABSENT_PREFIX, capabilities_of, needs_of
from conformance.catalogue import Requirement
from conformance.verdicts import Verdict
from living_docs.record.absent_capabilities import apply_absence
from living_docs.record.attempts import NOT_PART, Attempts
from living_docs.record.record_files import all_facts, facts_of
from living_docs.record.record_messages import Message, in_seconds
from living_docs.record.record_model import (
    Facts,
    Feature,
    FeatureRule,
    RunRecord,
    Scenario,
    ScenarioRun,
    WrittenStep,
    slug,
)
from living_docs.record.run_plan import plan_of

NAMELESS = "a room without a name"


def build_run_record(messages: Sequence[Message], folder: Path) -> RunRecord:
    """Return the model of a record whose pictures are in ``folder``."""
    return _Reader(messages, folder).build_record()


class _Reader:
    def __init__(self, messages: Sequence[Message], folder: Path) -> None:
        self._run_facts = facts_of(messages)
        self._plan = plan_of(all_facts(messages))
        self._bodies = _bodies_by_kind(messages)
        self._requirements = {id_: Requirement(**entry) for id_, entry in self._run_facts.get("catalogue", {}).items()}
        self._capabilities = capabilities_of(self._run_facts.get("offers", {}))
        self._attempts = Attempts(self._bodies, folder)
        self._pickles = _pickles_by_scenario(self._bodies["pickle"])
        planned = [pickle for pickle in self._bodies["pickle"] if pickle["id"] in self._attempts.planned]
        self._devices = sorted({_device(pickle) for pickle in planned})

    def build_record(self) -> RunRecord:
        requirements = self._requirements
        order = {id_: index for index, id_ in enumerate(requirements)}
        features = [self._feature(document) for document in self._bodies["gherkinDocument"] if "feature" in document]
        features.sort(key=lambda feature: min((order[id_] for id_ in feature.ids), default=len(order)))
        apply_absence([scenario for feature in features for scenario in feature.scenarios])
        return RunRecord(self._facts(), features, requirements, self._devices)

    def _facts(self) -> Facts:
        facts = self._run_facts
        meta = self._bodies["meta"][0]
        began = in_seconds(self._bodies["testRunStarted"][0]["timestamp"])
        end = self._bodies["testRunFinished"][-1]
        devices = {device: str(facts.get(device, "")) for device in self._devices if device}
        return Facts(
            room=str(facts.get("room") or facts.get("run", {}).get("room") or NAMELESS),
            browser=str(facts.get("browser", "")),
            devices=devices,
            commit=str(facts.get("commit", "")),
            changed=bool(facts.get("changed")),
            pictures=bool(facts.get("pictures")),
            system=" ".join(filter(None, (meta["os"]["name"], meta["os"].get("version"), meta["cpu"]["name"]))),
            began=datetime.fromtimestamp(began, UTC),
            seconds=in_seconds(end["timestamp"]) - began,
            interrupted=str(end.get("message", "")),
            success=bool(end["success"]),
            plan=self._plan,
        )

    def _feature(self, document: Message) -> Feature:
        feature = document["feature"]
        stem = slug(Path(document["uri"]).stem)
        rules = [self._rule(child["rule"], stem) for child in feature["children"] if "rule" in child]
        without_rule = [child["scenario"] for child in feature["children"] if "scenario" in child]
        if without_rule:
            rules.insert(
                0, FeatureRule(stem, feature["name"], "", [self._scenario(scenario, stem) for scenario in without_rule])
            )
        return Feature(stem, feature["name"], _without_line_breaks(feature["description"]), rules, _background(feature))

    def _rule(self, rule: Message, stem: str) -> FeatureRule:
        scenarios = [self._scenario(child["scenario"], stem) for child in rule["children"] if "scenario" in child]
        anchor, text = f"{stem}--rule-{slug(rule['name'])}", _without_line_breaks(rule["description"])
        return FeatureRule(anchor, rule["name"], text, scenarios, _background(rule))

    def _scenario(self, scenario: Message, stem: str) -> Scenario:
        pickles = self._pickles[scenario["id"]]
        catalogue = self._run_facts.get("catalogue", {})
        tags = list(dict.fromkeys(tag["name"].lstrip("@") for pickle in pickles for tag in pickle["tags"]))
        absent = next((tag.removeprefix(ABSENT_PREFIX) for tag in tags if tag.startswith(ABSENT_PREFIX)), "")
        runs = [run for pickle in pickles for run in self._runs(pickle, scenario)]
        return Scenario(
            slug=f"{stem}--{slug(scenario['name'])}",
            name=scenario["name"],
            description=_without_line_breaks(scenario["description"]),
            ids=[tag for tag in tags if tag in catalogue],
            steps=[_written_step(step) for step in scenario["steps"]],
            runs=[run for run in runs if not absent or run.reason != NOT_PART],
            examples=_examples(scenario),
            absent=absent,
            variants={_example(pickle, scenario): self._needs(pickle) for pickle in pickles},
        )

    def _runs(self, pickle: Message, scenario: Message) -> list[ScenarioRun]:
        device, example = _device(pickle), _example(pickle, scenario)
        not_run = [ScenarioRun(kind, example, Verdict.NOT_TESTED, NOT_PART) for kind in self._devices or [""]]
        runs = self._attempts.runs_of(pickle, device, example) or not_run
        needs = self._needs(pickle)
        return [replace(run, needs=needs) for run in runs]

    def _needs(self, pickle: Message) -> frozenset[str]:
        """Return the capabilities that the scenario needs, by the catalogues of its run."""
        texts = [step["text"] for step in pickle["steps"]]
        ids = [tag["name"].lstrip("@") for tag in pickle["tags"]]
        return needs_of(texts, ids, self._requirements, self._capabilities)


def _bodies_by_kind(messages: Sequence[Message]) -> defaultdict[str, list[Message]]:
    bodies: defaultdict[str, list[Message]] = defaultdict(list)
    for envelope in messages:
        kind, body = next(iter(envelope.items()))
        bodies[kind].append(body)
    return bodies


def _pickles_by_scenario(pickles: Sequence[Message]) -> defaultdict[str, list[Message]]:
    by_scenario: defaultdict[str, list[Message]] = defaultdict(list)
    for pickle in pickles:
        by_scenario[pickle["astNodeIds"][0]].append(pickle)
    return by_scenario


def _device(pickle: Mapping[str, Any]) -> str:
    """Return the device, which is the pickle's last tag and the end of its id."""
    last = str(pickle["tags"][-1]["name"]).lstrip("@") if pickle["tags"] else ""
    return last if last and str(pickle["id"]).endswith(f"-{last}") else ""


def _example(pickle: Mapping[str, Any], scenario: Mapping[str, Any]) -> str:
    """Return the row of examples in words: "access: everyone, count: 2"."""
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


def _written_step(step: Mapping[str, Any]) -> WrittenStep:
    table = [[cell["value"] for cell in row["cells"]] for row in step.get("dataTable", {}).get("rows", [])]
    return WrittenStep(step["keyword"].strip(), step["text"], table, step.get("docString", {}).get("content", ""))


def _background(parent: Mapping[str, Any]) -> list[WrittenStep]:
    """Return the background of a feature or rule."""
    steps = [step for child in parent["children"] if "background" in child for step in child["background"]["steps"]]
    return [_written_step(step) for step in steps]


def _without_line_breaks(description: str) -> str:
    """Return a description as one line, without the line breaks and indentation of its file."""
    return " ".join(description.split())
