"""The suite can read the proposed room file, in which guesses are marked."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from conformance.doctor.examination import Examination
from conformance.doctor.findings import Finding, Status
from conformance.doctor.room_file_proposal import find_absences, propose_room_file, toml_value
from conformance.doctor.visits import visits
from people.browsers import Browsers
from rooms.declared import DeclaredRoom, room_file_for_address, room_file_for_meeting
from rooms.room_file import RoomFile, read_room_file

ADDRESS = "http://127.0.0.1:9"
OPEN_SESSION = """\
import json, sys
request = json.load(sys.stdin)
if request["access"] == "everyone" or request.get("quizzes"):
    sys.exit(44)
print(json.dumps({"moderator": "http://127.0.0.1:9/m", "attendee": "http://127.0.0.1:9/a"}))
"""
"""A command that refuses some sessions."""


@pytest.fixture
def examination(tmp_path: Path) -> Examination:
    """An examination before its first visit."""
    return Examination(DeclaredRoom(room_file_for_address(ADDRESS)), Browsers(None, {}, tmp_path), {})  # type: ignore[arg-type]


def record_statuses(examination: Examination, capability: str, *statuses: Status) -> None:
    """Record these statuses for the first elements of the capability, in order."""
    lookups = [lookup for visit in visits() for lookup in visit.lookups if (lookup.needs or visit.needs) == capability]
    for lookup, status in zip(lookups, statuses, strict=False):
        examination.log.findings.append(Finding(lookup.place, lookup.what, "attendee, laptop", status))


def write_and_read_room_file(tmp_path: Path, lines: list[str]) -> RoomFile:
    path = tmp_path / "room.toml"
    path.write_text("\n".join(lines))
    return read_room_file(path, requirements(), capabilities(), date(2026, 11, 27))


def test_a_capability_without_any_found_element_is_proposed_absent(examination: Examination) -> None:
    record_statuses(examination, "chat", Status.FOUND, Status.MISSING)
    record_statuses(examination, "reactions", Status.MISSING, Status.NOT_REACHED)
    record_statuses(examination, "hands", Status.NOT_REACHED)
    examination.refused |= {"access_nobody", "quizzes"}
    assert find_absences(examination) == {
        "access_nobody": "",
        "reactions": "check: nothing of it was found",
        "quizzes": "",
    }


def test_refused_stage_accesses_polls_and_quizzes_are_noted(tmp_path: Path) -> None:
    script = tmp_path / "open_session.py"
    script.write_text(OPEN_SESSION, encoding="utf-8")
    path = tmp_path / "room.toml"
    path.write_text(f'name = "Acme"\n[session]\ncommand = ["python", "{script}"]\n', encoding="utf-8")
    room = DeclaredRoom(read_room_file(path, requirements(), capabilities(), date(2026, 11, 27)))
    examination = Examination(room, Browsers(None, {}, tmp_path), {})  # type: ignore[arg-type]
    examination.try_session_requests()
    assert examination.refused == {"access_everyone", "quizzes"}
    assert examination.opened == {"access_request", "access_invite", "access_nobody"}


def test_a_stage_access_with_which_sessions_were_created_is_not_proposed_absent(examination: Examination) -> None:
    record_statuses(examination, "access_everyone", Status.MISSING)
    examination.log.observed["VIEW-9"] = "a camera is in use"
    examination.opened |= {"access_everyone", "access_nobody"}
    assert find_absences(examination, can_refuse=True).keys() == {"access_request", "access_invite"}
    assert find_absences(examination, can_refuse=False).keys() >= {"access_everyone", "access_nobody"}


def test_buttons_without_a_name_may_hide_what_was_not_found(examination: Examination) -> None:
    record_statuses(examination, "chat", Status.MISSING)
    examination.log.nameless_buttons = 6
    reason = "check: nothing of it was found, but 6 buttons have no name"
    assert find_absences(examination)["chat"] == reason


def test_devices_in_use_from_the_arrival_leave_no_stage_access_but_one(
    examination: Examination, tmp_path: Path
) -> None:
    examination.refused.add("access_invite")
    examination.log.observed["VIEW-9"] = "a camera is in use"
    absent = {"access_request": "check: a camera is in use", "access_invite": ""}
    assert find_absences(examination) == absent | {"access_nobody": "check: a camera is in use"}
    lines = propose_room_file(room_file_for_address(ADDRESS), examination, [], is_certain=True)
    room = write_and_read_room_file(tmp_path, lines)
    assert room.lacks == {"access_request", "access_invite", "access_nobody"}
    assert [deviation.requirement for deviation in room.deviation] == ["VIEW-9"]


def test_parts_of_an_absent_capability_are_absent_too(examination: Examination) -> None:
    record_statuses(examination, "settings", Status.MISSING)
    assert find_absences(examination).keys() == {"settings", "chat_switch"}


def test_an_approval_that_puts_people_on_stage_is_a_deviation(examination: Examination, tmp_path: Path) -> None:
    examination.log.observed["invitation_after_approval"] = "Ada was on stage as soon as it was approved"
    examination.log.observed["LEAVE-1"] = "a person on stage can leave it by “Leave”"
    lines = propose_room_file(room_file_for_address(ADDRESS), examination, [], is_certain=True)
    room = write_and_read_room_file(tmp_path, lines)
    assert room.lacks == {"invitation_after_approval"}
    assert [deviation.requirement for deviation in room.deviation] == ["LEAVE-1", "ASK-3", "ASK-4"]


def test_a_complete_room_needs_only_a_name_and_sessions(examination: Examination) -> None:
    lines = propose_room_file(room_file_for_address(ADDRESS), examination, [], is_certain=True)
    assert tomllib.loads("\n".join(lines)) == {"name": ADDRESS, "session": {"post": f"{ADDRESS}/api/sessions"}}
    assert [line for line in lines if "check" in line and not line.startswith("# ")] == [
        f'name = "{ADDRESS}"  # check: the name and version for reports'
    ]


def test_words_are_listed_by_part_and_guesses_are_marked(examination: Examination, tmp_path: Path) -> None:
    examination.vocabulary.learned |= {"Join stage": 'Say "yes"', "invitation: Join stage": "Accept"}
    examination.vocabulary.guessed.add("Join stage")
    lines = propose_room_file(room_file_for_address(ADDRESS), examination, [], is_certain=True)
    assert write_and_read_room_file(tmp_path, lines).words == examination.vocabulary.words
    assert '"Join stage" = "Say \\"yes\\""  # check: guessed, by its role or a usual word' in lines
    assert '"Join stage" = "Accept"' in lines


def test_the_proposal_preserves_the_given_room_file(examination: Examination, tmp_path: Path) -> None:
    given_text = """\
