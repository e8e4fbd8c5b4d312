"""The room file of Peer Calls is valid, names the pinned version, and reports missing programs."""

import json
from datetime import date
from pathlib import Path

import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from pages.places import places_of
from rooms.peer_calls.peer_calls_places import PeerCallsPlaces
from rooms.peer_calls.serve_peer_calls import HERE, PIN_FILES
from rooms.room_file import BadRoomFile, RoomFile, read_room_file

ROOM_FILE = HERE / "peer_calls.toml"
TODAY = date(2026, 11, 23)


def read_peer_calls_file() -> RoomFile:
    return read_room_file(ROOM_FILE, requirements(), capabilities(), TODAY)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH, with Node and npm."""
    for name in ("node", "npm"):
        (tmp_path / name).touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("programs")
def test_the_room_file_is_valid_and_its_adapter_exists() -> None:
    assert places_of(read_peer_calls_file().adapter) is PeerCallsPlaces


@pytest.mark.parametrize("missing", ["node", "npm"])
def test_a_missing_program_is_reported_in_one_line(programs: Path, missing: str) -> None:
    (programs / missing).unlink()
    with pytest.raises(BadRoomFile) as error:
        read_peer_calls_file()
    (line,) = str(error.value).splitlines()
    assert f"the room's server needs {missing}, which is not installed. Install" in line and "apt-get install" in line


@pytest.mark.usefixtures("programs")
def test_each_deviation_has_a_reason_and_a_link() -> None:
    deviations = read_peer_calls_file().deviation
    assert deviations
    for deviation in deviations:
        assert len(deviation.reason) > 20 and deviation.link and "version-3" in deviation.link, deviation.requirement


@pytest.mark.usefixtures("programs")
def test_the_name_contains_the_installed_version() -> None:
    required, pinned = (json.loads((HERE / name).read_text()) for name in PIN_FILES)
    version = required["dependencies"]["peer-calls"]
    assert read_peer_calls_file().name == f"Peer Calls {version}"
    assert pinned["packages"]["node_modules/peer-calls"]["version"] == version


def test_packages_are_pinned_by_hash_without_a_url() -> None:
    packages = json.loads((HERE / PIN_FILES[1]).read_text())["packages"]
    pinned = {name: package for name, package in packages.items() if name}
    assert len(pinned) > 100
    assert all(package["integrity"].startswith("sha512-") and "resolved" not in package for package in pinned.values())
