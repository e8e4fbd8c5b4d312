"""The platform and the room that the room file starts: deep linking, launches by HTTP, and restarts."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from conformance.room_profile import ACCESS_NAMES
from people.cast import CAST
from rooms.declared import DeclaredRoom, start_declared_room
from rooms.lti_platform.accounts import ACCOUNTS, PASSWORD
from rooms.lti_platform.served_platform import FOLDER
from rooms.lti_platform.teacher_client import Page, TeacherClient, UnexpectedPage
from rooms.room import SessionRequest
from rooms.room_file import RoomFile, read_room_file
from tests.reference_server.server_process import ROOT

pytestmark = pytest.mark.nested_run

ROOM_FILE = ROOT / "rooms" / "reference_lti.toml"


def room_file() -> RoomFile:
    return read_room_file(ROOM_FILE, requirements(), capabilities(), date.today(), tuple(CAST))


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logs") / "room.log"


@pytest.fixture(scope="module")
def room(log: Path) -> Iterator[DeclaredRoom]:
    room = start_declared_room(room_file(), log)
    yield room
    room.close()


def enter(activity: str, user: str, name: str = "") -> Page:
    """Log in, open the activity, and follow the launch in its frame; return the page of the room."""
    url = urlsplit(activity)
    issuer, activity_id = f"{url.scheme}://{url.netloc}", url.path.rpartition("/")[2]
    client = TeacherClient()
    client.send(client.open(activity), user=user, password=PASSWORD, name=name)
    login_form = client.open(f"{issuer}/launches/activity/{activity_id}")
    return client.send(client.send(login_form))


def test_the_room_file_has_the_names_of_the_accounts() -> None:
    file = room_file()
    assert file.people == {account.user.title(): account.name for account in ACCOUNTS.values()}
    assert PASSWORD in ROOM_FILE.read_text()


@pytest.mark.parametrize("access", ACCESS_NAMES.values())
def test_an_activity_leads_everybody_into_its_session(room: DeclaredRoom, access: str) -> None:
    links = room.open_session(SessionRequest(access, title="Debate", polls=True, limit=2))  # type: ignore[arg-type]
    assert links.moderator == links.attendee
    pages = [enter(links.attendee, user) for user in ("maya", "ada")]
    assert all("<title>Debate" in page.html for page in pages)
    sessions = {urlsplit(page.address).path.split("/")[2] for page in pages}
    assert len(sessions) == 1
    assert {urlsplit(page.address).hostname for page in pages} == {"127.0.0.1"}
    assert urlsplit(links.attendee).hostname == "localhost"


def test_an_account_enters_as_the_same_person_again(room: DeclaredRoom) -> None:
    activity = room.open_session(SessionRequest("everyone")).attendee
    first, second, other = (enter(activity, user).address for user in ("ada", "ada", "ben"))
    assert first == second != other


def test_an_unknown_activity_is_reported(room: DeclaredRoom) -> None:
    activity = room.open_session(SessionRequest("everyone")).attendee
    with pytest.raises(UnexpectedPage, match="404"):
        enter(f"{activity}x", "ada")


def test_an_activity_survives_a_restart_and_is_deleted_when_the_room_closes(tmp_path: Path) -> None:
    room = start_declared_room(room_file(), tmp_path / "room.log")
    activity = room.open_session(SessionRequest("everyone")).attendee
    person_address = enter(activity, "ada").address
    data_pattern = f"*-{urlsplit(activity).port}"
    assert list(FOLDER.glob(data_pattern))
    room.stop()
    with pytest.raises(OSError, match="refused"):
        enter(activity, "ada")
    room.recover()
    assert enter(activity, "ada").address == person_address
    room.close()
    assert not list(FOLDER.glob(data_pattern))


def test_the_output_contains_address_and_accounts(room: DeclaredRoom, log: Path) -> None:
    """People who start the platform manually need them."""
    url = urlsplit(room.open_session(SessionRequest("everyone")).attendee)
    output = log.read_text(encoding="utf-8")
    assert f"Learning platform: http://{url.netloc}/" in output
    assert all(name in output for name in (*ACCOUNTS, PASSWORD))
