"""Hooks that the recorder calls; a plugin or conftest.py of the suite implements them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest
from playwright.sync_api import Page


class RecordedPerson(Protocol):
    """A person whose screen is recorded."""

    @property
    def name(self) -> str: ...
    @property
    def device(self) -> str: ...
    @property
    def page(self) -> Page: ...


class Evidence(NamedTuple):
    """A file from a person's browser, such as a Playwright trace (.zip) or a video (.webm)."""

    person: str
    device: str
    path: Path


@pytest.hookspec(firstresult=True)
def pytest_living_docs_run(config: pytest.Config) -> Mapping[str, Any] | None:
    """Return the plan of a complete run, and the room's declarations, as JSON values.

    Keys: "room"; "level"; "devices", the kinds of device in a complete run; where known, "address", "adapter", "words",
    "locators", "not_offered", and "deviations", each with "requirement", "reason", "link" and "until". If the run
    blocks third-party cookies, "third_party_cookies" is "blocked"; otherwise the key is missing.
    """


@pytest.hookspec(firstresult=True)
def pytest_living_docs_people(item: pytest.Item) -> Sequence[RecordedPerson] | None:
    """Return the people in the scenario at this moment, in order of arrival."""


@pytest.hookspec
def pytest_living_docs_transient_pictures(item: pytest.Item, take_picture: Callable[[RecordedPerson], None]) -> None:
    """Prepare for calls of ``take_picture`` during the step that begins now.

    Call it with a person whenever their screen shows something that will be gone at the end of the step, such as a
    panel that the step opens and closes. Another window of the same person is recorded as a separate person.
    """


@pytest.hookspec(firstresult=True)
def pytest_living_docs_facts(item: pytest.Item) -> Mapping[str, str] | None:
    """Return facts about the room under test: "room", "browser", and a device's name by its kind.

    The hook is called after the steps of each scenario, before its teardown.
    """


@pytest.hookspec(firstresult=True)
def pytest_living_docs_evidence(item: pytest.Item) -> Sequence[Evidence] | None:
    """Return evidence to copy into the record. The hook is called after the scenario's teardown."""
