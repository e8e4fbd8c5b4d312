"""A rule that a real room breaks once is inconsistent; a rule that it breaks each time has failed."""

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
EVIDENCE_FOLDER = "ask_to_join.feature-test_the_decline_reaches_the_right_person-laptop"


@pytest.mark.parametrize(
    ("options", "verdict"), [(("--once",), Verdict.INCONSISTENT), ((), Verdict.FAILED)], ids=["once", "each time"]
)
def test_a_failure_is_confirmed_by_a_second_attempt(tmp_path: Path, options: tuple[str, ...], verdict: Verdict) -> None:
    output_options = (f"--living-docs={tmp_path / 'site'}", f"--evidence={tmp_path / 'evidence'}")
    with serve_small_room(FAULT, *options) as url:
        result = run_features(url, *OPTIONS, *output_options, patience=0.5, confirm=True)
    assert result.returncode == 1, result.stdout[-6000:]
    assert f"1 {verdict.value}: ASK-12" in result.stdout, "the summary lists the rule"
    assert "The step took " in result.stdout
    reported_rule = next(
        rule for rule in read_conformance(tmp_path / "site" / REPORT_NAME).rules if rule.id == "ASK-12"
    )
    assert reported_rule.verdict is verdict

    record = build_run_record(read_record(tmp_path / "site" / "record"), tmp_path / "site" / "record")
    first, confirmation = record.scenarios_of("ASK-12")[0].runs[0].attempts
    assert (first.verdict, confirmation.alone) == (Verdict.FAILED, True)
    assert first.pictures and confirmation.pictures
    assert {file.kind for file in confirmation.evidence} == {"trace"}

    folders = {path.name: {file.name for file in path.iterdir()} for path in (tmp_path / "evidence").iterdir()}
    assert folders.keys() == {EVIDENCE_FOLDER, f"{EVIDENCE_FOLDER}-confirmation"}
    assert all("Ada-laptop.png" in files for files in folders.values())
    assert "The step took " in (tmp_path / "evidence" / EVIDENCE_FOLDER / "message.txt").read_text()
    assert "Ada-laptop-trace.zip" in folders[f"{EVIDENCE_FOLDER}-confirmation"]
