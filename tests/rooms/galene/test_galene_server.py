"""Galene's room file, the files of its sessions, and the server itself if it is installed."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from conformance.errors import Refused
from conformance.room_profile import Access
from pages.places import places_of
from people.cast import CAST
from rooms.declared import start_declared_room
from rooms.galene.galene_places import GalenePlaces
from rooms.galene.galene_server import open_session, refusal
from rooms.room import SessionRequest
from rooms.room_file import BadRoomFile, RoomFile, read_room_file

ROOM_FILE = Path(__file__).parents[3] / "rooms" / "galene" / "galene.toml"
needs_galene = pytest.mark.skipif(
    shutil.which("galene") is None, reason="galene is not on PATH: rooms/galene/README.md"
)


def room_file() -> RoomFile:
    return read_room_file(ROOM_FILE, requirements(), capabilities(), date.today(), tuple(CAST))


def session_request(access: Access, **settings: Any) -> dict[str, object]:
    return SessionRequest(access, **settings).as_json()


@pytest.fixture
def fake_galene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set a PATH with an empty program named galene, which the room file requires."""
    (tmp_path / "galene").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("groups", "data/var"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


@pytest.mark.usefixtures("fake_galene")
def test_the_room_file_is_valid_and_each_deviation_has_reason_and_link() -> None:
    file = room_file()
    assert places_of(file.adapter) is GalenePlaces
    assert file.deviation
    for deviation in file.deviation:
        assert len(deviation.reason) > 20 and deviation.link and "9e03b36" in deviation.link, deviation.requirement


def test_a_missing_galene_is_reported_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BadRoomFile, match=r"needs galene, which is not installed.*README") as error:
        room_file()
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("access", "permissions"), [("everyone", ["present", "message"]), ("request", ["message"])])
def test_attendees_may_present_only_with_stage_access_everyone(
    folder: Path, access: Access, permissions: list[str]
) -> None:
    links = open_session(session_request(access, title="Physics"), folder, "http://x")
    group = links["attendee"].split("/")[-2]
    group_file = json.loads((folder / "groups" / f"{group}.json").read_text())
    assert group_file["displayName"] == "Physics"
    assert group_file["wildcard-user"]["permissions"] == permissions


def test_a_moderators_link_has_an_operators_token_for_its_group(folder: Path) -> None:
    first_links, other_links = (open_session(session_request("everyone"), folder, "http://x") for _ in range(2))
    tokens = [json.loads(line) for line in (folder / "data" / "var" / "tokens.jsonl").read_text().splitlines()]
    assert len({*first_links.values(), *other_links.values()}) == 4
    for token, links in zip(tokens, (first_links, other_links), strict=True):
        assert links["moderator"] == f"{links['attendee']}?token={token['token']}"
        assert token["group"] in links["attendee"] and "op" in token["permissions"]
        assert datetime.fromisoformat(token["expires"]) > datetime.now(UTC)


@pytest.mark.parametrize(
    ("requested", "reason"),
    [
        (session_request("nobody"), "no stage access like “nobody”; it has “everyone” and “request”"),
        (session_request("everyone", polls=True), "no polls"),
        (session_request("everyone", limit=2), "not how many are on stage"),
    ],
)
def test_sessions_that_galene_cannot_provide_are_refused(requested: dict[str, object], reason: str) -> None:
    assert reason in (refusal(requested) or "")
    assert refusal(session_request("request")) is None


@pytest.mark.parametrize(("access", "exit_code"), [("nobody", 44), ("request", 1)])
def test_a_refusal_has_another_exit_code_than_a_missing_server(access: Access, exit_code: int) -> None:
    command = [sys.executable, "-m", "rooms.galene.galene_server", "open", "0"]
    request = json.dumps(session_request(access))
    process = subprocess.run(command, input=request, capture_output=True, text=True, timeout=60, check=False)
    assert (process.returncode, process.stdout) == (exit_code, "")


@needs_galene
def test_the_server_starts_and_serves_the_group_of_a_session(tmp_path: Path) -> None:
    room = start_declared_room(room_file(), tmp_path / "galene.log")
    try:
        links = room.open_session(SessionRequest("everyone", title="Physics"))
        with urlopen(f"{links.attendee}.status") as response:
            assert json.load(response)["displayName"] == "Physics"
        with pytest.raises(Refused, match="no stage access like “invite”"):
            room.open_session(SessionRequest("invite"))
    finally:
        room.close()
