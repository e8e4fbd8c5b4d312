"""The conformance report of a complete or partial run states only what the run has tested."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conformance.conformance_report import ConformanceReport
from conformance.errors import UnreadableFile
from conformance.report_files import REPORT_NAME, SCHEMA_FILE, as_text, read_conformance, schema
from conformance.report_texts import headline
from conformance.verdicts import Verdict
from living_docs.record.assessment import conformance_of
from living_docs.record.merging import merge_runs
from living_docs.record.reading import build_run_record
from living_docs.record.record_files import read_record
from living_docs.record.record_messages import FACTS
from tests.living_docs.every_rule import LEVELS, POLLS, make_every_rule, run_every_rule
from tests.living_docs.suites import Suite

RULES = len(LEVELS)
Run = Callable[..., ConformanceReport]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A function that runs the suite of every rule and returns its validated conformance.json."""
    suite = make_every_rule(Suite(tmp_path / "suite"))
    return lambda *options, **variables: read_validated_report(run_every_rule(suite, *options, **variables))


@pytest.fixture(scope="module")
def complete_suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    """A complete run in which every rule holds; tests do not change it."""
    return run_every_rule(make_every_rule(Suite(tmp_path_factory.mktemp("complete") / "suite")))


def read_validated_report(suite: Suite) -> ConformanceReport:
    path = suite.folder / "site" / REPORT_NAME
    jsonschema.Draft202012Validator(schema()).validate(json.loads(path.read_text()))
    return read_conformance(path)


def find_rule(report: ConformanceReport, id_: str) -> Any:
    return next(candidate for candidate in report.rules if candidate.id == id_)


def test_a_complete_run_that_passes_conforms(complete_suite: Suite) -> None:
    report = read_validated_report(complete_suite)
    assert report.run.complete and not report.run.incomplete_because
    assert report.conforms == "may"
    assert report.counts[Verdict.PASSED].total == report.run.rules == report.suite.rules == RULES
    assert report.run.scenarios == report.suite.scenarios == 2 * RULES
    assert (report.room.name, report.run.level, report.run.devices) == (
        "A room of lamps",
        "must",
        {"laptop": "Desk", "phone": "Pocket"},
    )
    assert report.run.started < report.run.finished <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("failing", "conforms"),
    [("ASK-1", "none"), ("DIRECT-6", "must"), ("DEVICE-5", "should"), ("ASK-1 DEVICE-5", "none")],
)
def test_a_room_conforms_up_to_the_level_whose_rules_all_hold(
    complete_suite: Suite, tmp_path: Path, failing: str, conforms: str
) -> None:
    record = build_run_record(complete_suite.record, tmp_path)
    for id_ in failing.split():
        record.scenarios_of(id_)[0].runs[-1].verdict = Verdict.FAILED
    report = conformance_of(record)
    assert report.run.complete
    assert report.conforms == conforms, [LEVELS[id_] for id_ in failing.split()]
    assert report.counts[Verdict.FAILED].total == len(failing.split())


def test_a_failed_rule_states_expected_and_actual(run: Run) -> None:
    report = run(FAILING="ASK-1")
    assert report.run.complete and report.conforms == "none"
    for device in find_rule(report, "ASK-1").devices:
        assert (device.verdict, device.expected, device.seen) == (
            Verdict.FAILED,
            "Ada's screen (phone): expected light.",
            "- darkness",
        )
        assert [(scenario.step, scenario.verdict) for scenario in device.scenarios] == [
            ("When somebody switches it on", Verdict.FAILED)
        ]
    assert find_rule(report, "ASK-7").devices[0].seen == ""


PARTIAL_RUNS: dict[str, tuple[tuple[str, ...], dict[str, str], str]] = {
    "-k": (("-k", "not ask1"), {}, "scenario runs are missing"),
    "one rule": (("-m", "ASK-7"), {}, f"{2 * RULES - 2} of {2 * RULES} scenario runs are missing"),
    "one device": ((), {"DEVICES": "phone"}, "This run had no attendees with a laptop."),
    "one scenario on one device left out": (
        ("--deselect", "features/lamp.feature::test_ask7[phone]", "-k", "not (ask7 and phone)"),
        {},
        f"1 of {2 * RULES} scenario runs",
    ),
    "stopped at the first failure": (("-x",), {"FAILING": "STEADY-5"}, "The run was stopped"),
    "interrupted": ((), {"INTERRUPTED": "STEADY-5"}, "The run was interrupted."),
    "killed": ((), {"KILLED": "STEADY-5"}, "its process was killed"),
}


