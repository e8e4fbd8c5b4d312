"""The reference room in two processes passes a scenario in which both are restarted."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from rooms.room_file import BadRoomFile, read_room_file
from rooms.serve_two_processes import nginx_configuration
from rooms.started_server import program_on_path
from tests.rooms.running import ROOT, run_features

ROOM = ROOT / "rooms" / "reference_two_processes.toml"
PROGRAMS = {"nginx": "nginx", "psql": "postgresql", "redis-server": "redis-server"}
"""The programs that the room needs, each with its package in Debian."""

needs_programs = pytest.mark.skipif(
    not all(map(program_on_path, PROGRAMS)), reason="needs nginx, PostgreSQL and Redis (as root: apt-get install)"
)


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_room_file_says_how_to_get_a_missing_program(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def which(name: str, path: str | None = None) -> str | None:  # noqa: ARG001
        return None if name == program else str(tmp_path / name)

    monkeypatch.setattr(shutil, "which", which)
    with pytest.raises(BadRoomFile) as error:
        read_room_file(ROOM, requirements(), capabilities(), date(2026, 11, 27))
    (line,) = str(error.value).splitlines()
    assert f"needs {program}, which is not installed" in line
    assert line.endswith(f"(Debian and Ubuntu: apt-get install {PROGRAMS[program]}).")


@needs_programs
def test_nginx_accepts_the_configuration_made_from_the_one_in_deploy(tmp_path: Path) -> None:
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(nginx_configuration(tmp_path, 8080, (8001, 8002)))
    assert "listen 127.0.0.1:8080;" in configuration.read_text()
    command = [program_on_path("nginx") or "", "-t", "-q", "-e", "stderr", "-c", str(configuration)]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr


@needs_programs
@pytest.mark.nested_run
def test_a_scenario_with_a_restart_of_both_processes_passes(tmp_path: Path) -> None:
    options = ("-k", "an_invitation_after_a_restart", "--people", "laptop", "--no-pictures")
    record = f"--living-docs={tmp_path / 'docs'}"
    process = run_features(ROOM, "features/nothing_is_lost.feature", *options, record, patience=1)
    assert process.returncode == 0, process.stdout[-4000:]
    assert "= 1 passed" in process.stdout, process.stdout[-4000:]
