"""The Makefile runs its commands with the right arguments and in the right order.

Stand-ins replace the commands.
"""

import json
import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from .conftest import ROOT

STAND_IN = """#!/bin/sh
printf '%s\\n' "$*" >> called
[ "$1" = -m ] && shift && [ "$1" = "$(cat fails 2>/dev/null)" ] && exit 3
[ "$1" = pytest ] && {python} -c 'import json, sys; json.dump(sys.argv[1:], open("passed", "w"))' "$@"
exit 0
"""

CHECKS = ("ruff", "ruff", "tools.layers", "tools.project_rules", "tools.javascript", "mypy", "tools.javascript")
"""The modules for style, format, imports, project rules, JavaScript style, types and JavaScript types, in order."""
# These tests may run under `make test ARGS=…`, whose variables must not reach the tested make.
_INHERITED = {
    "MAKEFLAGS",
    "MAKELEVEL",
    "MFLAGS",
    "MAKEOVERRIDES",
    "ARGS",
    "WORKERS",
    "ROOM",
    "STAGEDOOR_ROOM",
    "MODERATOR",
    "ATTENDEE",
}
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in _INHERITED}


class Project:
    """A folder with the real Makefile, and stand-ins for the set-up and the environment's Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(ROOT / "Makefile", folder)
        self._write(".ci/setup", "#!/bin/sh\necho setup $* >> called\n")
        self._write(".ci/lock", "#!/bin/sh\necho lock $* >> called\n")
        self._write(".venv/bin/python", STAND_IN.format(python=shutil.which("python3")))

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", *arguments], cwd=self.folder, env=_ENVIRONMENT, capture_output=True, text=True, check=False
        )

    def set_failing_module(self, module: str) -> None:
        (self.folder / "fails").write_text(module)

    def calls(self) -> list[str]:
        return (self.folder / "called").read_text().splitlines()

    def pytest_arguments(self) -> list[str]:
        return list(json.loads((self.folder / "passed").read_text()))

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_passes_args_with_quotes_spaces_and_dollars_to_pytest(project: Project) -> None:
    arguments = """ARGS=-k 'join and not ask' "features/ask.feature::a b[phone]" --headed -m '$x'"""
    assert project.make("acceptance", arguments).returncode == 0
    expected = ["-k", "join and not ask", "features/ask.feature::a b[phone]", "--headed", "-m", "$x"]
    assert project.pytest_arguments()[-len(expected) :] == expected


@pytest.mark.parametrize(
    "room", ["acme.toml", "https://rooms.example/?a=$b&c='d'#e", 'my rooms/"acme".toml', "$(shell touch got-in)"]
)
def test_passes_the_room_to_pytest_unchanged(project: Project, room: str) -> None:
    assert project.make("acceptance", f"ROOM={room}", "ARGS=-k join").returncode == 0
    assert project.pytest_arguments()[-3:] == [f"--room={room}", "-k", "join"]
    assert not (project.folder / "got-in").exists()


def test_passes_the_links_of_a_meeting_to_pytest_unchanged(project: Project) -> None:
    moderator, attendee = "https://rooms.example/?m=$b&c='d'#e", "https://rooms.example/a?name={name}"
    assert project.make("acceptance", f"MODERATOR={moderator}", f"ATTENDEE={attendee}").returncode == 0
    assert project.pytest_arguments()[-2:] == [f"--moderator={moderator}", f"--attendee={attendee}"]


def test_the_doctor_examines_the_given_room_or_the_reference_room(project: Project) -> None:
    assert project.make("doctor", "ROOM=acme.toml", "ARGS=--people phone").returncode == 0
    assert project.make("doctor").returncode == 0
    assert [line for line in project.calls() if "doctor" in line] == [
        "-m conformance.doctor --room=acme.toml --people phone", "-m conformance.doctor",
    ]  # fmt: skip


def test_acceptance_sets_up_first_and_runs_only_the_features(project: Project) -> None:
    project.make("acceptance", "WORKERS=3")
    assert project.calls()[0].strip() == "setup"
    assert project.pytest_arguments() == [
        "pytest", "-o", "testpaths=features", "--numprocesses=3",
        "--living-docs=build/living-docs", "--junit-xml=build/living-docs/record/junit.xml",
    ]  # fmt: skip


def test_the_default_is_a_worker_for_each_usable_processor(project: Project) -> None:
    project.make("acceptance")
    assert "--numprocesses=auto" in project.pytest_arguments()


def test_failing_features_fail_make(project: Project) -> None:
    project.set_failing_module("pytest")
    outcome = project.make("acceptance")
    assert outcome.returncode != 0
    assert "Error 3" in outcome.stderr, "make must print the exit code of pytest"


def test_the_room_needs_no_browser(project: Project) -> None:
    assert project.make("room", "ARGS=--port 0").returncode == 0
    assert project.calls() == ["setup --no-browser", "-m reference_server --port 0"]


def test_docs_are_built_from_records_without_a_browser(project: Project) -> None:
    assert project.make("docs", "ARGS=one.ndjson two.ndjson").returncode == 0
    assert project.calls() == ["setup --no-browser", "-m living_docs build one.ndjson two.ndjson"]


def test_make_test_runs_all_stages_in_order_and_prints_their_names(project: Project) -> None:
    outcome = project.make("test")
    assert outcome.returncode == 0
    assert [line[3:] for line in outcome.stdout.splitlines() if line.startswith("== ")] == [
        "lint", "types", "tests of the code", "features",
    ]  # fmt: skip
    assert [line.split()[1] for line in project.calls()[1:]] == [*CHECKS, "pytest", "pytest"]


def test_a_check_needs_no_browser_and_skips_slow_tests(project: Project) -> None:
    outcome = project.make("check")
    assert outcome.returncode == 0
    assert [line[3:] for line in outcome.stdout.splitlines() if line.startswith("== ")] == [
        "lint", "types", "fast tests",
    ]  # fmt: skip
    assert project.calls()[0] == "setup --no-browser"
    assert [line.split()[1] for line in project.calls()[1:]] == [*CHECKS, "pytest"]
    assert project.pytest_arguments()[-2:] == ["-m", f"not ({' or '.join(read_slow_markers())})"]


def test_an_update_pins_installs_rebuilds_and_checks(project: Project) -> None:
    assert project.make("update").returncode == 0
    assert project.calls()[:5] == [
        "setup --no-browser", "lock --upgrade", "-m tools.javascript update", "setup --no-browser",
        "-m tools.javascript bundle",
    ]  # fmt: skip
    assert project.pytest_arguments()[-2] == "-m", "the fast tests"


def read_slow_markers() -> list[str]:
    """Return the markers that pyproject.toml registers; each gives a reason why a test is slow."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        markers = tomllib.load(file)["tool"]["pytest"]["ini_options"]["markers"]
    return [marker.partition(":")[0] for marker in markers]


