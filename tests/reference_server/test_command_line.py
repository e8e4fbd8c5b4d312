"""The command line: errors in one line, a clean exit, and a log without secrets."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from reference_server import command_line
from tests.reference_server.clients import new_session
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import PATIENCE, ROOT, ServerProcess
from tests.stand_ins.connected_session import ConnectedSession

pytestmark = pytest.mark.nested_run


def run(*options: str) -> subprocess.CompletedProcess[str]:
    """Run the program with options that make it exit."""
    command = [sys.executable, "-m", "reference_server", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)


def expect_error_message(*options: str) -> str:
    """Run the program with wrong options; return its error message, which is one line."""
    result = run(*options)
    assert (result.returncode, result.stdout) == (2, ""), result
    lines = result.stderr.splitlines()
    assert len(lines) == 1 and lines[0].startswith("reference_server: "), result.stderr
    return lines[0]


WRONG_URL = (
    "argument --database: a URL must look like postgresql+psycopg://user:password@host/name, "
    "percent-encoded (“%40” for “@”) (see --help)"
)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--port", "http"], "argument --port: 'http' is not a port from 0 to 65535 (see --help)"),
        (["--port", "65536"], "argument --port: '65536' is not a port from 0 to 65535 (see --help)"),
        (["--port", "-1"], "argument --port: '-1' is not a port from 0 to 65535 (see --help)"),
        (["--grace", "soon"], "argument --grace: 'soon' is not a number of seconds from 0 to 3600 (see --help)"),
        (["--restart-grace", "-1"], "'-1' is not a number of seconds from 0 to 3600 (see --help)"),
        (["--grace", "nan"], "'nan' is not a number of seconds from 0 to 3600 (see --help)"),
        (["--public-url", "example.org"], "is not a URL that begins with http:// or https:// (see --help)"),
        (["--ice-server", "{x"], "argument --ice-server: '{x' is neither a URL nor a JSON object (see --help)"),
        (["--ice-server", "[1]"], "argument --ice-server: '[1]' is neither a URL nor a JSON object (see --help)"),
        (["--rate-factor", "-1"], "argument --rate-factor: '-1' is not a number from 0 to 1000 (see --help)"),
        (
            ["--proxies", "1"],
            "--proxies needs --public-url: the URL that browsers use, such as https://rooms.example.org (see --help)",
        ),
        (
            ["--host", "0.0.0.0"],
            "--host 0.0.0.0 needs --public-url: the URL that browsers use, such as http://192.0.2.7 (see --help)",
        ),
        (["--proxies", "x"], "argument --proxies: 'x' is not a number from 0 to 9 (see --help)"),
        (["--frame-ancestor", "*"], "'*' is not an origin such as https://learn.example.org (see --help)"),
        (["--frame-ancestor", "https://x.org/path"], "is not an origin such as https://learn.example.org (see --help)"),
        (["--metrics-for", "10.0.0.0/99"], "is not a network such as 10.0.0.0/8 or 192.0.2.7 (see --help)"),
        (["--keep-sessions", "30"], "'30' is not a number of days or hours such as 30d or 12h, or 0 (see --help)"),
        (["--keep-sessions", "-1d"], "argument --keep-sessions: expected one argument (see --help)"),
        (["--colour", "red"], "unrecognized arguments: --colour red (see --help)"),
        (["--database"], "argument --database: expected one argument (see --help)"),
        (["--database", "mysql://room:pass@db.example.org/room"], WRONG_URL),
        (["--database", "postgresql+psycopg://room:p@ss@db.example.org/room"], WRONG_URL),
        (["--database", "postgresql+psycopg://room:pass@db.example.org:port/room"], WRONG_URL),
    ],
)
def test_a_wrong_option_is_reported_in_one_line(
    options: list[str], message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_line, "listen", lambda *_address: pytest.fail("the option was accepted"))
    with pytest.raises(SystemExit) as exited:
        command_line.main(options)
    assert exited.value.code == 2
    output, errors = capsys.readouterr()
    assert (output, errors.count("\n")) == ("", 1)
    assert errors.startswith("reference_server: ") and errors.endswith(f"{message}\n")
    assert not re.search(r"p@ss|ss@|pass@", errors)


def test_a_wrong_option_ends_the_process_with_that_line() -> None:
    assert (
        expect_error_message("--colour", "red") == "reference_server: unrecognized arguments: --colour red (see --help)"
    )


def test_a_port_in_use_is_reported_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as other_socket:
        other_socket.bind(("127.0.0.1", 0))
        other_socket.listen()
        port = str(other_socket.getsockname()[1])
        message = expect_error_message("--port", port, "--database", str(tmp_path / "room.sqlite"))
    assert message == (
        f"reference_server: Cannot listen on 127.0.0.1, port {port}: Address already in use. "
        "Choose another --host or --port (0 takes a free one)."
    )


def test_a_host_that_is_not_this_machine_is_reported_in_one_line(tmp_path: Path) -> None:
    message = expect_error_message("--port", "0", "--host", "192.0.2.1", "--database", str(tmp_path / "room.sqlite"))
    assert "Cannot listen on 192.0.2.1, port 0: Cannot assign requested address." in message


def test_a_database_that_cannot_be_written_is_reported_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    database = tmp_path / "file" / "room.sqlite"
    secret = ("--secret-file", str(tmp_path / "room.secret"))
    message = expect_error_message("--port", "0", "--database", str(database), *secret)
    assert message.startswith(f"reference_server: The database {database} cannot be used: ")


def test_a_database_in_use_is_reported_in_one_line(start_server: MakeServer) -> None:
    room = start_server()
    message = expect_error_message("--port", "0", "--database", str(room.database))
    assert message.startswith(f"reference_server: Another room is running on {room.database}.")


def test_help_names_options_and_their_defaults() -> None:
    result = run("--help")
    assert result.returncode == 0
    help_text = " ".join(result.stdout.split())
    for option in ("--host", "--port", "--database", "--secret-file", "--public-url", "--ice-server", "--grace"):
        assert option in help_text
    for default in ("127.0.0.1", "8000", "data/stagedoor.sqlite", "15.0", "60.0"):
        assert f"(default: {default})" in help_text


@pytest.fixture
def room(start_server: MakeServer) -> ServerProcess:
    """A room for one test."""
    return start_server("--ice-server", "stun:stun.example.org", "--ice-server", '{"urls": "turn:turn.example.org"}')


def test_the_room_prints_its_address_once_it_accepts_requests(room: ServerProcess) -> None:
    assert room.announcement == f"Stagedoor room: {room.url}/\n"
    assert requests.get(f"{room.url}/healthz", timeout=PATIENCE).text == "ok"


def test_the_secret_can_be_stored_in_another_file(start_server: MakeServer, tmp_path: Path) -> None:
    secret = tmp_path / "keys" / "room.secret"
    room = start_server("--secret-file", str(secret))
    assert secret.stat().st_mode & 0o777 == 0o600
    assert not room.database.with_suffix(".secret").exists()


def test_safe_4_other_users_of_the_machine_cannot_read_the_rooms_files(room: ServerProcess) -> None:
    ConnectedSession(room).enter("Ada")
    files = [*sorted(room.database.parent.glob("room.sqlite*")), room.database.with_suffix(".secret")]
    assert len(files) >= 3
    assert {oct(file.stat().st_mode & 0o777) for file in files} == {"0o600"}


def test_sigterm_ends_the_room_without_errors_while_people_are_connected(room: ServerProcess) -> None:
    session = ConnectedSession(room)
    session.enter("Maya")
    session.enter("Ada").do("join", microphone=True, camera=True)
    assert room.terminate() == (0, "")
    assert not [line for line in room.log().splitlines() if " INFO " not in line]


def test_the_log_has_one_line_per_event_and_no_secret(room: ServerProcess) -> None:
    session = ConnectedSession(room, access="request")
    ada = session.enter("Ada")
    requests.get(f"{room.url}/join/forged-token", timeout=PATIENCE)
    links_page = requests.post(room.url, timeout=PATIENCE).url
    requests.get(f"{room.url}/healthz", timeout=PATIENCE)
    requests.get(f"{room.url}/nowhere/forged-token", timeout=PATIENCE)
    ada.do("ask")
    ada.expect_refusal("join", microphone=True, camera=True)
    log = room.log()
    ids = rf"session={session.links['id']} person={ada.id}"
    for event in (
        r"event=request method=POST path=/api/sessions status=201",
        r"event=request method=GET path=/enter/\.\.\. status=303",
        r"event=request method=GET path=/join/\.\.\. status=403",
        r"event=request method=GET status=404",
        r"event=request method=GET path=/links/\.\.\. status=200",
        rf"event=connect {ids} result=ok",
        rf"event=ask {ids} result=ok",
        rf"event=join {ids} result=not_offered",
    ):
        assert len(re.findall(event, log)) == 1, event
    assert not [secret for secret in (*list_secrets(room, session), links_page.rpartition("/")[2]) if secret in log]
    assert "forged-token" not in log and "healthz" not in log


def list_secrets(room: ServerProcess, session: ConnectedSession) -> list[str]:
    """Return the secrets that must not be in the log.

    They are keys, both links' tokens, cookies, and parts of these.
    """
    secrets = room.database.with_suffix(".secret").read_text().split()
    secrets += [link.rpartition("/")[2] for role, link in session.links.items() if role != "id"]
    secrets += [value for browser in session.browsers.values() for value in browser.http.cookies.values() if value]
    return [*secrets, *(part for secret in secrets for part in secret.split(".") if len(part) > 20)]


def test_failed_requests_write_no_secret_to_the_log(room: ServerProcess) -> None:
    session = ConnectedSession(room)
    ada, link = session.enter("Ada"), session.links["moderator"]
    cookie = session.browsers["Ada"].http.cookies
    for path in (
        f"{link}/",
        f"{link}?name=Ada&x={cookie.values()[0]}",
        f"{link}x",
        *(
            link.replace("/enter/", f"/{route}/")
            for route in ("x/join", "Join", "join%0a", "join%2f", "links", "rooms/x")
        ),
        link.replace("/enter/", "//enter/"),
        f"{room.url}/rooms/x/y?token={link}",
    ):
        requests.get(path, cookies=cookie, timeout=PATIENCE)
    requests.post(link, data={"name": "x" * 100}, headers={"Origin": "https://evil.example"}, timeout=PATIENCE)
    requests.get(f"{room.url}/socket.io/?EIO=3&token={link}", cookies=cookie, timeout=PATIENCE)
    requests.get(f"{room.url}/socket.io/?EIO=4&transport=polling&sid={link}", cookies=cookie, timeout=PATIENCE)
    token = link.rpartition("/")[2]
    for request_line in (
        f"GET /join/{token} HTTP/9.9",
        f"GET /join/{token}",
        f"/join/{token} GET HTTP/1.1",
        token,
        f"\0{token}",
    ):
        with socket.create_connection(("127.0.0.1", room.port), PATIENCE) as sock:
            sock.sendall(f"{request_line}\r\nHost: {token}\r\n{token}\r\n\r\n".encode())
            sock.recv(65536)
    ada.expect_refusal("signal", to="page-0000", from_stage=True, data={"type": "offer", "call": "c", "sdp": link})
    assert not [secret for secret in list_secrets(room, session) if secret in room.log()], room.log()


def test_links_of_a_rotated_secret_stay_valid_until_it_is_dropped(start_server: MakeServer) -> None:
    room = start_server()
    link = new_session(room)["attendee"]
    files = ("--database", str(room.database))
    for keep, message, status in (
        ("1", "links of 1 older secret stay valid", 200),
        ("0", "no older link is valid", 403),
    ):
        result = run("rotate-secret", *files, "--keep", keep)
        assert (result.returncode, result.stderr) == (0, "") and message in result.stdout
        room.terminate()
        room.start()
        assert requests.get(link, timeout=PATIENCE).status_code == status


def test_rotating_a_missing_secret_is_reported_in_one_line(tmp_path: Path) -> None:
    message = expect_error_message("rotate-secret", "--database", str(tmp_path / "room.sqlite"))
    assert message.endswith("room.secret yet; the room creates it at its first start.")
