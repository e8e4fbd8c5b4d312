"""A capability counts as not offered only if it is really absent."""

from collections.abc import Iterator
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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A room that offers everything."""
    server = ServerProcess(tmp_path_factory.mktemp("room"))
    yield server
    server.kill()


@pytest.mark.parametrize(
    ("features", "verdict"), [(ABSENT, "passed"), (PRESENT, "failed"), (MODERATION, "failed"), (ON_THE_WAY, "failed")]
)
def test_what_is_declared_absent_must_be_so(
    server: ServerProcess, tmp_path: Path, features: tuple[str, ...], verdict: str
) -> None:
    room_file = tmp_path / "acme.toml"
    session = f'[session]\npost = "{server.url}/api/sessions"\n'
    offers = "\n".join(f"{feature} = false" for feature in features)
    room_file.write_text(f'name = "Acme"\n{session}[offers]\n{offers}\n')
    done = run_features(room_file, "features/not_offered.feature", "--people", "phone")
    assert f"= {len(features)} {verdict}, " in done.stdout, done.stdout[-4000:]
    assert done.returncode == (0 if verdict == "passed" else 1)
