"""The set-up creates, reuses and repairs the environment, and reports errors in one line."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from prepare import debian, python_packages, setup_state
from prepare.report import PreparationError

from .conftest import ROOT, SimulatedMachine

LOCK = (ROOT / "requirements.lock").read_text()
READ_TIMEOUT = "WARNING: Retrying after connection broken by 'ReadTimeoutError(\"Read timed out.\")'"
NO_NAME_RESOLUTION = "NewConnectionError: [Errno -3] Temporary failure in name resolution"


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        (NO_NAME_RESOLUTION, "cannot be reached"),
        (READ_TIMEOUT, "cannot be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "DO NOT MATCH THE HASHES"),
        ("ERROR: first\nERROR: No matching distribution found for flask==9", "No matching distribution"),
    ],
)
@pytest.mark.usefixtures("separate_environment")
def test_reports_a_failure_of_pip_in_one_line(tmp_path: Path, output: str, reason: str) -> None:
    with pytest.raises(PreparationError, match=reason) as raised:
        python_packages.make_ready(SimulatedMachine(tmp_path, working=["-m venv"], output=output))
    assert "\n" not in str(raised.value)


def test_a_python_without_venv_is_reported_with_the_package_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debian, "can_install", lambda: False)
    monkeypatch.setattr(python_packages, "_has_venv_module", lambda: False)
    with pytest.raises(PreparationError, match=r"lacks its venv module. As root: apt-get install python3\.\d+-venv"):
        python_packages.make_ready(SimulatedMachine(tmp_path))


def test_updates_the_lists_of_system_packages_first(tmp_path: Path) -> None:
    machine = SimulatedMachine(tmp_path)
    assert not debian.install(machine, "one", "two")
    assert [command.split("Timeout=20 ")[1] for command in machine.commands] == [
        "update",
        "install --yes --no-install-recommends one two",
    ]


def test_every_dependency_is_pinned_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    dependencies = project["dependencies"] + project["optional-dependencies"]["dev"]
    # A package may have several pins, for different versions of Python.
    pinned = re.findall(r"^([a-z0-9-]+)==[^\n]*\\\n +--hash=sha256:", LOCK, re.MULTILINE)
    assert {re.split(r"[>=\[]", name)[0] for name in dependencies} <= set(pinned)
    assert len(pinned) == len(re.findall(r"^[^\s#]", LOCK, re.MULTILINE)), "every line must be a pin with its hashes"


def test_pins_contain_no_urls_or_paths() -> None:
    assert not re.search(r"://|--find-links|--index-url|file:|/tmp|/home|/root", LOCK)


def test_the_fingerprint_depends_on_pins_and_python_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_state, "LOCK_FILE", tmp_path / "requirements.lock")
    setup_state.LOCK_FILE.write_text("flask==1")
    before = setup_state.fingerprint("3.11")
    assert before == setup_state.fingerprint("3.11")
    assert before != setup_state.fingerprint("3.12")
    setup_state.LOCK_FILE.write_text("flask==2")
    assert before != setup_state.fingerprint("3.11")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The real set-up in a separate folder, with nothing to install."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "requirements.lock").touch()
    return tmp_path


def start_setup(project: Path) -> subprocess.Popen[str]:
    command = [str(project / ".ci" / "setup"), "--no-browser"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.nested_run
def test_creates_an_environment_once_and_repairs_it(project: Path) -> None:
    setups = [start_setup(project), start_setup(project)]
    output = "".join(process.communicate()[0] for process in setups)
    assert [process.returncode for process in setups] == [0, 0]
    assert output.count("pinned packages … ") == 1
    assert "-m pip install --require-hashes" in (project / "build" / "setup.log").read_text()
    assert start_setup(project).communicate()[0] == "", "the second run must have nothing to do"
    (project / ".venv" / "bin" / "python3").unlink()
    assert "Ready in " in start_setup(project).communicate()[0]


def test_reports_an_unwritable_folder_in_one_line(project: Path) -> None:
    (project / "build").write_text("in the way")
    setup = start_setup(project)
    error_output = setup.communicate()[1]
    assert setup.returncode == 1
    assert re.fullmatch(r"Stagedoor cannot be set up\. .*File exists: .*\n", error_output)


@pytest.mark.parametrize("version", ["Python 3.9.2", ""])
def test_reports_an_old_or_missing_python_in_one_line(tmp_path: Path, version: str) -> None:
    (tmp_path / "dirname").symlink_to(str(shutil.which("dirname")))
    if version:
        python = tmp_path / "python3"
        python.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "{version}"\n')
        python.chmod(0o755)
    command = ["/bin/sh", str(ROOT / ".ci" / "setup")]
    environment = {**os.environ, "PATH": str(tmp_path)}
    outcome = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert outcome.returncode == 1
    assert outcome.stderr.startswith(f"Stagedoor needs Python 3.11 or newer (found: {version or 'none'}).")
    assert outcome.stderr.count("\n") == 1
