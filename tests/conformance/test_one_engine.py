"""All outputs of a run agree on the verdicts; the test run has a rule with each verdict."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conformance.report_files import REPORT_NAME, read_conformance
from conformance.verdicts import Verdict
from living_docs.record.reading import build_run_record
from living_docs.record.sources import read_matrix
from living_docs.site.matrix_page import write_matrix
from tests.living_docs.suites import Suite, options_for

pytestmark = pytest.mark.nested_run

PLUGINS = options_for("verdicts_plugin", "catalogue_tags_plugin", "summary_plugin", "confirmation.confirmation_plugin")
CONFTEST = """
    import pathlib
    from conformance.catalogue import requirements
    from conformance.plugins.declarations_plugin import Declarations
    from conformance.plugins.verdicts_plugin import run_verdicts
    from rooms.room_file import RoomFile
    from rooms.run_metadata import run_facts

    DEVIATIONS = [{"requirement": rule, "reason": "as ever"} for rule in ("ASK-7", "ASK-8", "ASK-12", "VIEW-7")]
    ROOM = RoomFile.model_validate({
        "name": "A room of lamps", "session": {"post": "http://lamps/"}, "offers": {"polls": False},
        "deviation": DEVIATIONS,
    })

    def pytest_configure(config):
        levels = {rule.id: rule.level.lower() for rule in requirements().values()}
        declarations = Declarations(ROOM, levels, {"polls": "polls"}, "may", run_verdicts(config))
        config.pluginmanager.register(declarations, "declarations")

    def pytest_generate_tests(metafunc):
        metafunc.parametrize("attendees_on", ["phone"])

    @pytest.fixture(autouse=True)
    def run_on_each_device(attendees_on): pass

    def pytest_living_docs_run(config):
        return run_facts(ROOM, ROOM.name, "may", ["phone"])

    @when("it fails once")
    def fail_once(request):
        mark = pathlib.Path(f"attempted-{request.node.name}")
        if not mark.exists():
            mark.touch()
            raise AssertionError("expected light.")
"""
HOLDING_STEP, FAILING_STEP = "it is switched on", "it breaks"
SCENARIOS: dict[str, tuple[str, ...]] = {
    "ASK-1": (HOLDING_STEP,),
    "ASK-2": (FAILING_STEP,),
    "ASK-3": ("it fails once",),
    "ASK-4": ("the power station explodes",),
    "ASK-5": ("there is no bulb",),
    "ASK-6": ("nobody has defined this",),
    "ASK-7": (FAILING_STEP,),
    "ASK-8": (HOLDING_STEP,),
    "ASK-9": ("nobody has built it",),
    "ASK-10": (HOLDING_STEP, FAILING_STEP),
    "ASK-12": (HOLDING_STEP, FAILING_STEP),
    "VIEW-6": (HOLDING_STEP,),
    "VIEW-7": ("the power station explodes",),
}
"""The steps in the scenarios of each rule."""
VERDICTS = {
    "ASK-1": Verdict.PASSED,
    "ASK-2": Verdict.FAILED,
    "ASK-3": Verdict.INCONSISTENT,
    "ASK-4": Verdict.NOT_REACHED,
    "ASK-5": Verdict.NOT_TESTED,
    "ASK-6": Verdict.NOT_REACHED,
    "ASK-7": Verdict.KNOWN_DEVIATION,
    "ASK-8": Verdict.UNEXPECTEDLY_PASSED,
    "ASK-9": Verdict.NOT_TESTED,
    "ASK-10": Verdict.FAILED,
    "ASK-12": Verdict.KNOWN_DEVIATION,
    "VIEW-6": Verdict.NOT_OFFERED,
    "VIEW-7": Verdict.NOT_REACHED,
}
VERDICTS_OF_RUN = {rule: verdict for rule, verdict in VERDICTS.items() if verdict is not Verdict.NOT_OFFERED}
"""All rules except VIEW-6: instead of its scenario, the one that tests the absence of polls was run."""
FEATURE = """Feature: A lamp
  Rule: It gives light
{scenarios}
    @absent-polls
    Scenario: No polls
      Given a lamp
