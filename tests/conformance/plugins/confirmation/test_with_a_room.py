"""A real room's fault is inconsistent if it occurs only once, and failed if it occurs each time."""

from pathlib import Path

import pytest

from conformance.report_files import REPORT_NAME, read_conformance
from conformance.verdicts import Verdict
from living_docs.record.reading import build_run_record
from living_docs.record.record_files import read_record
from tests.rooms.running import run_features
from tests.rooms.test_independent import serve_small_room

pytestmark = pytest.mark.nested_run

FAULT = "decline-notifies-moderator"
OPTIONS = ("features/ask_to_join.feature", "-m", "ASK-12", "--people", "laptop", "--level", "may")
SCENARIO = "ask_to_join.feature-test_the_decline_reaches_the_right_person-laptop"


@pytest.mark.parametrize(
    ("options", "verdict"), [(("--once",), Verdict.INCONSISTENT), ((), Verdict.FAILED)], ids=["once", "each time"]
)
def test_a_failure_is_confirmed_by_a_second_attempt(tmp_path: Path, options: tuple[str, ...], verdict: Verdict) -> None:
    output_options = (f"--living-docs={tmp_path / 'site'}", f"--evidence={tmp_path / 'evidence'}")
    with serve_small_room(FAULT, *options) as address:
        done = run_features(address, *OPTIONS, *output_options, patience=0.5, confirm=True)
    assert done.returncode == 1, done.stdout[-6000:]
    assert f"1 {verdict.value}: ASK-12" in done.stdout, "the summary lists the rule"
    assert "The step took " in done.stdout
    shown = next(rule for rule in read_conformance(tmp_path / "site" / REPORT_NAME).rules if rule.id == "ASK-12")
    assert shown.verdict is verdict

    report = build_run_record(read_record(tmp_path / "site" / "record"), tmp_path / "site" / "record")
    first, alone = report.scenarios_of("ASK-12")[0].runs[0].attempts
    assert (first.verdict, alone.alone) == (Verdict.FAILED, True)
    assert first.pictures and alone.pictures
    assert {file.kind for file in alone.evidence} == {"trace"}

    folders = {path.name: {file.name for file in path.iterdir()} for path in (tmp_path / "evidence").iterdir()}
    assert folders.keys() == {SCENARIO, f"{SCENARIO}-confirmation"}
    assert all("Ada-laptop.png" in files for files in folders.values())
    assert "The step took " in (tmp_path / "evidence" / SCENARIO / "message.txt").read_text()
    assert "Ada-laptop-trace.zip" in folders[f"{SCENARIO}-confirmation"]
