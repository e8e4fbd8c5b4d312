"""Runs the unit tests of the JavaScript modules by Node.js's own test runner."""

import subprocess
from pathlib import Path

import pytest

from tools.javascript.npm_packages import NODE

FOLDER = Path(__file__).parent
COMMAND = (str(NODE / "bin/node"), "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test", "--test-reporter=spec")


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.test.mjs")), ids=lambda file: file.name.partition(".")[0])
def test_module(file: Path) -> None:
    done = subprocess.run([*COMMAND, str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "tests 0" not in done.stdout
