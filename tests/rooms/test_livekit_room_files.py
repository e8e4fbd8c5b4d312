"""The room files of LiveKit's rooms are valid, name pinned versions, and report missing programs."""

import json
from datetime import date
from pathlib import Path

import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from pages.documented_words import WORDS
from pages.places import places_of
from rooms.livekit_components.livekit_components_places import LiveKitComponentsPlaces
from rooms.livekit_components.page_build import SOURCE
from rooms.livekit_livestream.livestream_places import LivestreamPlaces
from rooms.room_file import BadRoomFile, RoomFile, read_room_file
from tests.rooms.running import ROOT
from tools.make_matrix import find_missing_program

COMPONENTS, LIVESTREAM = (
    ROOT / "rooms" / name / f"{name}.toml" for name in ("livekit_components", "livekit_livestream")
)
ADAPTERS = {COMPONENTS: LiveKitComponentsPlaces, LIVESTREAM: LivestreamPlaces}
PROGRAMS = ("go", "node", "npm")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH, with all programs that the rooms need."""
    for name in PROGRAMS:
        (tmp_path / name).touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("STAGEDOOR_LIVESTREAM", "/where/it/was/built")
    return tmp_path


def read_file(file: Path) -> RoomFile:
    return read_room_file(file, requirements(), capabilities(), date(2026, 11, 27), (), WORDS)


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize("file", ADAPTERS, ids=lambda file: file.stem)
def test_the_room_file_is_valid_and_its_adapter_exists(file: Path) -> None:
    assert places_of(read_file(file).adapter) is ADAPTERS[file]


@pytest.mark.parametrize(("file", "program"), [(COMPONENTS, "go"), (COMPONENTS, "npm"), (LIVESTREAM, "node")])
def test_a_missing_program_is_reported_in_one_line(programs: Path, file: Path, program: str) -> None:
    (programs / program).unlink()
    with pytest.raises(BadRoomFile) as error:
        read_file(file)
    (line,) = str(error.value).splitlines()
    assert f"needs {program}, which is not installed" in line and "apt-get install" in line


@pytest.mark.usefixtures("programs")
def test_a_missing_sample_is_reported_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STAGEDOOR_LIVESTREAM")
    with pytest.raises(BadRoomFile, match=r"needs STAGEDOOR_LIVESTREAM, which is not set\. Get .*README\.md says\.$"):
        read_file(LIVESTREAM)
    assert find_missing_program(LIVESTREAM.relative_to(ROOT)).startswith(
        "STAGEDOOR_LIVESTREAM is not set. Get and build"
    )


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize("file", ADAPTERS, ids=lambda file: file.stem)
def test_each_deviation_has_a_reason_and_a_link(file: Path) -> None:
    deviations = read_file(file).deviation
    assert deviations
    for deviation in deviations:
        assert len(deviation.reason) > 20 and deviation.link, deviation.requirement


@pytest.mark.usefixtures("programs")
def test_the_name_contains_the_installed_version() -> None:
    pinned = json.loads((SOURCE / "package-lock.json").read_text())["packages"]
    version = pinned["node_modules/@livekit/components-react"]["version"]
    assert read_file(COMPONENTS).name == f"LiveKit components {version}"
