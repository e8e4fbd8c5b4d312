"""The plugin tests each generated mutant in a fork, and stores the outcome."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.results import ROOT

TESTS = """\
import os

def add(a, b):
    mutant = os.environ.get("MUTANT_UNDER_TEST", "")
    if mutant == "fail":
        raise RuntimeError
    if mutant == "toy.x_add__mutmut_3":
        os.abort()
    return a - b if mutant == "toy.x_add__mutmut_1" else a + b

def test_add():
    assert add(1, 2) == 3
"""
MUTANTS = [*(f"toy.x_add__mutmut_{number}" for number in (1, 2, 3)), "toy.x_idle__mutmut_1"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a test and the list of mutants to judge."""
    (tmp_path / "test_toy.py").write_text(TESTS, encoding="utf-8")
    job = {"mutants": MUTANTS, "tests": {"toy.x_add": ["test_toy.py::test_add"]}, "seconds": {}}
    (tmp_path / "job.json").write_text(json.dumps(job), encoding="utf-8")
    return tmp_path


def run_judge(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run pytest with the plugin in this folder."""
    files = (f"--judge={folder / 'job.json'}", f"--judge-outcomes={folder / 'outcomes.jsonl'}")
    plugin = ("-p", "tests.mutants.fork_judge", "-p", "no:cacheprovider", "--noconftest", f"--rootdir={folder}", *files)
    command = [sys.executable, "-m", "pytest", "-q", *plugin, "test_toy.py"]
    environment = {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_mutant_is_killed_by_a_failing_test_or_a_crash(folder: Path) -> None:
    completed = run_judge(folder)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    lines = (folder / "outcomes.jsonl").read_text(encoding="utf-8").splitlines()
    outcomes = {mutant: outcome for line in lines for mutant, outcome in json.loads(line).items()}
    assert outcomes == dict(zip(MUTANTS, ("killed", "survived", "killed", "no tests"), strict=True))


def test_no_mutant_is_judged_if_a_test_fails_in_the_unchanged_code(folder: Path) -> None:
    (folder / "test_toy.py").write_text(TESTS.replace("== 3", "== 4"), encoding="utf-8")
    completed = run_judge(folder)
    assert completed.returncode != 0
    assert "the tests must pass in the unchanged code" in completed.stdout + completed.stderr
    assert not (folder / "outcomes.jsonl").exists()
