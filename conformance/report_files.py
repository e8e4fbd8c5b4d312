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

REPORT_NAME = "conformance.json"
SCHEMA_NAME = "conformance.schema.json"
SCHEMA_FILE = Path(__file__).parent / SCHEMA_NAME


PUBLISHED_NAMES = {
    "ConformanceReport": "Conformance",
    "ReportedScenario": "ScenarioRun",
    "RuleOnDevice": "OnDevice",
    "VerdictCounts": "Tally",
} | {f"Reported{part}": part for part in ("Attempt", "Picture", "Room", "Rule", "Run", "Suite")}
"""The names of the report's parts in the published schema, by their class names."""


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the file."""
    partial = {"properties": {"run": {"properties": {"complete": {"const": False}}}}}
    condition = {"if": partial, "then": {"properties": {"conforms": {"const": "none"}}}}
    header = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:stagedoor:conformance:{FORMAT}"}
    report: dict[str, Any] = json.loads(_schema_with_published_names())
    report["$defs"] = dict(sorted(report["$defs"].items()))
    return header | report | condition


def _schema_with_published_names() -> str:
    text = json.dumps(ConformanceReport.model_json_schema(by_alias=True, mode="serialization"))
    for name, published in PUBLISHED_NAMES.items():
        text = text.replace(f'"{name}"', f'"{published}"').replace(f'/{name}"', f'/{published}"')
    return text


def as_text(document: dict[str, Any] | ConformanceReport) -> str:
    """Return the text of the file."""
    values = document.model_dump(mode="json", by_alias=True) if isinstance(document, ConformanceReport) else document
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def read_conformance(path: Path) -> ConformanceReport:
    """Return the report in a file; raise UnreadableFile where it cannot be used."""
    return _parse_report(path, _read_document(path))


def _read_document(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: no such file. `make acceptance` writes a report.") from None
    except OSError as error:
        reason = error.strerror
        raise UnreadableFile(f"{path}: cannot be read ({reason}). Give a report that you may read.") from None
    except ValueError:
        raise UnreadableFile(f"{path}: truncated or not JSON. Copy the report again.") from None


def _parse_report(path: Path, document: Any) -> ConformanceReport:
    if not _is_report(document):
        raise UnreadableFile(f"{path}: not a conformance report of this suite. Give the path of a conformance.json.")
    if document["format"] == 1:
        document = _convert_from_format_1(document)
    _expect_current_format(path, document["format"])
    try:
        return ConformanceReport.model_validate(document)
    except ValidationError as error:
        raise UnreadableFile(
            f"{path}: {_first_error_text(error)}. The file was edited; build it again from the record."
        ) from None


def _is_report(document: Any) -> bool:
    is_of_suite = isinstance(document, dict) and document.get("$schema") == SCHEMA_NAME
    return is_of_suite and isinstance(document.get("format"), int)


def _expect_current_format(path: Path, number: int) -> None:
    if number != FORMAT:
        age = "an older" if number < FORMAT else "a newer"
        raise UnreadableFile(f"{path}: written by {age} version (format {number}, not {FORMAT}). Run the suite again.")


def _convert_from_format_1(document: dict[str, Any]) -> dict[str, Any]:
    """Return the report in format 2, which adds the verdict "inconsistent", the load, and attempts."""
    converted = deepcopy(document)
    counts = converted.get("counts")
    if isinstance(counts, dict):
        counts.setdefault(Verdict.INCONSISTENT.value, {"must": 0, "should": 0, "may": 0, "total": 0})
    for scenario in _scenario_runs_in(converted):
        scenario.setdefault("load", "")
        scenario.setdefault("attempts", [])
    return converted | {"format": FORMAT}


def _scenario_runs_in(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every scenario run that has the expected shape; validation reports the others."""
    rules = [rule for rule in document.get("rules") or [] if isinstance(rule, dict)]
    devices = [device for rule in rules for device in rule.get("devices") or [] if isinstance(device, dict)]
    yield from (run for device in devices for run in device.get("scenarios") or [] if isinstance(run, dict))


def _first_error_text(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    message = str(first["msg"]).removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
