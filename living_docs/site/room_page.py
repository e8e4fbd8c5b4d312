"""Writes one room's result for a project's documentation: page, report and pictures of failures."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from conformance import report_texts
from conformance.conformance_report import (
    ConformanceReport,
    ReportedPicture,
    ReportedRule,
    ReportedScenario,
    RuleOnDevice,
)
from conformance.levels import LEVELS
from conformance.matrix import RoomNote
from conformance.report_files import as_text
from conformance.verdicts import Verdict
from living_docs.site.environment import plain_environment
from living_docs.site.matrix_page import as_cell

FAILED_VERDICTS = (Verdict.FAILED, Verdict.INCONSISTENT, Verdict.NOT_REACHED)
PREPARING = ("Given ", "When ")
"""The beginnings of steps that say less of the rule than a Then step; "And" occurs after all of them."""
PICTURES = "pictures"
MAX_WIDTH = 640
"""The width of a picture in pixels, at most."""
MAX_LINES = 12
"""The largest number of lines of a scenario's ``seen`` on the page."""


@dataclass(frozen=True)
class FailedRule:
    """A rule that failed, was inconsistent or was not reached, with one scenario that shows this.

    ``devices``: those with the rule's verdict; ``scenario``: one of the first of them with this verdict,
    if possible one whose Then step failed.
    ``picture``: the path relative to the page, empty where the scenario has none.
    """

    rule: ReportedRule
    devices: list[str]
    scenario: ReportedScenario
    picture: str
    caption: str


def write_room_page(
    report: ConformanceReport, pictures: Path, page: Path, matrix: str, note: RoomNote | None = None
) -> None:
    """Write the page, the report beside it with the ending ``.json``, and the pictures of failures.

    ``pictures``: the folder to which the report's paths are relative; ``matrix``: the path of the matrix, relative to
    the page.
    """
    _remove_pictures(page)
    failed = list(_failed_rules(report, pictures, page))
    page.write_text(_render(report, failed, matrix, note), encoding="utf-8")
    page.with_suffix(".json").write_text(as_text(_without_pictures(report)), encoding="utf-8")


def _remove_pictures(page: Path) -> None:
    (page.parent / PICTURES).mkdir(parents=True, exist_ok=True)
    for old in (page.parent / PICTURES).glob(f"{page.stem}-*"):
        old.unlink()


def _render(report: ConformanceReport, failed: list[FailedRule], matrix: str, note: RoomNote | None) -> str:
    environment = plain_environment()
    environment.filters |= {"cell": as_cell, "shortened": _shortened}
    return environment.get_template("room.md").render(
        report=report,
        note=note,
        matrix=matrix,
        texts=report_texts,
        all_levels=LEVELS,
        failed=failed,
        declared=[
            ("Declared deviations", report.rules_with(Verdict.KNOWN_DEVIATION)),
            ("Declared deviations that did not occur", report.rules_with(Verdict.UNEXPECTEDLY_PASSED)),
        ],
    )


def _failed_rules(report: ConformanceReport, pictures: Path, page: Path) -> Iterator[FailedRule]:
    for rule in report.rules_with(*FAILED_VERDICTS):
        devices = [on_device for on_device in rule.devices if on_device.verdict is rule.verdict]
        scenario = _most_relevant_scenario(devices[0], rule.verdict)
        picture = _most_relevant_picture(scenario)
        path = _copy_reduced(pictures / picture.path, page, rule.id) if picture else ""
        caption = f"{picture.person}'s screen ({picture.device})" if picture else ""
        yield FailedRule(rule, [on_device.device for on_device in devices], scenario, path, caption)


def _most_relevant_scenario(on_device: RuleOnDevice, verdict: Verdict) -> ReportedScenario:
    """Return the first scenario with this verdict whose Then step failed; if there is none, the first one."""
    scenarios = [scenario for scenario in on_device.scenarios if scenario.verdict is verdict]
    return next((scenario for scenario in scenarios if not scenario.step.startswith(PREPARING)), scenarios[0])


def _most_relevant_picture(scenario: ReportedScenario) -> ReportedPicture | None:
    """Return the last picture of the person whose screen was not as expected, or the last one of all."""
    own = [picture for picture in scenario.pictures if scenario.expected.startswith(f"{picture.person}'s")]
    return next(reversed(own or scenario.pictures), None)


def _copy_reduced(picture: Path, page: Path, rule: str) -> str:
    """Store a small copy beside the page; return its path relative to the page."""
    name = f"{PICTURES}/{page.stem}-{rule}.jpg"
    with Image.open(picture) as image:
        small = image.convert("RGB")
    small.thumbnail((MAX_WIDTH, 2 * MAX_WIDTH))
    small.save(page.parent / name, quality=80)
    return name


def _shortened(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(lines[:MAX_LINES] + ["…"] * (len(lines) > MAX_LINES))


def _without_pictures(report: ConformanceReport) -> ConformanceReport:
    """Return the report without pictures and scenarios, whose paths lead to files of the run's report."""
    document = report.model_dump(mode="json", by_alias=True)
    for rule in document["rules"]:
        for on_device in rule["devices"]:
            on_device["pictures"] = []
            on_device["scenarios"] = []
    return ConformanceReport.model_validate(document)
