"""LiveKit's server: its build (with a stand-in for Go), its command, settings and tokens."""

import base64
import hashlib
import hmac
import json
import sys
from pathlib import Path

import pytest

from rooms.livekit_server import (
    PACKAGE,
    VERSION,
    LiveKitSettings,
    NotAvailable,
    build,
    command,
    load_settings,
    program,
)
from rooms.livekit_tokens import access_token

GO_PROGRAM = f"""#!{sys.executable}
import os, sys
from pathlib import Path
folder = Path(os.environ["GOBIN"])
builds = folder / "builds"
builds.write_text((builds.read_text() if builds.exists() else "") + " ".join(sys.argv[1:]) + "\\n")
if (folder / "fail").exists():
    sys.exit("go: first line\\ngo: downloading a module\\nno space left on device")
(folder / "server").write_text("")
"""
SETTINGS = LiveKitSettings(7880, 7882, "key", "secret")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the build, on a machine whose only program is the stand-in for Go."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path))
    go = tmp_path / "go"
    go.write_text(GO_PROGRAM)
    go.chmod(0o755)
    return program().parent


def test_the_server_is_built_once_in_the_users_cache(folder: Path) -> None:
    assert build() == build() == folder / "server"
    assert (folder / "builds").read_text() == f"install {PACKAGE}@{VERSION}\n"


def test_a_failed_build_is_repeated(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "fail").touch()
    with pytest.raises(NotAvailable, match=r"could not be built: go install: .*no space left on device$") as error:
        build()
    assert "\n" not in str(error.value)
    (folder / "fail").unlink()
    assert build().exists()


@pytest.mark.usefixtures("folder")
def test_the_error_about_missing_go_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "go").unlink()
    with pytest.raises(NotAvailable, match=r"needs Go\. Install it .* run “make livekit” again\.$"):
        build()


def test_a_built_server_needs_no_go(folder: Path, tmp_path: Path) -> None:
    build()
    (tmp_path / "go").unlink()
    assert build() == folder / "server"


def test_the_server_is_reachable_only_from_this_machine() -> None:
    *_, config = command(Path("server"), SETTINGS)
    settings = json.loads(config)
    rtc = settings["rtc"]
    assert settings["bind_addresses"] == ["127.0.0.1"] and settings["keys"] == {"key": "secret"}
    assert rtc["interfaces"] == {"includes": ["lo"]} and rtc["ips"] == {"includes": ["127.0.0.1/32"]}
    assert (rtc["tcp_port"], rtc["udp_port"], rtc["node_ip"]) == (0, 7882, "127.0.0.1")


def test_a_room_keeps_its_settings_and_another_room_has_others(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "one") == load_settings(tmp_path / "one") != load_settings(tmp_path / "other")


@pytest.mark.parametrize("can_publish", [True, False])
def test_a_signed_token_contains_person_room_and_right(can_publish: bool) -> None:
    header, claims, signature = access_token(SETTINGS, "lesson", "Ada 👩🏽‍🚀", can_publish=can_publish).split(".")
    payload = json.loads(decode(claims))
    assert (payload["iss"], payload["sub"], payload["name"]) == ("key", "Ada 👩🏽‍🚀", "Ada 👩🏽‍🚀")
    assert (payload["video"]["room"], payload["video"]["canPublish"]) == ("lesson", can_publish)
    assert json.loads(decode(header)) == {"alg": "HS256", "typ": "JWT"}
    assert decode(signature) == hmac.new(b"secret", f"{header}.{claims}".encode(), hashlib.sha256).digest()


def decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
