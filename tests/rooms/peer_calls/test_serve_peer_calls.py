"""Peer Calls is installed once, in the pinned version, and is reachable only from this machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rooms.peer_calls.serve_peer_calls import HERE, INSTALLED_MARK, PIN_FILES, NotInstalled, install, settings

NPM_PROGRAM = f"""#!{sys.executable}
import pathlib, sys
calls = pathlib.Path("../calls")
calls.write_text((calls.read_text() if calls.exists() else "") + " ".join(sys.argv[1:]) + "\\n")
if pathlib.Path("../broken").exists():
    sys.exit("npm error code EINTEGRITY")
assert pathlib.Path("package.json").exists() and pathlib.Path("package-lock.json").exists()
pathlib.Path("node_modules").mkdir()
pathlib.Path("{INSTALLED_MARK}").write_text("{{}}")
"""
"""A stand-in for npm that records its calls."""


@pytest.fixture(autouse=True)
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(NPM_PROGRAM)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))


def read_calls(folder: Path) -> list[str]:
    return (folder / "calls").read_text().splitlines()


def test_peer_calls_is_installed_once_without_scripts_of_packages(tmp_path: Path) -> None:
    assert install(HERE, tmp_path) == install(HERE, tmp_path)
    assert read_calls(tmp_path) == ["ci --ignore-scripts --no-audit --no-fund"]


def test_other_versions_are_installed_in_another_folder(tmp_path: Path) -> None:
    other_pins = tmp_path / "other"
    other_pins.mkdir()
    for name in PIN_FILES:
        (other_pins / name).write_text("{}")
    assert install(HERE, tmp_path) != install(other_pins, tmp_path)
    assert len(read_calls(tmp_path)) == 2


def test_an_unfinished_installation_is_repeated(tmp_path: Path) -> None:
    (tmp_path / "broken").touch()
    with pytest.raises(NotInstalled, match="Peer Calls could not be installed: npm ci: npm error code EINTEGRITY"):
        install(HERE, tmp_path)
    (tmp_path / "broken").unlink()
    assert (install(HERE, tmp_path) / INSTALLED_MARK).exists()


def test_a_failure_is_reported_without_a_traceback(tmp_path: Path) -> None:
    """Run the real program in a copy of its folders, so that it installs nothing outside."""
    package_copy = tmp_path / "root" / "rooms" / "peer_calls"
    package_copy.mkdir(parents=True)
    for name in ("__init__.py", "serve_peer_calls.py", *PIN_FILES):
        (package_copy / name).write_bytes((HERE / name).read_bytes())
    build_folder = tmp_path / "root" / "build" / "peer-calls"
    build_folder.mkdir(parents=True)
    (build_folder / "broken").touch()
    command = [sys.executable, "-m", "rooms.peer_calls.serve_peer_calls", "0"]
    process = subprocess.run(command, cwd=tmp_path / "root", capture_output=True, text=True, timeout=30, check=False)
    assert process.returncode == 1
    assert process.stderr == "Peer Calls could not be installed: npm ci: npm error code EINTEGRITY\n"


def test_only_this_machine_is_served_without_ice_servers() -> None:
    variables = settings(
        {"PATH": "/bin", "PEERCALLS__ICE_SERVERS": '[{"urls": "stun:stun.example"}]', "BIND": "0.0.0.0"}, 9
    )
    assert (variables["PATH"], variables["BIND"], variables["PORT"]) == ("/bin", "127.0.0.1", "9")
    assert json.loads(variables["PEERCALLS__ICE_SERVERS"]) == []


def test_settings_of_other_servers_are_ignored() -> None:
    assert "PEERCALLS__BASE_URL" not in settings(os.environ | {"PEERCALLS__BASE_URL": "/elsewhere"}, 9)
