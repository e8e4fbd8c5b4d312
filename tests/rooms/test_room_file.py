"""A valid room file is read; each fault of an invalid file is reported in one line with its remedy."""

from datetime import date
from pathlib import Path

import pytest

from conformance.room_profile import EntryStep
from rooms.room_file import BadRoomFile, RoomFile, read_room_file

CAST = ("Maya", "Ada")
WORDS = ("Ask to join stage", "Cancel request")
TODAY = date(2026, 11, 23)
RULES = ["ASK-1", "ASK-7", "VIEW-6"]
OFFERS = ["polls", "quizzes", "access_everyone", "access_request", "access_invite", "access_nobody"]
COMPLETE_FILE = """\
name = "Acme Rooms 4.2"
frame = "Lesson"
adapter = "acme.screens:AcmePlaces"

[session]
post = "http://127.0.0.1:9000/sessions"

[entry]
steps = [{ fill = "Username", with = "{name}" }, { click = "Log in" }, { frame = "Room" }]

[words]
"Ask to join stage" = "Request to speak"

[offers]
polls = false
quizzes = true

[[deviation]]
requirement = "ASK-7"
reason = "no cancel button yet"
link = "https://acme.example/issues/12"
until = 2027-03-31
"""


def read(folder: Path, text: str) -> RoomFile:
    path = folder / "acme.toml"
    path.write_text(text, encoding="utf-8")
    return read_room_file(path, RULES, OFFERS, TODAY, CAST, WORDS)


def read_faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(BadRoomFile) as error:
        read(folder, text)
    prefix = f"{folder / 'acme.toml'}:"
    lines = str(error.value).splitlines()
    assert all(line.startswith(prefix) for line in lines), lines
    return [line.removeprefix(prefix) for line in lines]


def test_secrets_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = COMPLETE_FILE.replace('with = "{name}"', 'with = "{env:SCHOOL_PASSWORD}!"')
    monkeypatch.delenv("SCHOOL_PASSWORD", raising=False)
    message = "the environment variable SCHOOL_PASSWORD is not set; export SCHOOL_PASSWORD=…"
    assert read_faults(tmp_path, text) == [f"9: {message}"]
    monkeypatch.setenv("SCHOOL_PASSWORD", "quince")
    assert read(tmp_path, text).profile.entry_steps[0].text == "quince!"


def test_only_people_of_the_cast_can_have_other_names(tmp_path: Path) -> None:
    assert read(tmp_path, f'{COMPLETE_FILE}[people]\nAda = "Ada Marsh"\n').profile.people == {"Ada": "Ada Marsh"}
    line = len(COMPLETE_FILE.splitlines()) + 2
    message = "'Adda' is not a member of the cast. Did you mean Ada?"
    assert read_faults(tmp_path, f'{COMPLETE_FILE}[people]\nAdda = "Ada Marsh"\n') == [f"{line}: {message}"]


def test_a_misspelt_documented_word_is_reported(tmp_path: Path) -> None:
    misspelt = COMPLETE_FILE.replace('"Ask to join stage"', '"Ask to join stge"')
    assert read_faults(tmp_path, misspelt) == [
        "12: 'Ask to join stge' is not a documented word. Did you mean Ask to join stage?"
    ]


def test_only_the_word_of_the_send_button_may_be_empty(tmp_path: Path) -> None:
    def with_word(word: str) -> str:
        return COMPLETE_FILE.replace('"Ask to join stage"', f'"{word}" = ""\n"Ask to join stage"')

    assert read(tmp_path, with_word("Send")).words["Send"] == ""
    message = "12: words.Chat must not be empty; declare what the room lacks under [offers]."
    assert read_faults(tmp_path, with_word("Chat")) == [message]


PART_WORDS = """
[words.invitation]
"Cancel request" = "No"
"""


def test_a_word_may_apply_to_one_part_of_the_screen(tmp_path: Path) -> None:
    words = read(tmp_path, COMPLETE_FILE.replace("\n[offers]", f"{PART_WORDS}\n[offers]")).words
    assert words == {"Ask to join stage": "Request to speak", "invitation: Cancel request": "No"}


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "words.invitation",
            "words.invitatoin",
            "14: 'invitatoin' is not a part of the screen. Did you mean invitation?",
        ),
        (
            '"Cancel request"',
            '"Cancel requst"',
            "15: 'Cancel requst' is not a documented word. Did you mean Cancel request?",
        ),
        ('"No"', "7", "15: words.invitation.Cancel request should be a valid string, but is 7."),
    ],
)
def test_a_fault_in_the_words_of_a_part_is_reported(tmp_path: Path, before: str, after: str, message: str) -> None:
    words = PART_WORDS.replace(before, after)
    assert read_faults(tmp_path, COMPLETE_FILE.replace("\n[offers]", f"{words}\n[offers]")) == [message]


