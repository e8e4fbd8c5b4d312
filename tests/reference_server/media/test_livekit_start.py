"""Error messages about an unusable LiveKit server, and the hosts that pages may connect to."""

from pathlib import Path

import pytest
import requests

from rooms.started_server import free_port
from tests.reference_server.media.conftest import LiveKitRoom, options_for
from tests.reference_server.server_process import PATIENCE, ServerProcess
from tests.reference_server.test_command_line import expect_error_message

URL = ("--livekit-url", "ws://127.0.0.1:7880")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--livekit-url", "http://127.0.0.1"],
            "'http://127.0.0.1' is not a URL that begins with ws:// or wss://",
        ),
        (["--livekit-key", "key"], "--livekit-key and --livekit-secret need --livekit-url, such as wss://livekit."),
        (URL, "--livekit-url needs --livekit-key: a key of LiveKit's configuration, under “keys”."),
        ([*URL, "--livekit-key", "key"], "needs a secret: --livekit-secret FILE, or the variable LIVEKIT_API_SECRET."),
        (
            [*URL, "--livekit-key", "key", "--livekit-secret", "/none"],
            "/none cannot be read: No such file or directory",
        ),
    ],
)
def test_wrong_livekit_options_are_reported_in_one_line(
    options: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIVEKIT_API_SECRET", raising=False)
    assert message in expect_error_message("--port", "0", *options)


@pytest.mark.usefixtures("_livekit_program")
def test_a_livekit_server_that_does_not_respond_is_reported_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIVEKIT_API_SECRET", "a" * 32)
    url = f"ws://127.0.0.1:{free_port()}"
    message = expect_error_message(
        "--port", "0", "--database", str(tmp_path / "r"), "--livekit-url", url, "--livekit-key", "key"
    )
    assert f"LiveKit does not respond at {url}: " in message and message.endswith("or correct --livekit-url.")


def test_a_wrong_livekit_secret_is_reported_in_one_line(livekit_room: LiveKitRoom, tmp_path: Path) -> None:
    options = options_for(livekit_room.livekit.settings, tmp_path)
    (tmp_path / "livekit.secret").write_text("b" * 32)
    message = expect_error_message("--port", "0", "--database", str(tmp_path / "r"), *options)
    assert message.endswith("refuses the key “stagedoor” with this secret. Correct --livekit-key or --livekit-secret.")


def test_pages_may_connect_to_livekit_only_if_the_room_uses_it(
    livekit_room: LiveKitRoom, server: ServerProcess
) -> None:
    host = livekit_room.livekit.settings.address.removeprefix("ws://")
    with_livekit, mesh = (read_connect_sources(room) for room in (livekit_room.room, server))
    own_sources = {"'self'", *(f"{scheme}://{{}}" for scheme in ("ws", "wss"))}
    assert with_livekit == {source.format(livekit_room.room.url[7:]) for source in own_sources} | {
        f"ws://{host}",
        f"http://{host}",
    }
    assert mesh == {source.format(server.url[7:]) for source in own_sources}


def read_connect_sources(room: ServerProcess) -> set[str]:
    """Return the `connect-src` of the Content Security Policy."""
    policy = requests.get(room.url, timeout=PATIENCE).headers["Content-Security-Policy"]
    (directive,) = (part for part in policy.split("; ") if part.startswith("connect-src "))
    return set(directive.split()[1:])


@pytest.mark.parametrize("authorization", ["", "Bearer x", "eyJhbGciOiJub25lIn0.e30."])
def test_only_livekit_can_report_its_events(livekit_room: LiveKitRoom, authorization: str) -> None:
    response = requests.post(
        f"{livekit_room.room.url}/media/livekit",
        data='{"event": "participant_joined"}',
        headers={"Authorization": authorization},
        timeout=PATIENCE,
    )
    assert response.status_code == 403