name = "Acme"
adapter = "acme.screens:AcmePlaces"
hides_idle_controls = true
[server]
command = ["python", "-m", "acme", "{port}"]
needs.python = "Install Python."
[session.fixed.request]
moderator = "http://127.0.0.1/m#1"
attendee = "http://127.0.0.1/a"
[entry]
steps = [{ fill = "Username", with = "{user}" }, { click = "Log in" }]
[people]
Ada = "Ada Marsh"
[locators.toolbar]
root = '[data-part="toolbar"]'
"Microphone" = ".microphone"
[locators.toolbar.on]
"Microphone" = ".microphone.on"
[locators.chat]
log = ".messages"
[[deviation]]
requirement = "ASK-7"
reason = "no cancel button yet"
until = 2027-03-31
"""
    given_file = write_and_read_room_file(tmp_path, given_text.splitlines())
    lines = propose_room_file(given_file, examination, [], is_certain=True)
    assert write_and_read_room_file(tmp_path, lines) == given_file


def test_a_proposed_meeting_lists_failed_attempts(examination: Examination) -> None:
    file = room_file_for_meeting("http://127.0.0.1/m", "http://127.0.0.1/a")
    lines = propose_room_file(file, examination, ["POST failed: 404"], is_certain=False)
    assert "# tried: POST failed: 404" in lines
    assert "[session.meeting]  # check: whether each scenario gets a session of its own" in lines


def test_values_are_written_as_toml() -> None:
    values = {"text": "a\\b", "yes": True, "list": [1, "#"], "table": {"with": "x"}}
    assert tomllib.loads(f"value = {toml_value(values)}") == {"value": values}
