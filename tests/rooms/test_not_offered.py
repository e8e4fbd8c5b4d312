"""A capability counts as not offered only if it is really absent."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.reference_server.server_process import ServerProcess
from tests.rooms.running import run_features

pytestmark = pytest.mark.nested_run

ABSENT = ("polls", "quizzes")
"""Absent unless a session requests them."""
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
"""Parts of other capabilities, which must be offered, so each is declared absent alone."""
ON_THE_WAY = ("getting_ready", "invitation_after_approval", "moderators_as_viewers")
"""Steps on the way to the stage that scenarios then take differently, so each is declared absent alone."""


GROUPS = {
    "absent": (ABSENT, "passed"),
    "present": (PRESENT, "failed"),
    "moderation": (MODERATION, "failed"),
    "on-the-way": (ON_THE_WAY, "failed"),
}
"""What is declared absent in one run, and the verdict that each declaration must get."""
Runs = dict[str, Future[subprocess.CompletedProcess[str]]]


def declare_absent(url: str, features: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the scenarios of absent capabilities against the room, with these declared absent."""
    room_file = folder / "acme.toml"
    session = f'[session]\npost = "{url}/api/sessions"\n'
    offers = "\n".join(f"{feature} = false" for feature in features)
    room_file.write_text(f'name = "Acme"\n{session}[offers]\n{offers}\n')
    return run_features(room_file, "features/not_offered.feature", "--people", "phone")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """A run for each group in a room that offers everything, two at a time: two thirds of each is waiting."""
    server = ServerProcess(tmp_path_factory.mktemp("room"))
    with ThreadPoolExecutor(2) as pool:
        yield {
            group: pool.submit(declare_absent, server.url, features, tmp_path_factory.mktemp(group))
            for group, (features, _) in GROUPS.items()
        }
        pool.shutdown(cancel_futures=True)
    server.kill()


@pytest.mark.parametrize("group", GROUPS)
def test_what_is_declared_absent_must_be_so(runs: Runs, group: str) -> None:
    features, verdict = GROUPS[group]
    done = runs[group].result()
    assert f"= {len(features)} {verdict}, " in done.stdout, done.stdout[-4000:]
    assert done.returncode == (0 if verdict == "passed" else 1)
