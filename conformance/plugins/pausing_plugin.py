"""``--pause SECONDS``: waits between the steps, to watch the screens or to find races."""

import argparse
import math
import time

import pytest
from playwright.sync_api import Page
from pytest_bdd.parser import Scenario, Step

from people.scene import Scene


def pytest_addoption(parser: pytest.Parser) -> None:
    help_ = "seconds to wait between any two steps of a scenario, for debugging (default: none)"
    parser.getgroup("stagedoor").addoption("--pause", type=_seconds, default=0.0, metavar="SECONDS", help=help_)


def pytest_configure(config: pytest.Config) -> None:
    seconds = config.getoption("--pause")
    if seconds:
        config.pluginmanager.register(Pauses(seconds), "pauses")


class Pauses:
    """Waits after each step but the last, while the pages keep running."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    @pytest.hookimpl(trylast=True)
    def pytest_bdd_after_step(self, request: pytest.FixtureRequest, scenario: Scenario, step: Step) -> None:
        """Wait in the last hook after the step, so that its duration and pictures are those without a pause."""
        if step is not scenario.steps[-1]:
            pause(request.getfixturevalue("scene"), self._seconds)


def pause(scene: Scene, seconds: float) -> None:
    """Wait without using the processor.

    Playwright handles the events of all pages while one of them waits; a plain sleep would leave dialogs, console
    messages and routed requests unanswered until its end. Without an open page there are no events to handle.
    """
    page = _open_page(scene)
    if page is None:
        time.sleep(seconds)  # noqa: TID251 (the pause that the user asked for)
    else:
        page.wait_for_timeout(seconds * 1000)


def _open_page(scene: Scene) -> Page | None:
    return next((person.page for person in scene.people.values() if not person.page.is_closed()), None)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds; use 0 or more, such as 2.5")
    return seconds
