"""The room file, the building and the starting, with a Go and a Galene that are stand-ins made here.

They show that the adapter's parts fit together, and nothing about Galene itself.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from conformance.errors import NotReached
from pages.places import places_of
from people.cast import CAST
from rooms.declared import DeclaredRoom, declared_room
from rooms.galene.folders import Folders
from rooms.galene.galene_places import GalenePlaces
from rooms.galene.open_galene_session import open_session
from rooms.room import Links, SessionRequest
from rooms.room_file import BadRoomFile, RoomFile, read_room_file

ROOM = Path(__file__).parents[3] / "rooms" / "galene" / "galene.toml"

GO = f"""#!{sys.executable}
import json, os, sys
from pathlib import Path
if os.environ.get("REFUSE"):
    sys.exit("go: github.com/jech/galene@x: not to be had\\n\\tserver response: gone")
if sys.argv[1] == "install":
    binary = Path(os.environ["GOBIN"]) / "galene"
    binary.write_text(Path(__file__).with_name("galene-stand-in").read_text())
    binary.chmod(0o755)
else:
    print(json.dumps({{"Dir": "/the/source"}}))
"""
GALENE = f"""#!{sys.executable}
import json, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Told(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(sys.argv[1:]).encode())
host, port = sys.argv[sys.argv.index("-http") + 1].split(":")
HTTPServer((host, int(port)), Told).serve_forever()
"""
"""Answers everything with the options it was started with."""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with a Go, and a folder for what the adapter builds there."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "galene-stand-in").write_text(GALENE)
    (programs / "go").write_text(GO)
    (programs / "go").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("STAGEDOOR_GALENE", str(tmp_path / "kept"))


@pytest.fixture
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DeclaredRoom]:
    request.getfixturevalue("machine")
    room = declared_room(room_file(), tmp_path / "galene.log")
    yield room
    room.close()


def room_file() -> RoomFile:
    return read_room_file(ROOM, requirements(), capabilities(), date.today(), tuple(CAST))


def started_with(links: Links) -> list[str]:
    with urlopen(links.attendee) as answer:
        options: list[str] = json.load(answer)
        return options


def after(options: list[str], name: str) -> Path:
    return Path(options[options.index(name) + 1])


@pytest.mark.usefixtures("machine")
def test_the_room_file_is_in_order_and_names_the_adapter() -> None:
    assert places_of(room_file().adapter) is GalenePlaces


@pytest.mark.usefixtures("machine")
def test_reports_missing_go_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BadRoomFile) as error:
        room_file()
    shown = str(error.value)
    assert "needs go, which is not installed. Galene is built from source: install Go" in shown
    assert "\n" not in shown


def test_galene_is_started_on_a_port_of_its_own_and_without_the_outside(room: DeclaredRoom) -> None:
    links = room.open_session(SessionRequest("everyone"))
    options = started_with(links)
    assert options[:5] == ["-http", links.attendee.split("/")[2], "-insecure", "-turn", ""]
    assert after(options, "-static") == Path("/the/source/static")


def test_a_session_is_a_group_file(room: DeclaredRoom) -> None:
    links = room.open_session(SessionRequest("nobody", title="Physics"))
    options, group = started_with(links), links.attendee.split("/")[-2]
    written: dict[str, Any] = json.loads((after(options, "-groups") / f"{group}.json").read_text())
    assert (written["displayName"], written["wildcard-user"]["permissions"]) == ("Physics", "message")
    token = json.loads((after(options, "-data") / "var" / "tokens.jsonl").read_text())
    assert links.moderator == f"{links.attendee}?token={token['token']}"
    assert token["group"] == group


def test_an_unsupported_session_is_not_reached(room: DeclaredRoom) -> None:
    with pytest.raises(NotReached, match="no stage access like “request”"):
        room.open_session(SessionRequest("request"))


@pytest.mark.usefixtures("machine")
def test_reports_a_failed_build_with_gos_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFUSE", "yes")
    with pytest.raises(NotReached, match=r"could not be built: go install: .*not to be had server response: gone"):
        declared_room(room_file(), tmp_path / "galene.log")


def test_every_session_has_its_own_group_and_token(tmp_path: Path) -> None:
    folders = Folders(8443, tmp_path)
    folders.make()
    one, other = (open_session(SessionRequest("everyone").as_json(), folders, "http://x") for _ in range(2))
    tokens = [json.loads(line) for line in folders.tokens.read_text().splitlines()]
    assert len({*one.values(), *other.values()}) == 4
    assert [token["group"] in link["attendee"] for token, link in zip(tokens, (one, other), strict=True)] == [True] * 2