@pytest.mark.parametrize("table", ["words.chat", "locators.chat"])
def test_a_table_without_entries_is_accepted(tmp_path: Path, table: str) -> None:
    text = COMPLETE_FILE.replace("\n[offers]", f'\n[{table}]\n# "Message" = "Say something"\n\n[offers]')
    assert read(tmp_path, text) == read(tmp_path, COMPLETE_FILE)


LOCATORS = """
[locators.toolbar]
root = ".toolbar"

[locators.toolbar.on]
"Microphone" = '.mute:not([class~="on"])'

[locators.chat]
author = "xpath=(self::*|preceding-sibling::li)[.//b][last()]//b"
"""


def test_locators_of_parts_are_read(tmp_path: Path) -> None:
    assert read(tmp_path, COMPLETE_FILE.replace("\n[offers]", f"{LOCATORS}\n[offers]")).profile.locators == {
        "toolbar: root": ".toolbar",
        "toolbar.on: Microphone": '.mute:not([class~="on"])',
        "chat: author": "xpath=(self::*|preceding-sibling::li)[.//b][last()]//b",
    }


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("locators.chat", "locators.caht", "20: 'caht' is not a part of the screen. Did you mean chat?"),
        ("toolbar.on", "toolbar.onn", "17: 'toolbar.onn' is not a part of the screen. Did you mean toolbar.on?"),
        ("author", "autor", "21: 'autor' is not a locator of chat. Did you mean author?"),
        ('"Microphone"', '"Camra"', "18: 'Camra' is not a locator of toolbar.on. Did you mean Camera?"),
        ('".toolbar"', "7", "15: locators.toolbar.root should be a valid string, but is 7."),
        ('".toolbar"', '" "', "15: locators.toolbar.root is not a selector: it is empty."),
        ('".toolbar"', '".a:has(.b"', "15: locators.toolbar.root is not a selector: “(” is not closed."),
        ('".toolbar"', '".a[x)]"', "15: locators.toolbar.root is not a selector: “)” closes nothing."),
        ('".toolbar"', "'.a[x=\"b]'", '15: locators.toolbar.root is not a selector: " is not closed.'),
        ('".toolbar"', '".a >"', "15: locators.toolbar.root is not a selector: nothing is after “>”."),
        ('".toolbar"', '", .a"', "15: locators.toolbar.root is not a selector: nothing is before “,”."),
        (
            "[locators.toolbar]",
            "[locators]",
            "15: locators.root should be in the table of a part, such as [locators.chat].",
        ),
    ],
)
def test_a_fault_in_a_locator_is_reported(tmp_path: Path, before: str, after: str, message: str) -> None:
    locators = LOCATORS.replace(before, after)
    assert read_faults(tmp_path, COMPLETE_FILE.replace("\n[offers]", f"{locators}\n[offers]")) == [message]


def test_a_room_file_with_an_adapter_may_have_other_words(tmp_path: Path) -> None:
    text = COMPLETE_FILE.replace('"Ask to join stage"', '"Green room"')
    assert read(tmp_path, text).words == {"Green room": "Request to speak"}


def test_all_declarations_are_read(tmp_path: Path) -> None:
    file = read(tmp_path, COMPLETE_FILE)
    assert file.session.post == "http://127.0.0.1:9000/sessions"
    assert file.lacks == {"polls"}
    assert file.profile.words == {"Ask to join stage": "Request to speak"}
    assert (file.profile.frame, file.profile.adapter) == ("Lesson", "acme.screens:AcmePlaces")
    steps = (EntryStep("fill", "Username", "{name}"), EntryStep("click", "Log in"), EntryStep("frame", "Room"))
    assert file.profile.entry_steps == steps
    (deviation,) = file.deviation
    assert (deviation.requirement, deviation.until) == ("ASK-7", date(2027, 3, 31))


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ('name = "Acme', 'nmae = "Acme', 1, "nmae is not a key of a room file. Remove it, or correct its spelling."),
        ('post = "http://127.0.0.1:9000/sessions"', "post = 9000", 6, "session.post should be a valid string"),
        (
            "http://127.0.0.1:9000/sessions",
            "file:///etc/hosts",
            6,
            "[session.post] must begin with http:// or https://",
        ),
        ("http://127.0.0.1:9000/sessions", "acme.example/new", 6, "[session.post] must begin with http:// or https://"),
        (
            'post = "http://127.0.0.1:9000/sessions"',
            "",
            5,
            "needs one of post, command, fixed, links and meeting, but has none",
        ),
        ("quizzes = true", 'quizzes = "yes"', 16, "offers.quizzes should be a valid boolean, but is 'yes'."),
        ("polls = false", "pols = false", 15, "'pols' is not a capability. Did you mean polls?"),
        ('requirement = "ASK-7"', 'requirement = "ASK-9"', 19, "'ASK-9' is not a requirement. Did you mean ASK-7?"),
        ('reason = "no cancel button yet"', "", 18, "deviation.reason is missing. Add it."),
        (
            "until = 2027-03-31",
            "until = 2026-11-22",
            22,
            "expired on 2026-11-22; remove it or set a later",
        ),
        ("until = 2027-03-31", 'until = "soon"', 22, "deviation.until should be a valid date"),
        ('{ click = "Log in" }', "{ }", 9, "needs one of fill, click and frame, but has none"),
        (', with = "{name}"', "", 9, "needs fill and with together"),
        ("acme.screens:AcmePlaces", "acme.screens", 3, "[adapter] must be written as package.module:ClassName."),
    ],
)
def test_a_fault_is_reported_with_its_line_and_remedy(
    tmp_path: Path, before: str, after: str, line: int, message: str
) -> None:
    assert before in COMPLETE_FILE
    faults = read_faults(tmp_path, COMPLETE_FILE.replace(before, after))
    assert any(fault.startswith(f"{line}: ") and message in fault for fault in faults), faults


