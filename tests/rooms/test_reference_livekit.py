"""Some features pass in the reference room with LiveKit, on laptop and phone."""

from pathlib import Path
from shutil import which

import pytest

from rooms.livekit_server import build, program
from tests.rooms.running import ROOT, run_features

pytestmark = pytest.mark.nested_run

ROOM = ROOT / "rooms" / "reference_livekit.toml"
RULES = ("LEAVE-4", "LEAVE-5")
"""Rules about muting, and about the media of a removed person whose browser goes on sending."""
SCENARIO_COUNT = 3


@pytest.fixture(scope="module")
def livekit_built() -> None:
    """Build the server before the run, whose time limit is meant for the features.

    The first build takes minutes.
    """
    if which("go") is None and not program().exists():
        pytest.skip("LiveKit's server is built with Go, which is not installed")
    build()


@pytest.mark.usefixtures("livekit_built")
def test_media_with_livekit_follow_the_rules(tmp_path: Path) -> None:
    record = f"--living-docs={tmp_path / 'docs'}"
    files = [f"features/{name}.feature" for name in ("leave_the_stage", "safety")]
    process = run_features(ROOM, *files, "-m", " or ".join(RULES), "--no-pictures", record, patience=1)
    assert process.returncode == 0, process.stdout[-4000:]
    assert f"= {2 * SCENARIO_COUNT} passed" in process.stdout, process.stdout[-4000:]
