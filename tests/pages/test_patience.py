"""All waiting can be stretched and shortened by one number in the environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pages.patience import VARIABLE, factor, milliseconds

ROOT = Path(__file__).parents[2]


def test_everybody_is_as_patient_as_usual_where_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert milliseconds(10_000) == 10_000


@pytest.mark.parametrize(("told", "waited"), [("3", 30_000), ("0.5", 5_000)])
def test_waiting_is_multiplied(monkeypatch: pytest.MonkeyPatch, told: str, waited: int) -> None:
    monkeypatch.setenv(VARIABLE, told)
    assert milliseconds(10_000) == waited


@pytest.mark.parametrize("told", ["long", "", "0", "-1", "nan", "inf"])
def test_what_is_no_patience_is_told(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv(VARIABLE, told)
    with pytest.raises(ValueError, match=rf"{VARIABLE} is '{told}' and must be a number above 0"):
        factor()


@pytest.mark.nested_run
def test_a_run_does_not_begin_without_patience() -> None:
    command = [sys.executable, "-m", "pytest", "features", "--collect-only", "-q", "-p", "no:cacheprovider"]
    env = os.environ | {VARIABLE: "long"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (
        4,
        f"ERROR: {VARIABLE} is 'long' and must be a number above 0, such as 3 for three times as patient.\n\n",
    )