def test_two_session_sources_are_refused(tmp_path: Path) -> None:
    text = 'name = "Acme"\n[session]\npost = "http://a/"\ncommand = ["./open"]\n'
    assert read_faults(tmp_path, text) == [
        "2: [session] needs one of post, command, fixed, links and meeting, but has post and command."
    ]


SERVER_FILE = 'name = "Acme"\n[session]\npost = "http://127.0.0.1:{port}/"\n[server]\n'


def test_the_server_command_is_read(tmp_path: Path) -> None:
    needs = '[server.needs]\nsh = "Install a shell."\n'
    server = read(tmp_path, f'{SERVER_FILE}command = ["acme", "{{port}}"]\n{needs}').server
    assert server is not None
    assert (server.command, server.address) == (["acme", "{port}"], "http://127.0.0.1:{port}/")


@pytest.mark.parametrize("needs", ['needs.acme-db = "Buy it."', '\n[server.needs]\nacme-db = "Buy it."'])
def test_a_missing_program_is_reported_with_its_remedy(tmp_path: Path, needs: str) -> None:
    (message,) = read_faults(tmp_path, f'{SERVER_FILE}command = ["acme"]\n{needs}\n')
    assert message.partition(": ")[2] == "the room's server needs acme-db, which is not installed. Buy it."
    assert message.partition(":")[0] == ("6" if needs.startswith("needs") else "8")


def test_a_server_needs_an_http_address(tmp_path: Path) -> None:
    (fault,) = read_faults(tmp_path, SERVER_FILE + 'command = ["./serve"]\naddress = "file:///etc/hosts"\n')
    assert fault.endswith("must begin with http:// or https:// and a host, but is 'file:///etc/hosts'.")


def test_a_server_needs_a_command(tmp_path: Path) -> None:
    assert "at least 1 item" in read_faults(tmp_path, f"{SERVER_FILE}command = []\n")[0]


FIXED_SESSION_FILE = (
    'name = "Acme"\n[session.fixed.request]\nmoderator = "http://a/m"\nattendee = "http://a/a"\n[offers]\n'
)


def test_a_fixed_session_with_an_absent_stage_access_is_refused(tmp_path: Path) -> None:
    (message,) = read_faults(tmp_path, FIXED_SESSION_FILE + "access_request = false\n")
    assert message.startswith("2: [session.fixed.request] has a session, but access_request is declared")


def test_at_least_one_stage_access_is_required(tmp_path: Path) -> None:
    absent_accesses = "".join(f"access_{access} = false\n" for access in ("everyone", "invite", "nobody"))
    assert read(tmp_path, FIXED_SESSION_FILE + absent_accesses).lacks == {
        "access_everyone",
        "access_invite",
        "access_nobody",
    }
    faults = read_faults(
        tmp_path, f'name = "Acme"\n[session]\npost = "http://a/"\n[offers]\naccess_request = false\n{absent_accesses}'
    )
    assert faults == ["4: [offers] declares all four stage accesses absent. Remove those that the room has."]


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    assert len(read_faults(tmp_path, 'nmae = "Acme"\n[offers]\npolls = 1\n')) == 4


def test_a_fault_of_the_second_deviation_is_reported_with_its_line(tmp_path: Path) -> None:
    second_deviation = '\n[[deviation]]\nrequirement = "ASK-1"\nreason = "later"\nuntil = 2020-01-01\n'
    assert [fault.partition(":")[0] for fault in read_faults(tmp_path, COMPLETE_FILE + second_deviation)] == ["27"]


def test_invalid_toml_is_reported_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadRoomFile, match=r"acme\.toml: this is not TOML: .* line 2"):
        read(tmp_path, 'name = "Acme"\n[session\n')


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BadRoomFile, match=r"none\.toml: No such file or directory\. Give the path of a room file"):
        read_room_file(tmp_path / "none.toml", RULES, OFFERS, TODAY, CAST)
