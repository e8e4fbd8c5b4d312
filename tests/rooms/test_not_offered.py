"""A capability counts as not offered only if it is actually absent."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.reference_server.server_process import ServerProcess
from tests.rooms.running import run_features

pytestmark = pytest.mark.nested_run

ABSENT = ("polls", "quizzes")
"""Capabilities of a session that are absent unless it requests them."""
PRESENT = (
    "access_request",
    "access_nobody",
    "moderators",
    "several_moderators",
    "settings",
    "participants",
    "chat",
    "reactions",
    "hands",
    "mute_all",
    "level_meter",
)
MODERATION = ("remove_from_session", "delete_messages", "chat_switch")
"""Parts of capabilities that must be offered, so a separate run declares these parts absent."""
SKIPPED_STEPS = ("getting_ready", "invitation_after_approval", "moderators_as_viewers")
"""Steps that scenarios leave out if they are declared absent, so a separate run declares them absent."""


GROUPS = {
    "absent": (ABSENT, "passed"),
    "present": (PRESENT, "failed"),
    "moderation": (MODERATION, "failed"),
    "skipped-steps": (SKIPPED_STEPS, "failed"),
}
"""The capabilities declared absent in each run, and pytest's outcome that each declaration must get."""
Runs = dict[str, Future[subprocess.CompletedProcess[str]]]


def declare_absent(url: str, capabilities: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the scenarios of absent capabilities against the room, with these capabilities declared absent."""
    room_file = folder / "acme.toml"
    session = f'[session]\npost = "{url}/api/sessions"\n'
    offers = "\n".join(f"{capability} = false" for capability in capabilities)
    room_file.write_text(f'name = "Acme"\n{session}[offers]\n{offers}\n')
    return run_features(room_file, "features/not_offered.feature", "--people", "phone")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """Yield the run for each group, in a room that offers everything.

    Two run at a time, since a run is mostly idle.
    """
    server = ServerProcess(tmp_path_factory.mktemp("room"))
    with ThreadPoolExecutor(2) as pool:
        yield {
            group: pool.submit(declare_absent, server.url, capabilities, tmp_path_factory.mktemp(group))
            for group, (capabilities, _) in GROUPS.items()
        }
        pool.shutdown(cancel_futures=True)
    server.kill()


@pytest.mark.parametrize("group", GROUPS)
def test_a_capability_declared_absent_must_be_absent(runs: Runs, group: str) -> None:
    capabilities, outcome = GROUPS[group]
    process = runs[group].result()
    assert f"= {len(capabilities)} {outcome}, " in process.stdout, process.stdout[-4000:]
    assert process.returncode == (0 if outcome == "passed" else 1)