@pytest.mark.nested_run
@pytest.mark.parametrize(("options", "variables", "reason"), PARTIAL_RUNS.values(), ids=PARTIAL_RUNS)
def test_a_partial_run_is_not_reported_as_complete(
    tmp_path: Path, options: tuple[str, ...], variables: dict[str, str], reason: str
) -> None:
    suite = run_every_rule(make_every_rule(Suite(tmp_path / "suite")), *options, **variables)
    report = conformance_of(build_run_record(suite.record, suite.record_folder))
    assert not report.run.complete
    assert reason in " ".join(report.run.incomplete_because)
    assert report.conforms == "none"
    assert (report.suite.rules, report.suite.scenarios) == (RULES, 2 * RULES), "the expected numbers stay the same"
    assert report.run.scenarios < report.suite.scenarios


def test_the_records_of_both_devices_are_merged_into_a_complete_run(complete_suite: Suite, tmp_path: Path) -> None:
    parts = [run_and_record(tmp_path / device, DEVICES=device) for device in ("laptop", "phone")]
    report = conformance_of(build_run_record(merge_runs(parts), tmp_path))
    assert report.run.complete
    assert report.conforms == "may"
    assert report.run.scenarios == read_validated_report(complete_suite).run.scenarios


@pytest.mark.nested_run
def test_records_of_different_rooms_are_not_a_complete_run(tmp_path: Path) -> None:
    parts = [
        run_and_record(tmp_path / name, DEVICES=device, ROOM=name) for name, device in (("A", "laptop"), ("B", "phone"))
    ]
    report = conformance_of(build_run_record(merge_runs(parts), tmp_path))
    assert report.run.incomplete_because == ["The records are of different rooms: A, B."]
    assert report.conforms == "none"


def run_and_record(folder: Path, **variables: str) -> list[dict[str, Any]]:
    return run_every_rule(make_every_rule(Suite(folder)), **variables).record


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"suite": {"version": "9", "hash": "0" * 64, "catalogue": "1" * 64}}, "different versions of the suite"),
        ({"run": {"room": "A room of lamps", "devices": ["laptop"]}}, "differ in what the room declares"),
        ({"run": {"third_party_cookies": "blocked"}}, "Third-party cookies were blocked in one record, but not in"),
    ],
)
def test_contradictory_records_are_not_a_complete_run(
    complete_suite: Suite, tmp_path: Path, facts: dict[str, Any], reason: str
) -> None:
    record = complete_suite.record
    last = next(message for message in reversed(record) if message.get("attachment", {}).get("mediaType") == FACTS)
    record.insert(-1, {"attachment": {**last["attachment"], "body": json.dumps(facts)}})
    report = conformance_of(build_run_record(record, tmp_path))
    assert [reason in each for each in report.run.incomplete_because] == [True]


def test_a_record_without_facts_on_the_suite_is_not_a_complete_run(complete_suite: Suite, tmp_path: Path) -> None:
    record = complete_suite.record
    for message in record:
        if message.get("attachment", {}).get("mediaType") == FACTS:
            facts = json.loads(message["attachment"]["body"])
            message["attachment"]["body"] = json.dumps({key: facts[key] for key in facts.keys() - {"run", "suite"}})
    report = conformance_of(build_run_record(record, tmp_path))
    assert report.run.incomplete_because == ["The record does not state what a complete run is."]
    assert report.conforms == "none"


DEVIATION = {
    "requirement": "ASK-7",
    "reason": "no button yet",
    "link": "https://acme.example/12",
    "until": "2027-03-31",
}


def test_reports_a_declared_deviation_with_its_reason(run: Run) -> None:
    report = run(FAILING="ASK-7", DECLARATIONS=json.dumps({"deviations": [DEVIATION]}))
    reported_rule = find_rule(report, "ASK-7")
    assert reported_rule.verdict is Verdict.KNOWN_DEVIATION
    assert reported_rule.deviation.model_dump(mode="json") == {
        key: DEVIATION[key] for key in ("reason", "link", "until")
    }
    assert reported_rule.devices[0].seen == "- darkness"
    assert report.conforms == "may"
    assert headline(report) == "Keeps every MUST, SHOULD and MAY, 1 declared deviation"


def test_a_room_with_an_outdated_deviation_does_not_conform(run: Run) -> None:
    report = run(DECLARATIONS=json.dumps({"deviations": [DEVIATION]}))
    assert find_rule(report, "ASK-7").verdict is Verdict.UNEXPECTEDLY_PASSED
    assert report.run.complete and report.conforms == "none"


def test_a_complete_run_tests_the_absence_of_capabilities(run: Run) -> None:
    declarations = json.dumps({"not_offered": ["polls"]})
    report = run(DECLARATIONS=declarations)
    assert report.run.complete and report.conforms == "may"
    assert report.suite.scenarios == 2 * (RULES - len(POLLS) + 1)
    assert {find_rule(report, id_).verdict for id_ in POLLS} == {Verdict.NOT_OFFERED}
    partial = run("-k", "not absentpolls", DECLARATIONS=declarations)
    assert not partial.run.complete


