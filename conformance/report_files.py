"""Reads and writes ``conformance.json``, and makes its JSON Schema."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from conformance.conformance_report import FORMAT, ConformanceReport
from conformance.errors import UnreadableFile
from conformance.verdicts import Verdict

NAME = "conformance.json"
SCHEMA = "conformance.schema.json"
SCHEMA_FILE = Path(__file__).parent / SCHEMA


PUBLISHED = {
    "ConformanceReport": "Conformance",
    "ReportedScenario": "ScenarioRun",
    "RuleOnDevice": "OnDevice",
    "VerdictCounts": "Tally",
} | {f"Reported{part}": part for part in ("Attempt", "Picture", "Room", "Rule", "Run", "Suite")}
"""The names that the parts of a report have in the published schema, by those of their classes."""


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the file."""
    whole = json.dumps(ConformanceReport.model_json_schema(by_alias=True, mode="serialization"))
    for name, published in PUBLISHED.items():
        whole = whole.replace(f'"{name}"', f'"{published}"').replace(f'/{name}"', f'/{published}"')
    partial = {"properties": {"run": {"properties": {"complete": {"const": False}}}}}
    only = {"if": partial, "then": {"properties": {"conforms": {"const": "none"}}}}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:stagedoor:conformance:{FORMAT}"}
    report: dict[str, Any] = json.loads(whole)
    report["$defs"] = dict(sorted(report["$defs"].items()))
    return head | report | only


def as_text(document: dict[str, Any] | ConformanceReport) -> str:
    """Return the text of the file."""
    plain = document.model_dump(mode="json", by_alias=True) if isinstance(document, ConformanceReport) else document
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def read_conformance(path: Path) -> ConformanceReport:
    """Return the report in a file; raise UnreadableFile, in one line, where it cannot be used."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: there is no report here. “make acceptance” writes one.") from None
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror}).") from None
    except ValueError:
        raise UnreadableFile(f"{path}: cut off, or no JSON, so it is no conformance report. Copy it again.") from None
    return _checked(path, told)


def _checked(path: Path, told: Any) -> ConformanceReport:
    if not isinstance(told, dict) or told.get("$schema") != SCHEMA or not isinstance(told.get("format"), int):
        raise UnreadableFile(f"{path}: no conformance report of this suite.")
    if told["format"] == 1:
        told = _from_format_1(told)
    if told["format"] != FORMAT:
        age = "an older" if told["format"] < FORMAT else "a newer"
        raise UnreadableFile(
            f"{path}: written by {age} version (format {told['format']}, not {FORMAT}). Run again with this one."
        )
    try:
        return ConformanceReport.model_validate(told)
    except ValidationError as error:
        raise UnreadableFile(
            f"{path}: {_fault(error)}. It was changed by hand; make it anew from the record."
        ) from None


def _from_format_1(told: dict[str, Any]) -> dict[str, Any]:
    """Return the report as format 2 has it: format 1 knew neither the verdict "inconsistent" nor load and attempts."""
    new = deepcopy(told)
    counts = new.get("counts")
    if isinstance(counts, dict):
        counts.setdefault(Verdict.INCONSISTENT.value, {"must": 0, "should": 0, "may": 0, "total": 0})
    for scenario in _scenarios(new):
        scenario.setdefault("load", "")
        scenario.setdefault("attempts", [])
    return new | {"format": FORMAT}


def _scenarios(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every run of a scenario, as far as the report has the shape of one; what has not is told by its check."""
    rules = [rule for rule in told.get("rules") or [] if isinstance(rule, dict)]
    devices = [device for rule in rules for device in rule.get("devices") or [] if isinstance(device, dict)]
    yield from (run for device in devices for run in device.get("scenarios") or [] if isinstance(run, dict))


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    words = str(first["msg"]).removeprefix("Value error, ")
    return f"{place}: {words}" if place else words
