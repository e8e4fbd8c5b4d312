"""The doctor waits for missing elements once after each action, and not for each of them."""

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import TimeoutError

from conformance.doctor.finding_log import FindingLog
from conformance.doctor.session_walk import SessionWalk
from conformance.doctor.visit_steps import Action, Lookup, WhileOpen
from conformance.doctor.vocabulary import Vocabulary
from conformance.time_limits import EXAMINATION, UNCHANGED_SCREEN


class Element:
    """An element that is missing, or visible at once; it adds each wait to ``waits``, in milliseconds."""

    def __init__(self, waits: list[float], *, is_there: bool) -> None:
        self._waits, self._is_there = waits, is_there

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


class OnePersonScene(dict[str, Any]):
    """A scene with Ada, whose screen is empty."""

    attendees_on = "laptop"

    def __init__(self) -> None:
        screen = SimpleNamespace(describe=lambda: "")
        super().__init__(Ada=SimpleNamespace(screen=screen, places=None))

    def shown_name(self, name: str) -> str:
        return name


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def walk() -> SessionWalk:
    scene: Any = OnePersonScene()
    return SessionWalk(scene, Vocabulary({}), FindingLog(frozenset()))


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
