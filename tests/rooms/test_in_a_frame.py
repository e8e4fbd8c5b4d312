"""The same features can test a room in a learning platform's frame.

This needs a room file, but no adapter.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from rooms.started_server import StartedServer
from tests.reference_server.server_process import PATIENCE, ServerProcess
from tests.rooms.learning_platform import PASSWORD, PEOPLE
from tests.rooms.running import ROOT, run_features

pytestmark = pytest.mark.nested_run

ROOM_FILE = """\
name = "Room in a course"
frame = "contentframe"

[session]
post = "{platform}/sessions"

[entry]
steps = [
  {{ fill = "Username", with = "{{user}}" }}, {{ fill = "Password", with = "{{env:SCHOOL_PASSWORD}}" }},
  {{ click = "Log in" }}, {{ click = "Morning lesson" }},
]

[people]
{people}
"""


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[str]:
    """The address of a platform, with a room that allows the platform to embed it."""
    command = ["python", "-m", "tests.rooms.learning_platform"]
    platform = StartedServer("Learning platform", command, tmp_path / "platform.log", folder=ROOT)
    room = ServerProcess(tmp_path, "--frame-ancestor", platform.address)
    requests.put(f"{platform.address}/room", data=room.url, timeout=PATIENCE)
    yield platform.address
    room.kill()
    platform.kill()


def test_features_pass_in_a_frame(platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has the same link; the account determines role and name.

    Attendees use a laptop, then a phone.
    """
    monkeypatch.setenv("SCHOOL_PASSWORD", PASSWORD)
    room_file = tmp_path / "course.toml"
    people = "\n".join(f'{user.title()} = "{name}"' for user, name in PEOPLE.items())
    room_file.write_text(ROOM_FILE.format(platform=platform, people=people))
    scenarios = "joining_at_once or getting_ready_happens_in_private or a_removed_person_is_still_in_the_session"
    process = run_features(room_file, "features", "--people", "laptop,phone", "-k", scenarios, patience=1)
    assert process.returncode == 0, process.stdout[-6000:]
    assert "6 passed" in process.stdout
