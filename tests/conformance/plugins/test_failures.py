"""The terminal output of a failure begins with the step, and distinguishes “not reached” from “failed”."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rooms.running import ROOT, run_features

pytestmark = pytest.mark.nested_run

NO_ROOM = "http://127.0.0.1:9"


def test_an_unreachable_room_is_reported_as_not_reached() -> None:
    done = run_features(NO_ROOM, "features/chat.feature", "--people", "laptop", "-k", "question")
    assert done.returncode == 1
    assert "E   features/chat.feature:6: Given a session" in done.stdout
    assert f"conformance.errors.NotReached: {NO_ROOM}/api/sessions did not answer: Connection refused\n" in done.stdout
    assert "urllib" not in done.stdout and "conftest.py" not in done.stdout
    assert re.search(r"^\S+/chat\.feature-test_\w+-laptop/$", done.stdout, re.MULTILINE)
    assert "not reached: VIEW-" in done.stdout and " failed: VIEW-" not in done.stdout


UNDEFINED_STEPS = """\
Feature: Waving
  Rule: Everybody waves
    Scenario: Two undefined steps
      When Ada waves at Ben
      Then Ada finds a tile of Ben upon the stage
"""


@pytest.fixture
def waving() -> Iterator[Path]:
    """A feature file within the project, so that it can use the suite's steps."""
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
        feature = Path(folder) / "waving.feature"
        feature.write_text(UNDEFINED_STEPS)
        yield feature


def test_reports_all_undefined_steps_at_once(waving: Path) -> None:
    place = waving.relative_to(ROOT)
    done = run_features(NO_ROOM, str(place), "--people", "laptop")
    assert f"{place}:4: When Ada waves at Ben" in done.stdout
    assert f"{place}:5: Then Ada finds a tile of Ben upon the stage" in done.stdout
    assert "similar step: nobody finds a tile of NAME on the stage" in done.stdout
