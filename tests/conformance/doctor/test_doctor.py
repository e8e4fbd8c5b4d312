"""The doctor finds all elements of a complete room, also those that a wrong room file misnames."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.doctor.page_server import serving_pages
from tests.reference_server.server_process import ServerProcess
from tests.rooms.running import ROOT

pytestmark = pytest.mark.nested_run

WRONG_WORDS = {
    "Ask to join stage": "Ask for the stage",
    "Actions for NAME": "NAME: what to do",
    "Your name": "Name",
    "Settings": "Preferences",
    "Option": "Choice",
    "Cancel": "Xyzzy",
}
"""Wrong words in the room file of a room that uses the documented words."""
SESSION = """\
[session]
command = ["{python}", "-c", '''
import sys, urllib.request as web
body, kind = sys.stdin.read().encode(), {{"Content-Type": "application/json"}}
print(web.urlopen(web.Request("{url}/api/sessions", body, kind)).read().decode())
''']
"""
START_PAGE = """<!doctype html><title>Acme</title><main></main>
<script>
const main = document.querySelector("main");
const show = (html, onPress) => { main.innerHTML = html; main.querySelector("button").onclick = onPress; };
const room = () => show(`<h1>Room</h1><button>Go live</button><input aria-label="Say something">`, () => {});
const form = () => show(`<label>Nickname <input></label><button>Walk in</button>`, room);
show(`<h1>Acme</h1><button>Start</button>`, form);
</script>"""
"""A room with a start page, an entry form, and no toolbar."""

ENDING_SERVER = """\
import os, sys, threading
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Room</title><h1>Room</h1>")
        if self.path == "/room":
            threading.Timer(1, os._exit, [9]).start()
HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
"""A room whose server ends a second after somebody has followed a link."""


def run_doctor(*options: str, patience: str = "1") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "conformance.doctor", "--people", "laptop", *options]
    environment = os.environ | {"STAGEDOOR_PATIENCE": patience}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=170, check=False)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    server = ServerProcess(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def start_page() -> Iterator[str]:
    """The URL of a room that begins with a start page."""
    with serving_pages(START_PAGE, START_PAGE) as url:
        yield f"{url}/"


def read_rows(output: str) -> dict[str, str]:
    """Return what the table says about each element that was looked for."""
    matches = (re.search(r'(\w+ ".*?"|\w+ with “.*?”)  +(\S.*)', line) for line in output.splitlines())
    return {match[1]: match[2] for match in matches if match}


def test_everything_is_found_in_the_reference_room() -> None:
    result = run_doctor()
    assert result.returncode == 0, result.stdout + result.stderr
    assert re.search(r"^\d{2,} found\.$", result.stdout, re.MULTILINE), result.stdout
    assert "[words]" not in result.stdout
    rows = read_rows(result.stdout)
    assert rows['button "Join stage"'].startswith("found")
    assert rows['dialog "New quiz"'].startswith("found")
    assert rows["status with “invitation … withdrawn”"].startswith("found")


def test_reports_wrong_words_with_the_right_ones(server: ServerProcess, tmp_path: Path) -> None:
    words = "\n".join(f'"{word}" = "{wrong}"' for word, wrong in WRONG_WORDS.items())
    offers = "[offers]\naccess_invite = false\nmute_all = false\n"
    room_file = tmp_path / "acme.toml"
    session = SESSION.format(python=sys.executable, url=server.url)
    room_file.write_text(f'name = "Acme"\n{session}\n[words]\n{words}\n{offers}')
    result = run_doctor("--room", str(room_file))
    assert result.returncode == 1, result.stdout + result.stderr
    rows = read_rows(result.stdout)
    assert rows['button "Ask to join stage"'].endswith('button "Ask to join stage", not "Ask for the stage"')
    assert rows['button "Actions for NAME"'].endswith('button "Actions for Ada", not "Ada: what to do"')
    assert rows['dialog "Settings"'].startswith("other name")
    # With the learned words, the doctor finds the other elements. It skips capabilities that are not offered.
    assert "MISSING" not in result.stdout
    assert "not reached" not in result.stdout
    assert rows['menuitem "Invite to stage"'].startswith("not offered")
    assert rows['button "Mute all microphones"'].startswith("not offered")
    assert "the room file needs no section [words]" in result.stdout


def test_a_room_without_a_session_is_not_reached(tmp_path: Path) -> None:
    room_file = tmp_path / "acme.toml"
    room_file.write_text('name = "Acme"\n[session]\npost = "http://127.0.0.1:9/"\n')
    result = run_doctor("--room", str(room_file))
    assert result.returncode == 1
    assert "found" not in result.stdout.replace("looked for", "")
    (reason,) = re.findall(r"^- (.*)$", result.stdout, re.MULTILINE)
    assert "http://127.0.0.1:9/ did not answer" in reason


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--room", "none.toml"], 4, "none.toml: No such file or directory. Give the path of a room file"),
        (["--people", "watch"], 2, "'watch' is not a list of laptop, phone"),
        (["--compare", "none.toml"], 2, "argument --compare: none.toml: no such file"),
        (["--compare", "README.md"], 2, "argument --compare: README.md: not a TOML file: "),
        (["--phone", "Nokia 3310"], 2, "Playwright knows no device “Nokia 3310”"),
    ],
)
def test_reports_an_invalid_option_in_one_line(options: list[str], code: int, message: str) -> None:
    result = run_doctor(*options)
    assert (result.returncode, result.stdout) == (code, "")
    assert message in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


