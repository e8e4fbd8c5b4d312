"""A third-party room can be tested by its address, and each fault breaks only the rules concerned.

The features must detect each fault. STAGEDOOR_THOROUGH=2 tries all faults; STAGEDOOR_THOROUGH=3 also tests all rules of
joining directly for each fault, instead of only the rules concerned and a few others.
"""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from conformance.catalogue import requirements
from conformance.verdicts import Verdict
from living_docs.record.reading import build_run_record
from living_docs.record.record_files import read_record
from rooms.started_server import StartedServer
from tests.rooms.independent.faults import FAULTS
from tests.rooms.running import ROOT, run_features

pytestmark = pytest.mark.nested_run

MODERATION = ("remove_from_session", "delete_messages", "chat_switch")
ABSENT_CAPABILITIES = ("chat", "reactions", "hands", "polls", "quizzes", "mute_all", "level_meter", *MODERATION)
DIRECT_RULES = tuple(f"DIRECT-{number}" for number in range(1, 8))
CONTROL_RULES = ("DIRECT-1", "DIRECT-4")
"""The rules that are tested for every fault in addition to the rules that it breaks."""
THOROUGHNESS = int(os.environ.get("STAGEDOOR_THOROUGH", "1"))
BROKEN_RULES = {
    "buttons-on-top": "DIRECT-1 DIRECT-6",
    "sends-before-live": "DIRECT-2",
    "sends-early-to-stage": "DIRECT-2",
    "devices-cannot-be-chosen": "DIRECT-3",
    "one-device-each": "DIRECT-3",
    "no-cancel": "DIRECT-6",
    "camera-stays-on": "DIRECT-6",
    "escape-keeps-camera": "DIRECT-6",
    "opens-only-once": "DIRECT-6",
    "full-stage-removes-first": "DIRECT-7",
    "removed-for-good": "DIRECT-5",
    "removes-the-moderator": "LEAVE-2",
    "devices-stay-on": "LEAVE-5",
    "silent-removal": "LEAVE-7",
    "leave-button": "LEAVE-1",
    "accepts-every-command": "LEAVE-6",
    "microphone-always-on": "DEVICE-3",
    "mute-without-effect": "LEAVE-3",
    "no-media-for-late-arrivals": "STAGE-5 VIEW-2",
    "stale-lists": "DIRECT-4 STAGE-2",
    "nameless-tiles": "DIRECT-4 STAGE-3",
    "frozen-pictures": "DIRECT-4",
    "black-own-tile": "STAGE-4",
    "camera-on-arrival": "DIRECT-6 VIEW-9",
    "decline-notifies-moderator": "ASK-5 ASK-12",
}
"""The rules that each fault breaks; all of them are tested for this fault."""
DEFAULT_FAULTS = (
    "buttons-on-top",
    "sends-before-live",
    "devices-cannot-be-chosen",
    "stale-lists",
    "removed-for-good",
    "escape-keeps-camera",
    "full-stage-removes-first",
    "no-media-for-late-arrivals",
    "accepts-every-command",
    "microphone-always-on",
)
"""The faults that are tested by default, in ten different parts of a room."""
FURTHER_BROKEN_RULES = {
    "removes-the-moderator": "DIRECT-5 DIRECT-7",
    "accepts-every-command": "SAFE-1",
    "stale-lists": "DIRECT-5 DIRECT-6 DIRECT-7",
    "nameless-tiles": "DIRECT-2 DIRECT-5 DIRECT-6 DIRECT-7",
    "frozen-pictures": "DIRECT-2 DIRECT-5 DIRECT-6 DIRECT-7",
}
"""Further rules that a fault breaks, if they are tested."""


@dataclass(frozen=True)
class RoomOutcome:
    """The outcome of a run: exit code, output, and the verdict on each rule that was tested."""

    exit_code: int
    output: str
    verdicts: Mapping[str, Verdict]

    def rules_with(self, verdict: Verdict) -> set[str]:
        return {rule for rule, actual in self.verdicts.items() if actual is verdict}


Runs = dict[str, Future[RoomOutcome]]


