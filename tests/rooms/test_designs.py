"""Rooms with other designs can be tested with a room file and without an adapter."""

import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from conformance.verdicts import Verdict
from living_docs.record.reading import build_run_record
from living_docs.record.record_files import read_record
from tests.rooms.independent.designs import DESIGNS, Design
from tests.rooms.running import run_features
from tests.rooms.test_independent import ABSENT_CAPABILITIES, serve_small_room

pytestmark = pytest.mark.nested_run

RULES = {
    "raised-hands": "ASK-1 ASK-5 ASK-7 ASK-9 ASK-10",
    "on-stage-at-once": "ASK-3 ASK-4 ASK-9 LEAVE-8 INVITE-4",
    "host": "LEAVE-1 VIEW-2 DIRECT-7 MODERATE-6",
}
"""The rules that are tested for each design: the rules that it affects, and some others."""
EXPECTED_ABSENCES = {"MODERATE-6": Verdict.NOT_OFFERED}
"""The rules that cannot be tested if moderators are on stage from the start, with their verdicts."""
Outcomes = dict[str, Future[tuple[subprocess.CompletedProcess[str], Mapping[str, Verdict]]]]


def room_file(address: str, design: Design) -> str:
    """Return the text of the room file for the small room with this design."""
    offers = "\n".join(f"{capability} = false" for capability in (*ABSENT_CAPABILITIES, *design.absent_capabilities))
    deviations = "\n".join(f'[[deviation]]\nrequirement = "{rule}"\nreason = "by design"' for rule in design.deviations)
    session = f'name = "Small"\n[session]\npost = "{address}/api/sessions"\n'
    return f"{session}[offers]\n{offers}\n{design.word_tables}\n{deviations}\n"


def read_verdicts(folder: Path) -> Mapping[str, Verdict]:
    report = build_run_record(read_record(folder / "record"), folder)
    return {rule: report.verdict(rule) for rule in report.requirements}


def run_rules(name: str, folder: Path) -> tuple[subprocess.CompletedProcess[str], Mapping[str, Verdict]]:
    """Run the scenarios of the design's rules; return the finished process and the verdict on each rule."""
    design = DESIGNS[name]
    marker_expression = " or ".join(
        [*RULES[name].split(), *(f"absent-{capability}" for capability in (*design.absent_capabilities, "hands"))]
    )
    with serve_small_room("", "--variant", name) as address:
        path = folder / "room.toml"
        path.write_text(room_file(address, design))
        options = ("--people", "laptop", "--no-pictures", f"--living-docs={folder}", "-m", marker_expression)
        process = run_features(path, "features", *options, patience=0.5)
    return process, read_verdicts(folder)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcomes]:
    """The run of each design; two run at a time, since a run is idle half of the time."""
    with ThreadPoolExecutor(2) as pool:
        yield {name: pool.submit(run_rules, name, tmp_path_factory.mktemp(name)) for name in DESIGNS}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("name", DESIGNS)
def test_a_room_of_another_design_gets_the_expected_verdicts(outcomes: Outcomes, name: str) -> None:
    design, rules = DESIGNS[name], RULES[name].split()
    process, verdicts = outcomes[name].result()
    expected = (
        dict.fromkeys(rules, Verdict.PASSED)
        | EXPECTED_ABSENCES
        | dict.fromkeys(design.deviations, Verdict.KNOWN_DEVIATION)
    )
    assert {rule: verdicts[rule] for rule in rules} == {rule: expected[rule] for rule in rules}, process.stdout[-6000:]
    for capability in design.absent_capabilities:
        assert f"{capability}: not offered" in process.stdout, process.stdout[-6000:]
    assert process.returncode == 0
