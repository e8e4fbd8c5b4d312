"""The texts of the features, and their capabilities. Steps and ids are checked in tests/hygiene."""

import re
from pathlib import Path

import pytest
from pytest_bdd.parser import Feature

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from tests.hygiene.written_steps import FEATURES, SCENARIOS, matching, step_definitions, tags, written_steps

OFFERS = ("chat", "reactions")


def test_the_absence_of_each_feature_that_rooms_need_not_offer_can_be_shown() -> None:
    assert {tag.removeprefix("absent-") for tag in tags() if tag.startswith("absent-")} == set(capabilities())


def test_every_offer_that_a_rule_names_is_in_the_catalogue() -> None:
    assert {requirement.offer for requirement in requirements().values()} - {""} <= set(capabilities())


@pytest.mark.parametrize("offer", list(capabilities()))
def test_every_pattern_of_what_needs_an_offer_is_found_in_some_sentence(offer: str) -> None:
    sentences = {step.name for step in written_steps()}
    idle = [
        pattern
        for pattern in capabilities()[offer].sentences
        if not any(re.search(pattern, sentence) for sentence in sentences)
    ]
    assert not idle, f"patterns that no sentence matches any more: {idle}"


def test_scenarios_declare_that_they_use_chat_or_reactions() -> None:
    """Rooms without a chat must not have to run a new step about it."""
    definitions = [
        definition for definition in step_definitions() if definition.step_func.__module__ == "steps.chatting"
    ]
    texts = {step.name for step in written_steps() for match in matching(step) if match in definitions}
    assert texts
    undeclared = {text for text in texts if not any(capabilities()[name].is_needed_by([text]) for name in OFFERS)}
    assert undeclared == set()


def test_every_scenario_stands_under_a_rule() -> None:
    loose = [scenario.name for scenario in SCENARIOS if scenario.rule is None]
    assert not loose, f"scenarios outside of any rule: {loose}"


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: Path(feature.filename).stem)
def test_every_feature_opens_with_its_story(feature: Feature) -> None:
    assert len(feature.description.split()) > 15, f"{feature.filename} tells no story"


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: Path(feature.filename).stem)
def test_no_scenario_hides_another_of_its_name(feature: Feature) -> None:
    """pytest-bdd silently drops all but one of the scenarios of a feature with the same name."""
    lines = Path(feature.filename).read_text().splitlines()
    written = [line.split(":", 1)[1].strip() for line in lines if line.strip().startswith("Scenario")]
    assert sorted(written) == sorted(feature.scenarios), "a scenario's name is used twice"


def test_features_speak_of_people_only() -> None:
    """Features contain no technical words, since their readers need not be programmers."""
    technical = ("click", "css", "http", "json", "socket", "selector", "server", "element", "dom ", "url")
    found = [
        f"{Path(feature.filename).name}: {word}"
        for feature in FEATURES
        for word in technical
        if word in Path(feature.filename).read_text().lower()
    ]
    assert not found
