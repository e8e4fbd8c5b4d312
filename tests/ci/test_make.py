"""The Makefile, with stand-ins for the commands that it calls: arguments, order, and errors."""

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
"""The modules that check style, format, imports, style of JavaScript and types, in order."""
# These tests may themselves run under `make test ARGS=…`: the outer make's variables must not reach the inner one.
_HANDED_DOWN = {
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
_OUTSIDE = {name: value for name, value in os.environ.items() if name not in _HANDED_DOWN}


class Project:
    """A folder with the real Makefile and stand-ins for the set-up and the environment's Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(ROOT / "Makefile", folder)
        self._write(".ci/setup", "#!/bin/sh\necho setup $* >> called\n")
        self._write(".ci/lock", "#!/bin/sh\necho lock $* >> called\n")
        self._write(".venv/bin/python", STAND_IN.format(python=shutil.which("python3")))

    def make(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", *words], cwd=self.folder, env=_OUTSIDE, capture_output=True, text=True, check=False
        )

    def fail_in(self, module: str) -> None:
        (self.folder / "fails").write_text(module)

    def called(self) -> list[str]:
        return (self.folder / "called").read_text().splitlines()

    def passed_to_pytest(self) -> list[str]:
        return list(json.loads((self.folder / "passed").read_text()))

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_args_reach_pytest_with_quotes_spaces_and_dollars(project: Project) -> None:
    asked = """ARGS=-k 'join and not ask' "features/ask.feature::a b[phone]" --headed -m '$x'"""
    assert project.make("acceptance", asked).returncode == 0
    wanted = ["-k", "join and not ask", "features/ask.feature::a b[phone]", "--headed", "-m", "$x"]
    assert project.passed_to_pytest()[-len(wanted) :] == wanted


@pytest.mark.parametrize(
    "room", ["acme.toml", "https://rooms.example/?a=$b&c='d'#e", 'my rooms/"acme".toml', "$(shell touch got-in)"]
)
def test_the_room_reaches_pytest_as_it_was_given(project: Project, room: str) -> None:
    assert project.make("acceptance", f"ROOM={room}", "ARGS=-k join").returncode == 0
    assert project.passed_to_pytest()[-3:] == [f"--room={room}", "-k", "join"]
    assert not (project.folder / "got-in").exists()


def test_the_links_of_a_meeting_reach_pytest_as_they_were_given(project: Project) -> None:
    moderator, attendee = "https://rooms.example/?m=$b&c='d'#e", "https://rooms.example/a?name={name}"
    assert project.make("acceptance", f"MODERATOR={moderator}", f"ATTENDEE={attendee}").returncode == 0
    assert project.passed_to_pytest()[-2:] == [f"--moderator={moderator}", f"--attendee={attendee}"]


def test_the_doctor_sees_the_room_or_else_the_reference_room(project: Project) -> None:
    assert project.make("doctor", "ROOM=acme.toml", "ARGS=--people phone").returncode == 0
    assert project.make("doctor").returncode == 0
    assert [line for line in project.called() if "doctor" in line] == [
        "-m conformance.doctor --room=acme.toml --people phone", "-m conformance.doctor",
    ]  # fmt: skip


def test_acceptance_sets_up_first_and_runs_the_features_alone(project: Project) -> None:
    project.make("acceptance", "WORKERS=3")
    assert project.called()[0].strip() == "setup"
    assert project.passed_to_pytest() == [
        "pytest", "-o", "testpaths=features", "--numprocesses=3",
        "--living-docs=build/living-docs", "--junit-xml=build/living-docs/record/junit.xml",
    ]  # fmt: skip


def test_by_default_there_is_a_worker_for_each_usable_processor(project: Project) -> None:
    project.make("acceptance")
    assert "--numprocesses=auto" in project.passed_to_pytest()


def test_failing_features_fail_make(project: Project) -> None:
    project.fail_in("pytest")
    outcome = project.make("acceptance")
    assert outcome.returncode != 0
    assert "Error 3" in outcome.stderr, "make tells the exit code of pytest"


def test_the_room_needs_no_browser(project: Project) -> None:
    assert project.make("room", "ARGS=--port 0").returncode == 0
    assert project.called() == ["setup --no-browser", "-m reference_server --port 0"]


def test_docs_are_made_from_the_record_alone(project: Project) -> None:
    assert project.make("docs", "ARGS=one.ndjson two.ndjson").returncode == 0
    assert project.called() == ["setup --no-browser", "-m living_docs build one.ndjson two.ndjson"]


def test_make_test_runs_all_stages_in_order_and_prints_their_names(project: Project) -> None:
    outcome = project.make("test")
    assert outcome.returncode == 0
    assert [line[3:] for line in outcome.stdout.splitlines() if line.startswith("== ")] == [
        "lint", "types", "tests of the code", "features",
    ]  # fmt: skip
    assert [line.split()[1] for line in project.called()[1:]] == [*CHECKS, "pytest", "pytest"]


def test_a_check_needs_no_browser_and_leaves_out_what_is_slow(project: Project) -> None:
    outcome = project.make("check")
    assert outcome.returncode == 0
    assert [line[3:] for line in outcome.stdout.splitlines() if line.startswith("== ")] == [
        "lint", "types", "fast tests",
    ]  # fmt: skip
    assert project.called()[0] == "setup --no-browser"
    assert [line.split()[1] for line in project.called()[1:]] == [*CHECKS, "pytest"]
    assert project.passed_to_pytest()[-2:] == ["-m", f"not ({' or '.join(slow_markers())})"]


def test_an_update_pins_installs_rebuilds_and_checks(project: Project) -> None:
    assert project.make("update").returncode == 0
    assert project.called()[:5] == [
        "setup --no-browser", "lock --upgrade", "-m tools.javascript update", "setup --no-browser",
        "-m tools.javascript bundle",
    ]  # fmt: skip
    assert project.passed_to_pytest()[-2] == "-m", "the fast tests"


def slow_markers() -> list[str]:
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
def test_it_stops_at_the_first_stage_that_fails(project: Project, command: str, module: str, stage: str) -> None:
    project.fail_in(module)
    outcome = project.make(command)
    assert outcome.returncode != 0
    assert f'make {command}: stopped at "{stage}"' in outcome.stderr
    assert module in project.called()[-1]


def test_help_is_what_make_alone_shows_and_names_every_command(project: Project) -> None:
    listed = {line.split()[1] for line in project.make().stdout.splitlines()}
    commands = (project.folder / "Makefile").read_text().split(".PHONY:")[1].splitlines()[0].split()
    assert listed == set(commands) - {"environment"}


def test_clean_keeps_the_rooms_data(project: Project) -> None:
    for name in ("data", "build", "steps/__pycache__"):
        (project.folder / name).mkdir(parents=True)
    assert project.make("clean").returncode == 0
    assert sorted(path.name for path in project.folder.iterdir()) == [".ci", "Makefile", "data", "steps"]
    assert list((project.folder / "steps").iterdir()) == []
