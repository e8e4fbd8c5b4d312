"""The doctor waits for missing elements once after each action, and not for each of them."""

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import TimeoutError

from conformance.doctor.finding_log import FindingLog
from conformance.doctor.findings import Status
from conformance.doctor.session_walk import SessionWalk
from conformance.doctor.visit_steps import Action, Lookup, WhileOpen
from conformance.doctor.vocabulary import Vocabulary
from conformance.time_limits import EXAMINATION, UNCHANGED_SCREEN


class Element:
    """An element that is missing, or visible at once; it adds each wait to ``waits``, in milliseconds."""

    def __init__(self, waits: list[float], *, is_there: bool) -> None:
        self._waits, self._is_there = waits, is_there

    @property
    def first(self) -> "Element":
        return self

    def wait_for(self, *, state: str, timeout: float) -> None:
        self._waits.append(timeout)
        if not self._is_there:
            raise TimeoutError(f"not {state}")


class EmptyPanel:
    """A panel that opens and closes."""

    def __enter__(self) -> None:
        """Open the panel."""

    def __exit__(self, *_: object) -> None:
        """Close the panel."""


class EmptyScreen:
    def __str__(self) -> str:
        return "Ada's screen (laptop)"

    def describe(self) -> str:
        return ""


class OnePersonScene(dict[str, Any]):
    """A scene with Ada, whose screen is empty."""

    attendees_on = "laptop"

    def __init__(self) -> None:
        screen = EmptyScreen()
        super().__init__(Ada=SimpleNamespace(screen=screen, places=None, page=None))
        self.people: dict[str, Any] = {}

    def shown_name(self, name: str) -> str:
        return name


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def log() -> FindingLog:
    return FindingLog(frozenset())


@pytest.fixture
def walk(log: FindingLog) -> SessionWalk:
    scene: Any = OnePersonScene()
    return SessionWalk(scene, Vocabulary({}), log)


def lookup(waits: list[float], *, is_there: bool = False) -> Lookup:
    element: Any = Element(waits, is_there=is_there)
    return Lookup("attendee", "chat", "button", "Send", lambda _: element)


PRESS = Action("attendee", "press", lambda _: None)


def test_only_the_first_missing_element_after_an_action_is_waited_for(walk: SessionWalk, waits: list[float]) -> None:
    missing = lookup(waits)
    walk.take_chapter([missing, missing, missing, PRESS, missing, missing])
    first, further = EXAMINATION, UNCHANGED_SCREEN
    assert waits == [first, further, further, first, further]


def test_an_element_that_is_found_at_once_shortens_no_wait(walk: SessionWalk, waits: list[float]) -> None:
    walk.take_chapter([lookup(waits, is_there=True), lookup(waits)])
    assert waits == [EXAMINATION, EXAMINATION]


def test_opening_and_closing_a_panel_are_actions(walk: SessionWalk, waits: list[float]) -> None:
    missing = lookup(waits)
    walk.take_chapter([missing, WhileOpen("attendee", "open the chat", lambda _: EmptyPanel(), [missing]), missing])
    assert waits == [EXAMINATION, EXAMINATION, EXAMINATION]


def test_an_action_is_not_tried_without_the_element_that_it_needs(
    walk: SessionWalk, waits: list[float], log: FindingLog
) -> None:
    missing, actions = lookup(waits), list[object]()
    press = Action("attendee", "press “Send”", actions.append, target=missing.find)
    walk.take_chapter([missing, press, lookup(waits)])
    assert actions == [] and waits == [EXAMINATION, UNCHANGED_SCREEN]
    assert log.findings[-1].status is Status.NOT_REACHED
    assert log.findings[-1].seen == "press “Send”: Ada's screen (laptop): the element to press or fill in is missing."


def test_an_adapter_may_act_without_the_elements_of_the_contract(waits: list[float], log: FindingLog) -> None:
    scene: Any = OnePersonScene()
    missing, actions = lookup(waits), list[object]()
    walk = SessionWalk(scene, Vocabulary({}), log, has_adapter=True)
    walk.take_chapter([Action("attendee", "press “Send”", actions.append, target=missing.find)])
    assert actions == [scene["Ada"]]
