"""An environment variable multiplies the time limits; the limits in rules match those of the suite."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.catalogue import requirements
from conformance.time_limits import CONNECTION, DEPARTURE, VARIABLE, at_least, factor, milliseconds

ROOT = Path(__file__).parents[2]


def test_uses_the_default_limits_without_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert milliseconds(10_000) == 10_000


@pytest.mark.parametrize(("value", "limit"), [("3", 30_000), ("0.5", 5_000)])
def test_multiplies_limits(monkeypatch: pytest.MonkeyPatch, value: str, limit: int) -> None:
    monkeypatch.setenv(VARIABLE, value)
    assert milliseconds(10_000) == limit


@pytest.mark.parametrize("value", ["long", "", "0", "-1", "nan", "inf", "2000"])
def test_refuses_an_invalid_factor(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(VARIABLE, value)
    with pytest.raises(ValueError, match=rf"{VARIABLE} is '{value}'; set a number above 0 and below 1000"):
        factor()


@pytest.mark.nested_run
def test_a_run_with_an_invalid_factor_does_not_begin() -> None:
    command = [sys.executable, "-m", "pytest", "features", "--collect-only", "-q", "-p", "no:cacheprovider"]
    env = os.environ | {VARIABLE: "long"}
    result = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    remedy = "set a number above 0 and below 1000, such as 3 for limits three times as long"
    assert (result.returncode, result.stderr) == (4, f"ERROR: {VARIABLE} is 'long'; {remedy}.\n\n")


def test_limits_in_rules_match_those_of_the_suite() -> None:
    limits_in_rules = {id_: rule.limit for id_, rule in requirements().items() if rule.limit}
    limits = {"STEADY-2": CONNECTION, "STEADY-3": CONNECTION, "STEADY-4": DEPARTURE}
    assert {id_: milliseconds(limit * 1000) for id_, limit in limits_in_rules.items()} == limits


def test_every_limit_states_its_purpose() -> None:
    assert [id_ for id_, rule in requirements().items() if bool(rule.limit) != bool(rule.limit_for)] == []


def test_a_low_factor_does_not_shorten_the_limits_of_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "0.25")
    assert (milliseconds(30_000), at_least(30_000)) == (7_500, 30_000)


@pytest.mark.parametrize(("value", "seconds"), [("3", 180), ("1", 60), ("0.2", 60)])
def test_a_distant_room_has_more_time_to_open_a_session(value: str, seconds: int) -> None:
    command = [sys.executable, "-c", "from conformance.time_limits import SESSION; print(SESSION)"]
    env = os.environ | {VARIABLE: value}
    result = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=True)
    assert float(result.stdout) == seconds
