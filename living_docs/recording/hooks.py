"""What the recorder asks of the suite that it watches: hooks that a plugin or conftest.py answers."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest
from playwright.sync_api import Page


class Watched(Protocol):
    """A person at a screen."""

    @property
    def name(self) -> str: ...
    @property
    def device(self) -> str: ...
    @property
    def page(self) -> Page: ...


class Evidence(NamedTuple):
    """A file that a person's browser left, such as a Playwright trace (.zip) or a video (.webm)."""

    person: str
    device: str
    path: Path


@pytest.hookspec(firstresult=True)
def pytest_living_docs_run(config: pytest.Config) -> Mapping[str, Any] | None:
    """What a whole run would be, so that a part of one can be told from it, and what the room declares of itself.

    "room" and "level"; "devices", the kinds of a whole run; where they are known "address", "adapter", "words",
    "not_offered" and "deviations", each with "requirement", "reason", "link" and "until". Everything as JSON has it.
    """


@pytest.hookspec(firstresult=True)
def pytest_living_docs_people(item: pytest.Item) -> Sequence[Watched] | None:
    """Who is in the scenario at this moment, in the order in which they came."""


@pytest.hookspec
def pytest_living_docs_glimpses(item: pytest.Item, take_picture: Callable[[Watched], None]) -> None:
    """A step begins: call ``take_picture`` with a person whenever something is on a screen that the step's end will not show.

    What is opened and closed within one step, such as a panel to read in, would be on no picture else; neither would
    another window of the person's, which is told as somebody of its own.
    """


@pytest.hookspec(firstresult=True)
def pytest_living_docs_facts(item: pytest.Item) -> Mapping[str, str] | None:
    """What is under test and with what, once the scenario has run: "room", "browser", a device's name by its kind …"""


@pytest.hookspec(firstresult=True)
def pytest_living_docs_evidence(item: pytest.Item) -> Sequence[Evidence] | None:
    """Files to keep beside the scenario, asked for after it was cleared away; they are copied."""