def test_a_known_deviation_must_be_declared(complete_suite: Suite, tmp_path: Path) -> None:
    record = build_run_record(complete_suite.record, tmp_path)
    record.scenarios_of("ASK-1")[0].runs[0].verdict = Verdict.KNOWN_DEVIATION
    report = conformance_of(record)
    assert find_rule(report, "ASK-1").verdict is Verdict.KNOWN_DEVIATION
    assert (report.conforms, report.count_broken("must")) == ("none", 1)


def test_a_room_without_any_passed_rule_does_not_conform(complete_suite: Suite, tmp_path: Path) -> None:
    record = build_run_record(complete_suite.record, tmp_path)
    for _, _, scenario in record.scenarios:
        for scenario_run in scenario.runs:
            scenario_run.verdict = Verdict.NOT_OFFERED
    assert conformance_of(record).conforms == "none"


def test_a_failed_rule_has_pictures(sample: Suite) -> None:
    site = sample.folder / "site"
    report = read_conformance(site / REPORT_NAME)
    laptop, phone = find_rule(report, "DIRECT-1").devices
    assert [(picture.person, picture.device) for picture in phone.pictures] == [("Maya", "laptop"), ("Ada", "phone")]
    assert all((site / picture.path).is_file() for picture in (*phone.pictures, *laptop.pictures))
    assert phone.seen == "- silence" and laptop.seen == ""
    assert (laptop.verdict, phone.verdict) == (Verdict.PASSED, Verdict.FAILED)


# The file


def test_the_published_schema_is_current() -> None:
    remedy = 'python -c "from conformance.report_files import *; SCHEMA_FILE.write_text(as_text(schema()))"'
    assert SCHEMA_FILE.read_text() == as_text(schema()), f"generate it again: {remedy}"
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_schema_says_of_what_the_hashes_are() -> None:
    hashes = schema()["$defs"]["Suite"]["properties"]
    assert "of features, steps, pages" in hashes["hash"]["description"]
    assert "of the catalogues" in hashes["catalogue"]["description"]


def test_the_schema_is_beside_the_report(complete_suite: Suite) -> None:
    site = complete_suite.folder / "site"
    report = json.loads((site / REPORT_NAME).read_text())
    assert (site / report["$schema"]).read_text() == SCHEMA_FILE.read_text()


def test_the_schema_refuses_a_partial_run_that_conforms(complete_suite: Suite) -> None:
    report = json.loads((complete_suite.folder / "site" / REPORT_NAME).read_text())
    report["run"]["complete"] = False
    with pytest.raises(jsonschema.ValidationError, match="'none' was expected"):
        jsonschema.validate(report, schema())


def change_a_verdict(report: dict[str, Any]) -> None:
    report["rules"][0]["verdict"] = "failed"
    report["counts"]["failed"] = {"must": 1, "should": 0, "may": 0, "total": 1}
    report["counts"]["passed"]["must"] -= 1
    report["counts"]["passed"]["total"] -= 1


def miscount(report: dict[str, Any]) -> None:
    report["counts"]["passed"]["total"] += 1


def remove_a_rule(report: dict[str, Any]) -> None:
    report["counts"]["passed"][report["rules"].pop()["level"]] -= 1
    report["counts"]["passed"]["total"] -= 1


def add_an_expected_scenario(report: dict[str, Any]) -> None:
    report["suite"]["scenarios"] += 1


def set_an_unknown_verdict(report: dict[str, Any]) -> None:
    report["rules"][0]["devices"][0]["verdict"] = "quite good"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (change_a_verdict, "its verdict contradicts"),
        (miscount, "its counts contradict"),
        (remove_a_rule, "its numbers of rules and scenarios"),
        (add_an_expected_scenario, "its numbers of rules and scenarios"),
        (set_an_unknown_verdict, "rules.0.devices.0.verdict"),
        (lambda report: report.update(format=0), "an older version"),
        (lambda report: report.update(format=3), "a newer version"),
        (lambda report: report.pop("$schema"), "not a conformance report"),
    ],
)
def test_refuses_a_report_that_was_changed(
    complete_suite: Suite, tmp_path: Path, change: Callable[[dict[str, Any]], None], message: str
) -> None:
    report = json.loads((complete_suite.folder / "site" / REPORT_NAME).read_text())
    change(report)
    path = tmp_path / REPORT_NAME
    path.write_text(json.dumps(report))
    with pytest.raises(UnreadableFile, match=message) as error:
        read_conformance(path)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "truncated"), (b"\xff\xfe", "not JSON"), (b"[]", "not a conformance report"), (b'{"$schema"', "truncated")],
)
def test_refuses_a_file_that_is_not_a_report(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / REPORT_NAME
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=message):
        read_conformance(path)


def test_reading_the_record_again_leads_to_the_same_report(complete_suite: Suite) -> None:
    messages = read_record(complete_suite.record_folder)
    report = conformance_of(build_run_record(messages, complete_suite.record_folder))
    assert report == read_validated_report(complete_suite)
