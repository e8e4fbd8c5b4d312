"""The room file of Talk is valid, and reports a missing program."""

from datetime import date
from pathlib import Path
from urllib.parse import urldefrag

import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from pages.form_before_room import PlacesWithForm
from pages.places import places_of
from rooms.room_file import BadRoomFile, RoomFile, read_room_file
from rooms.talk.serve_talk import FOLDER_VARIABLE

ROOM_FILE = Path("rooms", "talk", "talk.toml")
TODAY = date(2026, 11, 29)


def read_talk_file() -> RoomFile:
    return read_room_file(ROOM_FILE, requirements(), capabilities(), TODAY)


@pytest.fixture(autouse=True)
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH, with Node.js, and a value for the folder of Talk."""
    (tmp_path / "node").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv(FOLDER_VARIABLE, "somewhere")
    return tmp_path


def test_each_deviation_has_a_reason_and_a_link() -> None:
    deviations = read_talk_file().deviation
    assert deviations
    for deviation in deviations:
        assert len(deviation.reason) > 20 and deviation.link and "talk/blob" in deviation.link, deviation.requirement


def test_both_links_lead_to_one_call_and_the_adapter_recognises_the_moderators() -> None:
    file = read_talk_file()
    assert places_of(file.adapter) is PlacesWithForm and file.session.links
    call, fragment = urldefrag(file.session.links.moderator)
    assert call == file.session.links.attendee and fragment == PlacesWithForm.moderator_fragment


def test_the_folder_must_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER_VARIABLE)
    with pytest.raises(BadRoomFile, match=r"needs STAGEDOOR_TALK, which is not set\. .*README\.md says"):
        read_talk_file()


def test_node_must_be_installed(programs: Path) -> None:
    (programs / "node").unlink()
    with pytest.raises(BadRoomFile, match=r"needs node, which is not installed\. Install .*apt-get install"):
        read_talk_file()
