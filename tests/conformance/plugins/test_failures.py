"""A failure's terminal output begins with the step, and distinguishes “not reached” from “failed”."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rooms.running import ROOT, run_features

pytestmark = pytest.mark.nested_run

NO_ROOM = "http://127.0.0.1:9"


def test_an_unreachable_room_is_reported_as_not_reached() -> None:
    result = run_features(NO_ROOM, "features/chat.feature", "--people", "laptop", "-k", "question")
    assert result.returncode == 1
    assert "E   features/chat.feature:6: Given a session" in result.stdout
    assert (
        f"conformance.errors.NotReached: {NO_ROOM}/api/sessions did not answer: Connection refused\n" in result.stdout
    )
    assert "urllib" not in result.stdout and "conftest.py" not in result.stdout
    assert re.search(r"^\S+/chat\.feature-test_\w+-laptop/$", result.stdout, re.MULTILINE)
    assert "not reached: VIEW-" in result.stdout and " failed: VIEW-" not in result.stdout


UNDEFINED_STEPS = """\
Feature: Waving
  Rule: Everybody waves
    Scenario: Two undefined steps
      When Ada waves at Ben
      Then Ada finds a tile of Ben upon the stage
"""


@pytest.fixture
def waving_feature() -> Iterator[Path]:
    """A feature file within the project, so that it can use the suite's steps."""
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
        feature = Path(folder) / "waving.feature"
        feature.write_text(UNDEFINED_STEPS)
        yield feature


def test_reports_all_undefined_steps_at_once(waving_feature: Path) -> None:
    path = waving_feature.relative_to(ROOT)
    result = run_features(NO_ROOM, str(path), "--people", "laptop")
    assert f"{path}:4: When Ada waves at Ben" in result.stdout
    assert f"{path}:5: Then Ada finds a tile of Ben upon the stage" in result.stdout
    assert "similar step: nobody finds a tile of NAME on the stage" in result.stdout