def test_a_server_that_ends_is_reported_and_nothing_is_proposed(tmp_path: Path) -> None:
    (tmp_path / "server.py").write_text(ENDING_SERVER, encoding="utf-8")
    room_file = tmp_path / "acme.toml"
    links = 'moderator = "http://127.0.0.1:{port}/room"\nattendee = "http://127.0.0.1:{port}/room"'
    server = f'[server]\ncommand = ["python", "{tmp_path}/server.py", "{{port}}"]'
    room_file.write_text(f'name = "Acme"\n[session.meeting]\n{links}\n{server}\n', encoding="utf-8")
    result = run_doctor("--room", str(room_file), "--write", str(tmp_path / "proposed.toml"), patience="0.2")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "doctor: not reached: " in result.stderr and "ended" in result.stderr, result.stderr
    assert not (tmp_path / "proposed.toml").exists()


def test_proposes_entry_steps_for_a_start_page_and_a_form(start_page: str) -> None:
    result = run_doctor("--moderator", f"{start_page}?role=moderator", "--attendee", start_page, patience="0.2")
    assert 'steps = [{ click = "Start" }]' in result.stdout, result.stdout + result.stderr
    assert '"Your name" = "Nickname"' in result.stdout
    assert '"Enter" = "Walk in"' in result.stdout
    # The room has no toolbar, so only the absence of the form shows that the people have entered.
    assert "cannot enter" not in result.stdout
    assert read_rows(result.stdout)['toolbar "Controls"'].startswith("MISSING")
    assert "participants = false" in result.stdout


def test_notes_devices_in_use_and_buttons_without_a_name() -> None:
    room = """<h1>Room</h1><button><i></i></button><button aria-label="Hand"></button>
    <script>navigator.mediaDevices.getUserMedia({ video: true });</script>"""
    with serving_pages(room, room) as url:
        result = run_doctor("--room", f"{url}/join?room={{session}}&name={{name}}", patience="0.2")
    assert "access_request = false  # check: a camera or microphone is in use" in result.stdout, result.stdout
    assert "chat = false  # check: nothing of it was found, but 1 button has no name" in result.stdout
    assert 'requirement = "VIEW-9"' in result.stdout


def test_a_link_with_the_name_leads_into_a_room_without_toolbar() -> None:
    room = "<h1>Room</h1><button>Hand</button><input aria-label='Type a message'>"
    with serving_pages(room, room) as url:
        result = run_doctor("--room", f"{url}/join?room={{session}}&name={{name}}", patience="0.2")
    # Nothing but the page itself shows that the people are in.
    assert "cannot enter" not in result.stdout, result.stdout + result.stderr
    assert '"Raise hand" = "Hand"' in result.stdout
    assert '"Your name"' not in result.stdout[result.stdout.index("[words]") :]


def test_buttons_that_are_hidden_while_the_mouse_rests_are_found() -> None:
    room = """<h1>Room</h1><p hidden><button>Hand</button><button>Camera</button></p>
    <script>
      let timer;
      const hide = () => { document.querySelector("p").hidden = true; };
      addEventListener("mousemove", () => {
        document.querySelector("p").hidden = false;
        clearTimeout(timer);
        timer = setTimeout(hide, 1000);
      });
    </script>"""
    with serving_pages(room, room) as url:
        result = run_doctor("--room", f"{url}/join?room={{session}}&name={{name}}", patience="0.2")
    assert "hides_idle_controls = true  # check: buttons appeared when the mouse moved" in result.stdout, result.stdout
    assert '"Raise hand" = "Hand"' in result.stdout
