"""An impossible selection is reported in one line, before any browser or worker starts."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.forked_pytest import run_pytest

pytestmark = pytest.mark.nested_run

ROOT = Path(__file__).parents[3]
USAGE_ERROR = 4


def collect(*options: str) -> subprocess.CompletedProcess[str]:
    arguments = ["-p", "no:cacheprovider", "--collect-only", "-q", *options]
    return run_pytest(arguments, ROOT, os.environ, timeout=120)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-m", "ASK-99"], "-m: ASK-99 is neither a rule id nor another mark. Did you mean ASK-9?"),
        (["-m", "nosuchmark"], "The rules are in features/requirements.toml."),
        (["-m", "ASK-7 and"], "-m: “ASK-7 and” is not a valid expression."),
        (["-k", "no such thing"], "-k: “no such thing” is not a valid expression."),
        (["features/join_direct.feature"], "Did you mean features/join_directly.feature?"),
        (["--phone", "iPhone 99"], "Playwright knows no device “iPhone 99”. Did you mean iPhone"),
        (["--laptop", "Pixel"], "Did you mean Pixel"),
        (["--room", "ftp://rooms.example.org"], "ftp://rooms.example.org: not the address of a room."),
        (["--room", "http://"], "http://: not the address of a room."),
        (["--moderator", "https://a.example/m"], "--attendee is missing. Give both links of the meeting"),
        (["--attendee", "https://a.example/a"], "--moderator is missing. Give both links of the meeting"),
        (["--moderator", "https://a.example/m", "--attendee", "a.example"], "--attendee a.example: not an address."),
        (["--moderator", "https://[", "--attendee", "https://a.example/"], "--moderator https://[: not an address."),
        (["--moderator", "https://a.example/", "--attendee", "https://a.example/"], "are the same address, so that"),
        (["--moderator", "https://a.example/", "--room", "acme.toml"], "--moderator: give either --room, or the two"),
    ],
)
def test_reports_an_impossible_selection(options: list[str], message: str) -> None:
    expect_usage_error(message, *options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-m", "ASK-99"], "-m: ASK-99 is neither a rule id nor another mark."),  # Reported by selection_plugin.py.
        (["--phone", "iPhone 99"], "Playwright knows no device “iPhone 99”."),  # Reported by people_plugin.py.
    ],
)
def test_reports_an_impossible_selection_before_workers_start(options: list[str], message: str) -> None:
    expect_usage_error(message, *options, "-n", "2")


def expect_usage_error(message: str, *options: str) -> None:
    result = collect(*options)
    output = (result.stdout + result.stderr).strip()
    assert result.returncode == USAGE_ERROR
    assert message in output and len(output.splitlines()) == 1, output


def test_rule_ids_can_be_written_in_lower_case() -> None:
    lower_case, upper_case = (
        collect("features/ask_to_join.feature", "-m", mark) for mark in ("ask-7 or ASK-2", "ASK-7 or ASK-2")
    )
    assert lower_case.returncode == 0
    assert [line for line in lower_case.stdout.splitlines() if "::" in line] == [
        line for line in upper_case.stdout.splitlines() if "::" in line
    ]


def test_reports_a_selection_without_scenarios() -> None:
    result = collect("features/ask_to_join.feature", "-k", "nosuchthing")
    assert result.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
    assert "Nothing was run: no scenario matches -k “nosuchthing”." in result.stdout


def test_collect_only_keeps_earlier_evidence() -> None:
    evidence = ROOT / "build" / "failures" / "kept-by-a-test" / "console.txt"
    evidence.parent.mkdir(parents=True, exist_ok=True)
    evidence.write_text("")
    try:
        assert collect("features/ask_to_join.feature").returncode == 0
        assert evidence.exists()
    finally:
        evidence.unlink(missing_ok=True)
        evidence.parent.rmdir()
