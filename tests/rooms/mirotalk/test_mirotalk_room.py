"""The room file of MiroTalk is valid, its command opens calls, and a missing program is reported."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from pages.places import places_of
from rooms.installed_program import ProgramMissing
from rooms.mirotalk.mirotalk_places import MiroTalkPlaces
from rooms.mirotalk.serve_mirotalk import ENTRY, INSTALLED_MARK, find_mirotalk, settings
from rooms.room import SessionRequest
from rooms.room_file import BadRoomFile, RoomFile, read_room_file

ROOM_FILE = Path("rooms", "mirotalk", "mirotalk.toml")
ADDRESS = "http://127.0.0.1:3000"
TODAY = date(2026, 11, 29)


def read_mirotalk_file() -> RoomFile:
    return read_room_file(ROOM_FILE, requirements(), capabilities(), TODAY)


def open_call(session_request: SessionRequest) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rooms.mirotalk.open_mirotalk_call", ADDRESS]
    request = json.dumps(session_request.as_json())
    return subprocess.run(command, input=request, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PATH with only Node.js."""
    (tmp_path / "node").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("node")
def test_the_room_file_is_valid_and_each_deviation_has_a_reason_and_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAGEDOOR_MIROTALK", "somewhere")
    room_file = read_mirotalk_file()
    assert places_of(room_file.adapter) is MiroTalkPlaces
    assert room_file.deviation
    for deviation in room_file.deviation:
        assert len(deviation.reason) > 20 and deviation.link and "mirotalk" in deviation.link, deviation.requirement


@pytest.mark.usefixtures("node")
def test_the_folder_must_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STAGEDOOR_MIROTALK", raising=False)
    with pytest.raises(BadRoomFile, match=r"needs STAGEDOOR_MIROTALK, which is not set\. .*README\.md says"):
        read_mirotalk_file()


def test_both_links_lead_to_one_new_call() -> None:
    first, second = (json.loads(open_call(SessionRequest("everyone")).stdout) for _ in range(2))
    assert first["attendee"].startswith(f"{ADDRESS}/join?room=lesson-")
    assert first["moderator"] == f"{first['attendee']}#presents"
    assert first["attendee"] != second["attendee"]


@pytest.mark.parametrize("session_request", [SessionRequest("request"), SessionRequest("everyone", quizzes=True)])
def test_sessions_that_a_call_cannot_provide_are_refused(session_request: SessionRequest) -> None:
    process = open_call(session_request)
    assert process.returncode == 44 and process.stdout == ""
    assert process.stderr.startswith("A call has no ") and len(process.stderr.splitlines()) == 1


def test_a_program_that_is_missing_or_not_installed_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ProgramMissing, match=r"^Set STAGEDOOR_MIROTALK .*README\.md\.$"):
        find_mirotalk({})
    (tmp_path / ENTRY).parent.mkdir(parents=True)
    (tmp_path / ENTRY).touch()
    with pytest.raises(ProgramMissing, match=r"has no node_modules/\.package-lock\.json; see"):
        find_mirotalk({"STAGEDOOR_MIROTALK": str(tmp_path)})
    (tmp_path / INSTALLED_MARK).parent.mkdir()
    (tmp_path / INSTALLED_MARK).touch()
    assert find_mirotalk({"STAGEDOOR_MIROTALK": str(tmp_path)}) == tmp_path


def test_the_server_has_two_presenters_and_no_external_services() -> None:
    environment: dict[str, Any] = settings({"PATH": "/bin"}, 3000)
    assert json.loads(environment["PRESENTERS"]) == ["Maya", "Noah"]
    assert environment["PORT"] == "3000" and environment["PATH"] == "/bin"
    assert environment["STUN_SERVER_ENABLED"] == environment["STATS_ENABLED"] == "false"
