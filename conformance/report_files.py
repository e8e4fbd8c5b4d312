"""Reading and writing ``conformance.json``, and its JSON Schema."""

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
"""The names of the report's parts in the published schema, by their class names."""


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the file."""
    partial = {"properties": {"run": {"properties": {"complete": {"const": False}}}}}
    only = {"if": partial, "then": {"properties": {"conforms": {"const": "none"}}}}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:stagedoor:conformance:{FORMAT}"}
    report: dict[str, Any] = json.loads(_schema_with_published_names())
    report["$defs"] = dict(sorted(report["$defs"].items()))
    return head | report | only


def _schema_with_published_names() -> str:
    whole = json.dumps(ConformanceReport.model_json_schema(by_alias=True, mode="serialization"))
    for name, published in PUBLISHED.items():
        whole = whole.replace(f'"{name}"', f'"{published}"').replace(f'/{name}"', f'/{published}"')
    return whole


def as_text(document: dict[str, Any] | ConformanceReport) -> str:
    """Return the text of the file."""
    plain = document.model_dump(mode="json", by_alias=True) if isinstance(document, ConformanceReport) else document
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def read_conformance(path: Path) -> ConformanceReport:
    """Return the report in a file; raise UnreadableFile where it cannot be used."""
    return _checked(path, _document(path))


def _document(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: no such file. `make acceptance` writes a report.") from None
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror}).") from None
    except ValueError:
        raise UnreadableFile(f"{path}: truncated or not JSON. Copy the report again.") from None


def _checked(path: Path, document: Any) -> ConformanceReport:
    if not _is_report(document):
        raise UnreadableFile(f"{path}: not a conformance report of this suite. Give the path of a conformance.json.")
    if document["format"] == 1:
        document = _from_format_1(document)
    _expect_current_format(path, document["format"])
    try:
        return ConformanceReport.model_validate(document)
    except ValidationError as error:
        raise UnreadableFile(f"{path}: {_fault(error)}. The file was edited; build it again from the record.") from None


def _is_report(document: Any) -> bool:
    is_of_suite = isinstance(document, dict) and document.get("$schema") == SCHEMA
    return is_of_suite and isinstance(document.get("format"), int)


def _expect_current_format(path: Path, number: int) -> None:
    if number != FORMAT:
        age = "an older" if number < FORMAT else "a newer"
        raise UnreadableFile(f"{path}: written by {age} version (format {number}, not {FORMAT}). Run the suite again.")


def _from_format_1(document: dict[str, Any]) -> dict[str, Any]:
    """Return the report in format 2, which adds the verdict "inconsistent", the load, and attempts."""
    new = deepcopy(document)
    counts = new.get("counts")
    if isinstance(counts, dict):
        counts.setdefault(Verdict.INCONSISTENT.value, {"must": 0, "should": 0, "may": 0, "total": 0})
    for scenario in _scenarios(new):
        scenario.setdefault("load", "")
        scenario.setdefault("attempts", [])
    return new | {"format": FORMAT}


def _scenarios(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every scenario run that has the expected shape; validation reports the others."""
    rules = [rule for rule in document.get("rules") or [] if isinstance(rule, dict)]
    devices = [device for rule in rules for device in rule.get("devices") or [] if isinstance(device, dict)]
    yield from (run for device in devices for run in device.get("scenarios") or [] if isinstance(run, dict))


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    message = str(first["msg"]).removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
