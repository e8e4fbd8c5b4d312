"""`--pause` waits for the given time between two steps, and handles the pages' events meanwhile."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from playwright.sync_api import Page

from conformance.plugins.pausing_plugin import pause
from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.scene import Scene

ROOT = Path(__file__).parents[3]
PAUSE = 0.5


@pytest.fixture
def page(browsers: Browsers) -> Iterator[Page]:
    page = browsers.of(cast_member("Ada"), Equipment.OWN).new_page()
    yield page
    page.close()


def scene_of(*pages: Page) -> Scene:
    people = {str(number): SimpleNamespace(page=page) for number, page in enumerate(pages)}
    return cast(Scene, SimpleNamespace(people=people))


def test_pages_events_are_handled_during_a_pause(page: Page) -> None:
    console_texts: list[str] = []
    page.on("console", lambda message: console_texts.append(message.text))
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.evaluate("() => { setTimeout(() => { alert('Hello'); console.log('dismissed'); }, 50); }")
    processor_start, start = time.process_time(), time.monotonic()
    pause(scene_of(page), PAUSE)
    assert time.monotonic() - start >= PAUSE
    assert console_texts == ["dismissed"]
    assert time.process_time() - processor_start < PAUSE / 2, "a pause uses hardly any processor time"


def test_a_pause_needs_no_open_page(page: Page) -> None:
    page.close()
    start = time.monotonic()
    pause(scene_of(page), PAUSE)
    pause(scene_of(), PAUSE)
    assert time.monotonic() - start >= 2 * PAUSE


@pytest.mark.nested_run
@pytest.mark.parametrize("value", ["-1", "long", "nan", "inf"])
def test_refuses_an_invalid_pause(value: str) -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "features",
        "--collect-only",
        f"--pause={value}",
        "-p",
        "no:cacheprovider",
    ]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 4
    assert f"argument --pause: '{value}' is not a number of seconds; use 0 or more, such as 2.5" in result.stderr


SUITE = """
from pytest_bdd import given, scenarios, then, when
from conformance.plugins.pausing_plugin import Pauses
import pytest, time

scenarios("pause.feature")
times = []

@pytest.fixture
def scene():
    return type("Scene", (), {"people": {}})()

@given("one")
@when("two")
@then("three")
def step():
    times.append(time.monotonic())

def test_times():
    gaps = [later - earlier for earlier, later in zip(times, times[1:])]
    assert len(times) == 4 and all(gap >= 0.2 for gap in gaps[:1] + gaps[2:]) and gaps[1] < 0.2, gaps
"""
FEATURE = """
Feature: Pauses
  Background:
    Given one
  Scenario: First
    When two
  Scenario: Second
    Then three
"""


@pytest.mark.nested_run
def test_pauses_between_two_steps_but_not_after_the_last(tmp_path: Path) -> None:
    (tmp_path / "test_pause.py").write_text(SUITE)
    (tmp_path / "pause.feature").write_text(FEATURE)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "conformance.plugins.pausing_plugin",
        "--pause",
        "0.2",
        "-p",
        "no:cacheprovider",
        "-q",
    ]
    result = subprocess.run(
        [*command, str(tmp_path), f"--rootdir={tmp_path}", "-c", "/dev/null"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
