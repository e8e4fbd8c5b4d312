"""Janus's video room demo, if its packages are installed.

The tests cover the room file, configuration, sessions and a few scenarios.
"""

import shutil
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from conformance.errors import Refused
from rooms.declared import DeclaredRoom, start_declared_room
from rooms.janus.configuration import Folders, write_configuration
from rooms.room import SessionRequest
from rooms.room_file import RoomFile, read_room_file
from tests.rooms.running import run_features

ROOM_FILE = Path(__file__).parents[3] / "rooms" / "janus" / "janus.toml"
IS_INSTALLED = shutil.which("janus") is not None and (Folders.demos / "videoroomtest.html").exists()
pytestmark = pytest.mark.skipif(
    not IS_INSTALLED, reason="needs janus and janus-demos: apt-get install janus janus-demos"
)


def room_file() -> RoomFile:
    return read_room_file(ROOM_FILE, requirements(), capabilities(), date.today())


@pytest.fixture
def room(tmp_path: Path) -> Iterator[DeclaredRoom]:
    room = start_declared_room(room_file(), tmp_path / "janus.log")
    yield room
    room.close()


def test_the_room_file_is_valid_and_each_deviation_has_reason_and_link() -> None:
    deviations = room_file().deviation
    assert deviations
    for deviation in deviations:
        assert len(deviation.reason) > 20 and deviation.link and "v1.1.2" in deviation.link, deviation.requirement


def test_a_session_has_a_page_for_publishers_and_one_for_the_audience(room: DeclaredRoom) -> None:
    everyone, nobody = (room.open_session(SessionRequest(access)) for access in ("everyone", "nobody"))
    assert everyone.attendee == everyone.moderator
    assert nobody.attendee == f"{nobody.moderator}&subscriber-mode=true"
    with pytest.raises(Refused, match="no stage access like"):
        room.open_session(SessionRequest("invite"))


def test_janus_is_configured_for_loopback_and_loads_only_the_video_room(tmp_path: Path) -> None:
    folders = Folders(8000, tmp_path)
    write_configuration(folders, 8001)
    texts = "".join(path.read_text() for path in folders.configuration.iterdir())
    assert 'ip = "127.0.0.1"' in texts and 'ice_enforce_list = "127.0.0.1"' in texts
    assert "libjanus_sip.so" in texts and "libjanus_videoroom.so" not in texts


def test_connections_to_other_addresses_are_refused(room: DeclaredRoom) -> None:
    port = int(room.open_session(SessionRequest("everyone")).attendee.split("/")[2].partition(":")[2])
    with socket.socket() as connection, pytest.raises(ConnectionRefusedError):
        connection.connect(("127.0.0.2", port))


@pytest.mark.browser
@pytest.mark.nested_run
def test_people_publish_and_are_seen_and_heard() -> None:
    options = ("-m", "VIEW-2 or STAGE-3 or STAGE-4", "--people", "laptop")
    process = run_features(ROOM_FILE, *options, "features/on_stage.feature", "features/viewer_mode.feature", patience=1)
    assert process.returncode == 0, process.stdout
    assert "4 passed" in process.stdout
