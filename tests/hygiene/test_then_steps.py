"""Every Then step fails on a blank page, which shows that it asserts something.

All steps run in one browser, one after another, with blank pages and time limits of a fraction of a second.
"""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright
from pytest_bdd.parser import Step
from pytest_bdd.steps import StepFunctionContext

from conformance.room_profile import RoomProfile
from pages.places import Places
from pages.screen import Screen
from people.browsers import Browsers, Equipment
from people.cast import CAST, CastMember
from people.devices import DEFAULTS, context_options
from people.person import OlderTab
from people.scene import Scene
from rooms.room import ExternalServer, Links, SessionRequest
from steps.latest_action import LatestAction
from steps.polls_and_quizzes import LatestQuestionnaires
from tests.hygiene.written_steps import find_definitions, list_step_definitions, list_steps
from tests.short_time_limits import shorten_time_limits

SHORT_LIMIT = 100
"""Milliseconds; replaces every time limit of the suite, since nothing appears on a blank page."""
MODERATORS = ("Maya", "Noah")


class SharedBrowser(Browsers):
    """Browsers that give everybody the same browser, so that only one starts."""

    def of(self, _: CastMember, __: Equipment) -> Browser:
        return super().of(CAST["Ada"], Equipment.OWN)


class BlankRoom(ExternalServer):
    """A room that opens any session, and shows nothing in it."""

    name = "Blank room"
    profile = RoomProfile()

    def open_session(self, _: SessionRequest) -> Links:
        return Links("about:blank#moderator", "about:blank#attendee")

    def close(self) -> None:
        """Do nothing."""


class BlankScene(Scene):
    """A scene in which everybody has a blank page, an older tab, and devices to which steps refer."""

    def add_people(self) -> None:
        self.moderators = list(MODERATORS)
        for name in CAST:
            person = self._create_person(name, "about:blank", "laptop", Equipment.OWN)
            person.chosen_devices = {"microphone": "Nobody's microphone", "camera": "Nobody's camera"}
            older_tab = Screen(f"{name}, older tab", "laptop", person.window.context.new_page(), person.screen.words)
            person._older_tab = OlderTab(older_tab, Places(older_tab))
            person._tried_tabs = [older_tab]


def list_then_steps() -> dict[str, tuple[Step, StepFunctionContext]]:
    """Return an example step of the features for each definition of a Then step, by the step's text."""
    examples: dict[int, tuple[Step, StepFunctionContext]] = {}
    for step in list_steps():
        for definition in find_definitions(step):
            if definition.type == "then":
                examples.setdefault(id(definition), (step, definition))
    return {step.name: (step, definition) for step, definition in examples.values()}


THEN_STEPS = list_then_steps()


@pytest.fixture(scope="module")
def blank_scene(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BlankScene]:
    descriptors = {kind: context_options(playwright.devices, name) for kind, name in DEFAULTS.items()}
    browsers = SharedBrowser(playwright.chromium, {}, tmp_path_factory.mktemp("devices"), reuse_windows=False)
    scene = BlankScene(BlankRoom(), browsers, "laptop", descriptors)
    scene.add_people()
    yield scene
    browsers.close()


@pytest.fixture(autouse=True)
def _short_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    shorten_time_limits(monkeypatch, SHORT_LIMIT)


def run_step(scene: Scene, step: Step, definition: StepFunctionContext) -> None:
    """Call a step definition as pytest-bdd does."""
    values: dict[str, Any] = {
        "scene": scene,
        "latest_action": LatestAction(),
        "latest_questionnaires": LatestQuestionnaires("Lunch?", "Capitals"),
        "datatable": [list(row) for row in step.datatable.raw()] if step.datatable else None,
        **(definition.parser.parse_arguments(step.name) or {}),
    }
    parameters = inspect.signature(definition.step_func).parameters
    definition.step_func(**{name: value for name, value in values.items() if name in parameters})


@pytest.mark.parametrize("text", THEN_STEPS)
def test_a_then_step_fails_on_a_blank_page(blank_scene: BlankScene, text: str) -> None:
    with pytest.raises(AssertionError):
        run_step(blank_scene, *THEN_STEPS[text])


def test_every_definition_of_a_then_step_has_an_example() -> None:
    definitions = [definition for definition in list_step_definitions() if definition.type == "then"]
    assert {id(definition) for _, definition in THEN_STEPS.values()} == {id(definition) for definition in definitions}
