"""The unit tests of the JavaScript modules, run by Node.js's test runner."""

import subprocess
from pathlib import Path

import pytest

from tools.javascript.npm_packages import NODE

FOLDER = Path(__file__).parent
COMMAND = (str(NODE / "bin/node"), "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test", "--test-reporter=spec")


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.test.mjs")), ids=lambda file: file.name.partition(".")[0])
def test_the_unit_tests_of_each_module_pass(file: Path) -> None:
    result = subprocess.run([*COMMAND, str(file)], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "tests 0" not in result.stdout