@pytest.mark.parametrize(
    ("command", "module", "stage"),
    [
        ("check", "ruff", "lint"), ("check", "mypy", "types"), ("check", "pytest", "fast tests"),
        ("test", "ruff", "lint"), ("test", "mypy", "types"), ("test", "pytest", "tests of the code"),
    ],
)  # fmt: skip
def test_stops_at_the_first_failing_stage(project: Project, command: str, module: str, stage: str) -> None:
    project.set_failing_module(module)
    outcome = project.make(command)
    assert outcome.returncode != 0
    assert f'make {command}: stopped at "{stage}"' in outcome.stderr
    assert module in project.calls()[-1]


def test_make_without_a_command_lists_every_command(project: Project) -> None:
    listed = {line.split()[1] for line in project.make().stdout.splitlines()}
    commands = (project.folder / "Makefile").read_text().split(".PHONY:")[1].splitlines()[0].split()
    assert listed == set(commands) - {"environment"}


def test_clean_keeps_the_rooms_data(project: Project) -> None:
    for name in ("data", "build", "steps/__pycache__"):
        (project.folder / name).mkdir(parents=True)
    assert project.make("clean").returncode == 0
    assert sorted(path.name for path in project.folder.iterdir()) == [".ci", "Makefile", "data", "steps"]
    assert list((project.folder / "steps").iterdir()) == []
