"""The texts of the features, and the capabilities that they need; tests/hygiene checks steps and ids."""

import re
from pathlib import Path

import pytest
from pytest_bdd.parser import Feature

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from tests.hygiene.written_steps import (
    FEATURES,
    SCENARIOS,
    count_tags,
    find_definitions,
    list_step_definitions,
    list_steps,
)

CHAT_CAPABILITIES = ("chat", "reactions")


def test_there_is_a_scenario_for_the_absence_of_each_capability() -> None:
    assert {tag.removeprefix("absent-") for tag in count_tags() if tag.startswith("absent-")} == set(capabilities())


def test_every_capability_that_a_rule_names_exists() -> None:
    assert {requirement.offer for requirement in requirements().values()} - {""} <= set(capabilities())


@pytest.mark.parametrize("capability", list(capabilities()))
def test_every_pattern_of_a_capability_matches_a_step(capability: str) -> None:
    texts = {step.name for step in list_steps()}
    patterns = capabilities()[capability].sentences
    unused_patterns = [pattern for pattern in patterns if not any(re.search(pattern, text) for text in texts)]
    assert not unused_patterns, f"patterns that match no step: {unused_patterns}"


def test_steps_about_chat_or_reactions_need_a_capability() -> None:
    """A step without the capability would also run in rooms that have no chat."""
    definitions = [
        definition for definition in list_step_definitions() if definition.step_func.__module__ == "steps.chatting"
    ]
    texts = {step.name for step in list_steps() for definition in find_definitions(step) if definition in definitions}
    assert texts
    undeclared_steps = {
        text for text in texts if not any(capabilities()[name].is_needed_by([text]) for name in CHAT_CAPABILITIES)
    }
    assert not undeclared_steps, f"steps that need neither capability: {undeclared_steps}"


def test_every_scenario_is_within_a_rule() -> None:
    names_outside = [scenario.name for scenario in SCENARIOS if scenario.rule is None]
    assert not names_outside, f"scenarios outside a rule: {names_outside}"


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: Path(feature.filename).stem)
def test_every_feature_has_an_introduction(feature: Feature) -> None:
    assert len(feature.description.split()) > 15, f"{feature.filename} has no introduction"


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: Path(feature.filename).stem)
def test_scenario_names_are_unique_within_a_feature(feature: Feature) -> None:
    """Of several scenarios with the same name in a feature, pytest-bdd silently runs only one."""
    lines = Path(feature.filename).read_text(encoding="utf-8").splitlines()
    written_names = [line.split(":", 1)[1].strip() for line in lines if line.strip().startswith("Scenario")]
    assert sorted(written_names) == sorted(feature.scenarios), "a scenario's name is used twice"


def test_features_contain_no_technical_words() -> None:
    """The readers of features need not be programmers."""
    technical = ("click", "css", "http", "json", "socket", "selector", "server", "element", "dom ", "url")
    occurrences = [
        f"{Path(feature.filename).name}: {word}"
        for feature in FEATURES
        for word in technical
        if word in Path(feature.filename).read_text(encoding="utf-8").lower()
    ]
    assert not occurrences, f"replace the technical words: {occurrences}"