"""


class LampRun:
    """The test run and its output."""

    def __init__(self, suite: Suite) -> None:
        suite.add(CONFTEST)
        pairs = [(rule, step) for rule, steps in SCENARIOS.items() for step in steps]
        scenarios = "\n".join(_scenario(number, *pair) for number, pair in enumerate(pairs))
        (suite.folder / "features" / "lamp.feature").write_text(FEATURE.format(scenarios=scenarios))
        self.suite = suite
        self.output = suite.run(*PLUGINS, "--junit-xml=junit.xml").stdout
        self.site = suite.folder / "site"


def _scenario(number: int, rule: str, step: str) -> str:
    return f"\n    @{rule}\n    Scenario: Number {number} of {rule}\n      Given a lamp\n      When {step}\n"


@pytest.fixture(scope="module")
def lamp_run(tmp_path_factory: pytest.TempPathFactory) -> LampRun:
    return LampRun(Suite(tmp_path_factory.mktemp("lamps") / "suite"))


def read_from_record(lamp_run: LampRun) -> dict[str, str]:
    record = build_run_record(lamp_run.suite.record, lamp_run.suite.record_folder)
    return {rule: record.verdict(rule).value for rule in VERDICTS}


def read_from_conformance_report(lamp_run: LampRun) -> dict[str, str]:
    return {
        rule.id: rule.verdict.value
        for rule in read_conformance(lamp_run.site / REPORT_NAME).rules
        if rule.id in VERDICTS
    }


def read_from_matrix(lamp_run: LampRun) -> dict[str, str]:
    write_matrix(read_matrix([lamp_run.site / "record"], lamp_run.site / "matrix"), lamp_run.site / "matrix")
    rows = re.findall(
        r"^\| (\S+) \w+ \|.*\| \S+ ([a-z ]+) \|$", (lamp_run.site / "matrix" / "matrix.md").read_text(), re.M
    )
    return {rule: verdict for rule, verdict in rows if rule in VERDICTS}


def read_from_coverage(lamp_run: LampRun) -> dict[str, str]:
    """Return the verdict of each rule on the coverage page."""
    page = (lamp_run.site / "coverage.html").read_text()
    verdicts = re.findall(r'href="rules\.html#([A-Z]+-\d+)">.*?class="said">([^<]+)<', page, re.DOTALL)
    return {rule: unescape(verdict) for rule, verdict in verdicts if rule in VERDICTS}


@pytest.mark.parametrize(
    "read_verdicts",
    [read_from_record, read_from_conformance_report, read_from_matrix, read_from_coverage],
    ids=lambda reader: reader.__name__,
)
def test_record_report_matrix_and_pages_agree(
    lamp_run: LampRun, read_verdicts: Callable[[LampRun], dict[str, str]]
) -> None:
    assert read_verdicts(lamp_run) == {rule: verdict.value for rule, verdict in VERDICTS.items()}


def test_the_terminal_summary_agrees(lamp_run: LampRun) -> None:
    (cell,) = re.findall(r"^A lamp +(.*)$", lamp_run.output.partition("rules by feature")[2], re.MULTILINE)
    verdicts = {ids: verdict for verdict, ids in re.findall(r"\d+ ([a-z ]+): ((?:[A-Z]+-\d+(?:, )?)+)", cell)}
    reported = {rule: verdict for ids, verdict in verdicts.items() for rule in ids.removesuffix(", ").split(", ")}
    assert reported == {
        rule: verdict.value for rule, verdict in VERDICTS_OF_RUN.items() if verdict is not Verdict.PASSED
    }
    assert cell.startswith("1 passed, ")


def test_the_summary_of_declarations_agrees(lamp_run: LampRun) -> None:
    declarations_summary = lamp_run.output.partition("declared by A room of lamps")[2]
    reported = dict(re.findall(r"^([A-Z]+-\d+|polls): ([a-z ]+) \(", declarations_summary, re.MULTILINE))
    declared = ("ASK-7", "ASK-8", "ASK-12", "VIEW-7")
    assert reported == {rule: VERDICTS[rule].value for rule in declared} | {"polls": VERDICTS["VIEW-6"].value}


def test_junit_xml_agrees(lamp_run: LampRun) -> None:
    """JUnit XML has verdicts of scenarios; a scenario without a verdict has passed."""
    cases = list(ElementTree.parse(lamp_run.suite.folder / "junit.xml").getroot().iter("testcase"))
    properties = {re.sub(r"\[.*", "", case.get("name") or ""): case.find("properties/property") for case in cases}
    verdicts = {name: "passed" if node is None else node.get("value") for name, node in properties.items()}
    record = build_run_record(lamp_run.suite.record, lamp_run.suite.record_folder)
    scenarios = [
        scenario
        for _, _, scenario in record.scenarios
        if scenario.name.split()[-1] in VERDICTS_OF_RUN or scenario.absent
    ]
    assert verdicts == {_test_name(case.name): case.verdict.value for case in scenarios}


def _test_name(scenario: str) -> str:
    return "test_" + re.sub(r"[^\w ]", "", scenario.lower()).replace(" ", "_")


@pytest.mark.parametrize(
    ("rule", "code"), [(rule, int(verdict.is_bad)) for rule, verdict in VERDICTS.items() if rule != "ASK-9"]
)
def test_the_exit_code_agrees(lamp_run: LampRun, tmp_path: Path, rule: str, code: int) -> None:
    """Each rule is run separately, except ASK-9, since pytest counts an unbuilt step as a failure."""
    for mark in lamp_run.suite.folder.glob("attempted-*"):
        mark.unlink()
    marker = "absent-polls" if VERDICTS[rule] is Verdict.NOT_OFFERED else rule
    result = lamp_run.suite.run(*PLUGINS, f"--living-docs={tmp_path}", "--no-pictures", "-m", marker)
    assert result.returncode == code, result.stdout
