"""All reports show an inconsistent rule as inconsistent, neither as passed nor as failed."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any, Literal

import jsonschema
import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import BrowserContext, expect

from conformance.conformance_report import ConformanceReport
from conformance.report_files import REPORT_NAME, SCHEMA_NAME, read_conformance
from conformance.report_texts import badge_text_and_style, headline
from conformance.verdicts import Verdict
from living_docs.record.assessment import conformance_of
from living_docs.record.reading import build_run_record
from living_docs.record.record_files import read_record
from living_docs.record.sources import read_matrix
from living_docs.site.matrix_page import write_matrix
from tests.conformance.reports import report_of
from tests.living_docs.every_rule import make_every_rule, run_every_rule
from tests.living_docs.suites import Suite, options_for

pytestmark = pytest.mark.nested_run

PLUGINS = options_for("verdicts_plugin", "summary_plugin", "confirmation.confirmation_plugin")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a complete run in which ASK-1 is inconsistent and DIRECT-6 fails twice."""
    suite = make_every_rule(Suite(tmp_path_factory.mktemp("inconsistent") / "suite"))
    return run_every_rule(suite, *PLUGINS, FAILING_ONCE="ASK-1", FAILING="DIRECT-6").folder / "site"


def text_of(page: Path) -> str:
    body = page.read_text(encoding="utf-8").partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def find_rule(report: ConformanceReport, id_: str) -> Any:
    return next(candidate for candidate in report.rules if candidate.id == id_)


def test_the_conformance_report_shows_both_attempts(site: Path) -> None:
    content = json.loads((site / REPORT_NAME).read_text())
    jsonschema.Draft202012Validator(json.loads((site / SCHEMA_NAME).read_text())).validate(content)
    report = read_conformance(site / REPORT_NAME)
    assert report.run.complete and report.conforms == "none"
    assert find_rule(report, "ASK-1").verdict is Verdict.INCONSISTENT
    assert report.counts[Verdict.INCONSISTENT].must == 1
    scenario = find_rule(report, "ASK-1").devices[0].scenarios[0]
    assert (scenario.verdict, scenario.seen) == (Verdict.INCONSISTENT, "- a flicker")
    assert [(attempt.alone, attempt.verdict, attempt.seen) for attempt in scenario.attempts] == [
        (False, Verdict.FAILED, "- a flicker"),
        (True, Verdict.PASSED, ""),
    ]
    assert scenario.load == scenario.attempts[0].load != ""
    assert find_rule(report, "DIRECT-6").verdict is Verdict.FAILED
    assert find_rule(report, "ASK-7").devices[0].scenarios[0].attempts == []


def test_headline_and_badge_do_not_claim_a_failure(site: Path) -> None:
    assert headline(read_conformance(site / REPORT_NAME)) == "Undecided: 1 MUST rule is inconsistent"
    assert "undecided: 1 MUST inconsistent · " in (site / "badge.svg").read_text()
    assert badge_text_and_style(report_of(MUST="inconsistent")) == ("undecided: 1 MUST inconsistent", "unsure")
    assert badge_text_and_style(report_of(SHOULD="inconsistent")) == ("MUST", "good")
    assert badge_text_and_style(report_of(MUST="inconsistent, failed"))[0] == "does not conform: 1 MUST"


def test_the_overview_counts_the_inconsistent_rule(site: Path) -> None:
    text = text_of(site / "index.html")
    assert "5 of 7 tested rules hold, 1 does not, 1 is inconsistent" in text
    assert "1 inconsistent failed once, but not when run again alone" in text
    assert re.search(
        r"Inconsistent results Run again on a quieter machine. .* ASK-1 .* Run again alone, it passed\.", text
    )
    assert "laptop, 2 attempts" in text


def test_the_report_page_lists_the_inconsistent_rule(site: Path) -> None:
    text = text_of(site / "report.html")
    assert "Inconsistent results These failed once" in text
    assert "First attempt failed Confirmation passed" in text
    assert re.search(r"- a flicker The step took 0\.\d s\. The machine was ", text)


def test_the_page_of_a_scenario_shows_both_attempts(site: Path) -> None:
    text = text_of(site / "scenarios" / "lamp--ask-1.html")
    assert text.count("First attempt failed") == text.count("Confirmation passed") == 2, "on both devices"
    assert text.count("run again alone, after all others") == 2
    assert re.search(r"Expected Ada's screen \(phone\): expected light\. Actual - a flicker The step took", text)
    page = (site / "scenarios" / "lamp--direct-6.html").read_text()
    assert page.count('class="attempt"') == 4 and "- darkness" in page


def test_the_matrix_shows_the_inconsistent_rule(site: Path, tmp_path: Path) -> None:
    write_matrix(read_matrix([site / "record"], tmp_path), tmp_path)
    assert "± inconsistent |" in (tmp_path / "matrix.md").read_text()
    text = text_of(tmp_path / "matrix.html")
    assert "Undecided: 1 MUST rule is inconsistent" in text
    assert re.search(r"ASK-1 It gives light: ASK-1\. .*? inconsistent", text)


def convert_to_format_1(report: dict[str, Any]) -> dict[str, Any]:
    """Return the report in the format of the previous version."""
    del report["counts"]["inconsistent"]
    devices = [device for reported_rule in report["rules"] for device in reported_rule["devices"]]
    for scenario in (scenario for device in devices for scenario in device["scenarios"]):
        del scenario["load"], scenario["attempts"]
    return report | {"format": 1}


def test_reads_a_report_in_the_previous_format(tmp_path: Path) -> None:
    suite = make_every_rule(Suite(tmp_path / "suite"))
    report = run_every_rule(suite, FAILING="ASK-1").folder / "site" / REPORT_NAME
    old_report = tmp_path / REPORT_NAME
    old_report.write_text(json.dumps(convert_to_format_1(json.loads(report.read_text()))))
    assert read_conformance(old_report).rules[0].verdict is Verdict.FAILED
    assert read_conformance(old_report).counts[Verdict.INCONSISTENT].total == 0
    record = suite.record_file.read_text().replace('\\"format\\": 2', '\\"format\\": 1')
    suite.record_file.write_text(record)
    conformance = conformance_of(build_run_record(read_record(suite.record_file), suite.record_folder))
    assert conformance.counts[Verdict.FAILED].total == 1


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reader_can_switch_between_attempts(
    context: BrowserContext, site: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((site / "scenarios" / "lamp--ask-1.html").as_uri())
    choice = page.get_by_role("group", name="Attempts").first
    expect(choice.get_by_role("button")).to_have_text(["First attempt", "Confirmation"])
    visible_attempt = page.locator("section.attempt:visible")
    expect(visible_attempt).to_have_count(1)
    expect(visible_attempt).to_contain_text("a flicker")
    choice.get_by_role("button", name="Confirmation").click()
    expect(visible_attempt).to_have_count(1)
    expect(visible_attempt).to_contain_text("run again alone, after all others")
    for name in ("scenarios/lamp--ask-1.html", "index.html", "report.html", "rules.html"):
        page.goto(f"{site.as_uri()}/{name}")
        page.evaluate(AXE_SCRIPT)
        violations = page.evaluate("async () => (await axe.run({ preload: false })).violations")
        assert [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
