"""The badge shows level and date of a run in a small picture, also for an incomplete run."""

import re
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conformance.badge import write_badge
from conformance.conformance_report import ConformanceReport
from conformance.report_texts import explanation, headline
from tests.conformance.reports import report_of

SVG = "{http://www.w3.org/2000/svg}"


def read_texts(report: ConformanceReport, folder: Path) -> tuple[str, list[str]]:
    """Return the badge's accessible title, and the texts on it."""
    root = ElementTree.parse(write_badge(report, folder)).getroot()
    title = root.find(f"{SVG}title")
    assert title is not None and root.get("role") == "img" and root.get("aria-labelledby") == title.get("id")
    return title.text or "", [element.text or "" for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("report", "level_text", "headline_text"),
    [
        (report_of(), "MUST + SHOULD + MAY", "Keeps every MUST, SHOULD and MAY"),
        (report_of(MAY="failed"), "MUST + SHOULD", "Keeps every MUST and SHOULD"),
        (report_of(SHOULD="failed"), "MUST", "Keeps every MUST"),
        (report_of(MUST="failed"), "does not conform: 1 MUST", "Does not conform: 1 MUST rule is not kept"),
        (
            report_of(SHOULD="known deviation"),
            "MUST + SHOULD + MAY, 1 declared deviation",
            "Keeps every MUST, SHOULD and MAY, 1 declared deviation",
        ),
        (
            report_of(MUST="not offered", SHOULD="failed", MAY="not offered"),
            "MUST, 1 not offered",
            "Keeps every MUST, 1 not offered",
        ),
        (report_of(complete=False), "partial: 5 of 6 runs", "Partial run: conformance is undecided"),
    ],
)
def test_the_badge_states_level_and_date(
    tmp_path: Path, report: ConformanceReport, level_text: str, headline_text: str
) -> None:
    title, texts = read_texts(report, tmp_path)
    assert texts == ["Joining the stage", f"{level_text} · 2026-11-23"]
    assert title == f"A room of paper. Joining the stage: {level_text} · 2026-11-23"
    assert headline(report) == headline_text


def test_explains_the_headline() -> None:
    assert explanation(report_of(complete=False)) == "One was left out."
    assert explanation(report_of(MUST="failed")) == "Seen to hold: 1 of 2 MUST, 2 of 2 SHOULD, 2 of 2 MAY rules."


def test_escapes_the_rooms_name(tmp_path: Path) -> None:
    title, _ = read_texts(report_of(name='<script>"&</script>'), tmp_path)
    assert title.startswith('<script>"&</script>. ')


def test_the_texts_fit_the_badge(tmp_path: Path) -> None:
    svg = write_badge(report_of(complete=False), tmp_path).read_text()
    width = int(re.search(r'width="(\d+)" height="24" viewBox', svg)[1])  # type: ignore[index]
    ends = [int(x) + int(length) for x, length in re.findall(r'<text x="(\d+)" y="16" textLength="(\d+)"', svg)]
    assert len(ends) == 2 and ends[0] < ends[1] < width


def test_the_date_is_the_end_of_the_run() -> None:
    assert report_of().run.finished == datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