@contextmanager
def serve_small_room(fault: str, *options: str) -> Iterator[str]:
    """Serve the small room with this fault, and yield its address."""
    command = ["python", "-m", "tests.rooms.independent", "--fault", fault, *options]
    with TemporaryDirectory() as folder:
        server = StartedServer("Small room", command, Path(folder) / "room.log", folder=ROOT)
        try:
            yield server.address
        finally:
            server.close()


def run_rules(rules: tuple[str, ...], fault: str, folder: Path) -> RoomOutcome:
    """Run the scenarios of these rules against the room with this fault, with only its address."""
    output_options = (f"--living-docs={folder}", f"--evidence={folder}/evidence")
    options = ("--people", "laptop", "--no-pictures", "-m", " or ".join(rules))
    with serve_small_room(fault) as address:
        # A run that must pass has the usual time limits, so that no verdict depends on the machine's speed.
        process = run_features(address, "features", *options, *output_options, patience=0.2 if fault else 1)
    report = build_run_record(read_record(folder / "record"), folder)
    verdicts = {rule: report.verdict(rule) for rule in report.requirements}
    tested = {rule: verdict for rule, verdict in verdicts.items() if verdict is not Verdict.NOT_TESTED}
    return RoomOutcome(process.returncode, process.stdout, tested)


def select_rules(fault: str) -> tuple[str, ...]:
    """Return the rules that are tested in the room with this fault."""
    if not fault:
        return DIRECT_RULES
    return tuple(dict.fromkeys([*BROKEN_RULES[fault].split(), *(DIRECT_RULES if THOROUGHNESS > 2 else CONTROL_RULES)]))


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """The run for each requested fault; two run at a time, since a run is idle most of the time."""
    items = [item for item in request.session.items if item.path == Path(__file__) and hasattr(item, "callspec")]
    faults = [item.callspec.params["fault"] for item in items]
    with ThreadPoolExecutor(2) as pool:
        yield {
            fault: pool.submit(run_rules, select_rules(fault), fault, tmp_path_factory.mktemp("run"))
            for fault in faults
        }
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("fault", [""], ids=["none"])
def test_a_conforming_third_party_room_passes(outcomes: Runs, fault: str) -> None:
    outcome = outcomes[fault].result()
    assert outcome.rules_with(Verdict.PASSED) == set(DIRECT_RULES) == outcome.verdicts.keys(), outcome.output[-6000:]
    assert outcome.exit_code == 0


@pytest.mark.parametrize("fault", BROKEN_RULES if THOROUGHNESS > 1 else DEFAULT_FAULTS)
def test_a_fault_breaks_only_the_rules_concerned(outcomes: Runs, fault: str) -> None:
    outcome = outcomes[fault].result()
    broken = {*BROKEN_RULES[fault].split(), *FURTHER_BROKEN_RULES.get(fault, "").split()} & outcome.verdicts.keys()
    assert outcome.rules_with(Verdict.FAILED) == broken, f"{FAULTS[fault]}:\n{outcome.output[-6000:]}"
    assert outcome.rules_with(Verdict.PASSED) == outcome.verdicts.keys() - broken
    assert outcome.verdicts.keys() >= set(select_rules(fault))
    assert outcome.exit_code == (1 if any(requirements()[rule].level == "MUST" for rule in broken) else 0)


def test_each_fault_has_rules_that_it_breaks() -> None:
    assert BROKEN_RULES.keys() == FAULTS.keys() - {""}


def test_capabilities_declared_absent_are_found_absent(tmp_path: Path) -> None:
    with serve_small_room("") as address:
        room_file = tmp_path / "small.toml"
        offers = "\n".join(f"{capability} = false" for capability in ABSENT_CAPABILITIES)
        room_file.write_text(f'name = "Small"\n[session]\npost = "{address}/api/sessions"\n[offers]\n{offers}\n')
        process = run_features(room_file, "features/not_offered.feature", "--people", "laptop")
    assert process.returncode == 0, process.stdout[-4000:]
    assert f"{len(ABSENT_CAPABILITIES)} passed" in process.stdout, process.stdout[-4000:]
