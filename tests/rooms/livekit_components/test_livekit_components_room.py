"""LiveKit's room interface passes some of the features; it is built from published packages."""

from pathlib import Path
from shutil import which

import pytest

from rooms.livekit_components.page_build import build_page
from rooms.livekit_server import build
from tests.rooms.running import ROOT, run_features

pytestmark = pytest.mark.nested_run

ROOM_FILE = ROOT / "rooms" / "livekit_components" / "livekit_components.toml"
FEATURES = [f"features/{name}.feature" for name in ("devices", "join_directly", "leave_the_stage", "viewer_mode")]
RULES = {"DEVICE-1": 2, "DIRECT-3": 1, "LEAVE-4": 1, "VIEW-2": 2}
"""Rules that LiveKit's room interface follows, with the number of their scenarios."""


@pytest.fixture(scope="module")
def _built_room() -> None:
    """Build the room before the run, whose time limit is meant for the features.

    The first build takes minutes.
    """
    missing = [program for program in ("go", "npm") if which(program) is None]
    if missing:
        pytest.skip(f"LiveKit's room is built with Go and npm; not installed: {', '.join(missing)}")
    build()
    build_page()


@pytest.mark.usefixtures("_built_room")
def test_livekits_room_interface_follows_rules_of_devices_and_viewers(tmp_path: Path) -> None:
    record = f"--living-docs={tmp_path / 'docs'}"
    marker_expression = " or ".join(RULES)
    process = run_features(
        ROOM_FILE, *FEATURES, "--people", "laptop", "-m", marker_expression, "--no-pictures", record, patience=1
    )
    assert process.returncode == 0, process.stdout[-4000:]
    assert f"= {sum(RULES.values())} passed, " in process.stdout, process.stdout[-4000:]
