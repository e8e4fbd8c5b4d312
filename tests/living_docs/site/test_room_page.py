"""The page of one room shows what failed, with pictures, and the report beside it can be read again."""

from pathlib import Path

import pytest
from PIL import Image

from conformance.conformance_report import (
    ConformanceReport,
    ReportedPicture,
    ReportedRule,
    ReportedScenario,
    RuleOnDevice,
    count_rules,
    weakest_kept_level,
)
from conformance.matrix import RoomNote, create_matrix
from conformance.report_files import read_conformance
from conformance.verdicts import Verdict
from living_docs.site.matrix_page import write_matrix
from living_docs.site.room_page import write_room_page
from tests.conformance.reports import report_of


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    """The folder of a run with a picture of Ada's screen, and one of Maya's."""
    for person, colour in (("Ada", "red"), ("Maya", "blue")):
        Image.new("RGBA", (1280, 720), colour).save(tmp_path / f"{person}.webp", lossless=True)
    return tmp_path


def failed_report() -> ConformanceReport:
    """Return a report in which MUST-2 failed on a laptop, with a scenario and pictures."""
    report = report_of(MUST="failed, passed", SHOULD="known deviation")
    rules = [_with_scenario(rule) if rule.id == "MUST-2" else rule for rule in report.rules]
    return report.model_copy(
        update={"rules": rules, "counts": count_rules(rules), "conforms": weakest_kept_level(rules, complete=True)}
    )


def _with_scenario(rule: ReportedRule) -> ReportedRule:
    pictures = [
        ReportedPicture(path=f"{person}.webp", person=person, device="laptop", width=1280, height=720)
        for person in ("Ada", "Maya")
    ]
    failed = ReportedScenario(
        name="Good | morning",
        page="",
        example="",
        verdict=Verdict.FAILED,
        step="Then Ada is on stage",
        expected="Ada's screen (laptop): expected a tile.",
        seen="\n".join(f"- line {number}" for number in range(30)),
        load="",
        pictures=pictures,
        attempts=[],
    )
    laptop = rule.devices[0].model_copy(update={"scenarios": [failed], "verdict": Verdict.FAILED})
    return rule.model_copy(update={"devices": [laptop, *rule.devices[1:]], "verdict": Verdict.FAILED})


def write_page(run_folder: Path, report: ConformanceReport) -> Path:
    page = run_folder / "docs" / "rooms" / "acme.md"
    note = RoomNote("Patience.", "It is quick.")
    write_room_page(report, run_folder, page, "../matrix.md", note)
    return page


def test_shows_each_failure_with_its_device_and_a_picture(run_folder: Path) -> None:
    page = write_page(run_folder, failed_report())
    text = page.read_text()
    assert "### MUST-2 MUST" in text and "*Failed on laptop.*" in text
    assert "Scenario: Good \\| morning" in text and "expected a tile." in text
    assert "- line 11" in text and "- line 12" not in text and "…" in text, "a long list is truncated"
    assert "![Ada's screen (laptop)](pictures/acme-MUST-2.jpg)" in text
    with Image.open(page.parent / "pictures" / "acme-MUST-2.jpg") as picture:
        assert picture.size == (640, 360)
        colour = picture.convert("RGB").tobytes()[:3]
    assert colour[0] > 200 > colour[2], "the screen that was not as expected, not the last one"


def test_shows_the_devices_and_the_scenario_that_decide_the_verdict(run_folder: Path) -> None:
    report = failed_report()
    rule = next(rule for rule in report.rules if rule.id == "MUST-2")
    failed = rule.devices[0]
    milder = [
        scenario.model_copy(update={"name": "Good evening", "verdict": Verdict.INCONSISTENT})
        for scenario in failed.scenarios
    ]
    devices = [
        failed.model_copy(update={"device": "tablet", "verdict": Verdict.INCONSISTENT, "scenarios": milder}),
        failed,
        failed.model_copy(update={"device": "phone"}),
    ]
    changed = rule.model_copy(update={"devices": devices})
    rules = [changed if each.id == "MUST-2" else each for each in report.rules]
    text = write_page(run_folder, report.model_copy(update={"rules": rules})).read_text()
    assert "*Failed on laptop and phone.*" in text
    assert "Scenario: Good \\| morning" in text and "Good evening" not in text


def test_shows_a_scenario_whose_then_step_failed_before_others(run_folder: Path) -> None:
    report = failed_report()
    rule = next(rule for rule in report.rules if rule.id == "MUST-2")
    failed = rule.devices[0]
    earlier = failed.scenarios[0].model_copy(update={"name": "Good evening", "step": "When Ada writes"})
    scenarios = [earlier, failed.scenarios[0].model_copy(update={"step": "Then everybody reads it"})]
    devices = [failed.model_copy(update={"scenarios": scenarios}), *rule.devices[1:]]
    rules = [rule.model_copy(update={"devices": devices}) if each is rule else each for each in report.rules]
    text = write_page(run_folder, report.model_copy(update={"rules": rules})).read_text()
    assert "Scenario: Good \\| morning" in text and "Good evening" not in text


def test_lists_deviations_with_their_reasons_and_the_note(run_folder: Path) -> None:
    text = write_page(run_folder, failed_report()).read_text()
    assert "## Declared deviations" in text and "| as declared |" in text
    assert "Patience." in text and "It is quick." in text
    assert "did not occur" not in text, "no heading without rules"


def test_the_page_of_a_room_without_failures_has_no_section_on_failures(run_folder: Path) -> None:
    text = write_page(run_folder, report_of()).read_text()
    assert "failed" not in text.lower() and "Keeps every MUST, SHOULD and MAY" in text


def test_the_published_report_has_the_same_verdicts_and_the_matrix_links_to_the_page(run_folder: Path) -> None:
    page = write_page(run_folder, failed_report())
    report = read_conformance(page.with_suffix(".json"))
    assert [(rule.id, rule.verdict) for rule in report.rules] == [
        (rule.id, rule.verdict) for rule in failed_report().rules
    ]
    source = page.with_suffix(".json")
    markdown = run_folder / "docs" / "matrix.md"
    write_matrix(create_matrix([(source, report)], run_folder / "build"), run_folder / "build", markdown)
    assert "[A room of paper](rooms/acme.md)" in markdown.read_text()


def test_pictures_of_an_earlier_run_are_removed(run_folder: Path) -> None:
    page = write_page(run_folder, failed_report())
    write_page(run_folder, report_of())
    assert list((page.parent / "pictures").iterdir()) == []


def test_shows_the_last_persons_picture_if_the_message_names_nobody(run_folder: Path) -> None:
    report = failed_report()
    rule = next(rule for rule in report.rules if rule.id == "MUST-2")
    on_device: RuleOnDevice = rule.devices[0]
    scenario = on_device.scenarios[0].model_copy(update={"expected": "nobody was there"})
    changed = rule.model_copy(
        update={"devices": [on_device.model_copy(update={"scenarios": [scenario]}), *rule.devices[1:]]}
    )
    rules = [changed if each.id == "MUST-2" else each for each in report.rules]
    assert "![Maya's screen" in write_page(run_folder, report.model_copy(update={"rules": rules})).read_text()
