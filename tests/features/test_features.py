"""The features as a text: every rule has its scenario, every sentence one meaning, every meaning a sentence."""

import re
from collections import Counter
from pathlib import Path

import pytest
from pytest_bdd.feature import get_features
from pytest_bdd.parser import Feature, ScenarioTemplate, Step
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from conformance.capabilities import capabilities
from conformance.catalogue import PATH, requirements

FEATURES: list[Feature] = get_features([str(PATH.parent)])
OFFERS = ("chat", "reactions")
SCENARIOS: list[ScenarioTemplate] = [one for feature in FEATURES for one in feature.scenarios.values()]


def written_steps() -> list[Step]:
    """Every step as it runs, with the examples filled in."""
    return [
        step
        for scenario in SCENARIOS
        for row in [row for table in scenario.examples for row in table.as_contexts()] or [{}]
        for step in scenario.render(row).steps
    ]


def meanings() -> list[StepFunctionContext]:
    """Every meaning that the step modules give to a sentence."""
    ours = step_function_context_registry.values()
    return [one for one in ours if one.step_func.__module__.startswith("steps.")]


def matching(step: Step) -> list[StepFunctionContext]:
    return [one for one in meanings() if one.type in (None, step.type) and one.parser.is_matching(step.name)]


def tags() -> Counter[str]:
    return Counter(tag for scenario in SCENARIOS for tag in scenario.tags)


def test_every_step_has_one_definition() -> None:
    wrong = {str(step): len(matching(step)) for step in written_steps() if len(matching(step)) != 1}
    assert not wrong, f"sentences with no meaning (0) or more than one: {wrong}"


def test_every_meaning_is_used() -> None:
    used = {id(one) for step in written_steps() for one in matching(step)}
    unused = [one.step_func.__name__ for one in meanings() if id(one) not in used]
    assert not unused, f"steps that no feature uses: {unused}"


def test_every_tag_is_a_rule() -> None:
    absences = {f"absent-{offer}" for offer in capabilities()}
    unknown = sorted(set(tags()) - set(requirements()) - absences)
    assert not unknown, f"tags that are no rule of the catalogue: {unknown}"


def test_the_absence_of_each_feature_that_rooms_need_not_offer_can_be_shown() -> None:
    assert {tag.removeprefix("absent-") for tag in tags() if tag.startswith("absent-")} == set(capabilities())


def test_every_offer_that_a_rule_names_is_in_the_catalogue() -> None:
    assert {one.offer for one in requirements().values()} - {""} <= set(capabilities())


@pytest.mark.parametrize("offer", list(capabilities()))
def test_every_pattern_of_what_needs_an_offer_is_found_in_some_sentence(offer: str) -> None:
    sentences = {step.name for step in written_steps()}
    idle = [
        pattern for pattern in capabilities()[offer].sentences if not any(re.search(pattern, one) for one in sentences)
    ]
    assert not idle, f"patterns that no sentence matches any more: {idle}"


def test_scenarios_declare_that_they_use_chat_or_reactions() -> None:
    """A new step about the chat must not be asked of rooms without one."""
    definitions = [one for one in meanings() if one.step_func.__module__ == "steps.chatting"]
    texts = {step.name for step in written_steps() for one in matching(step) if one in definitions}
    assert texts
    undeclared = {text for text in texts if not any(capabilities()[name].is_needed_by([text]) for name in OFFERS)}
    assert undeclared == set()


def test_every_scenario_shows_a_rule() -> None:
    bare = [scenario.name for scenario in SCENARIOS if not scenario.tags]
    assert not bare, f"scenarios without a rule's id: {bare}"


@pytest.mark.parametrize("id_", list(requirements()))
def test_every_rule_has_a_scenario_or_a_reason(id_: str) -> None:
    reason = requirements()[id_].untested
    assert bool(tags()[id_]) != bool(reason), f"{id_} has {tags()[id_]} scenarios; reason for none: “{reason}”"


def test_every_scenario_stands_under_a_rule() -> None:
    loose = [scenario.name for scenario in SCENARIOS if scenario.rule is None]
    assert not loose, f"scenarios outside of any rule: {loose}"


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: Path(feature.filename).stem)
def test_every_feature_opens_with_its_story(feature: Feature) -> None:
    assert len(feature.description.split()) > 15, f"{feature.filename} tells no story"


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: Path(feature.filename).stem)
def test_no_scenario_hides_another_of_its_name(feature: Feature) -> None:
    """pytest-bdd keeps one scenario of a name per feature and drops the rest without a word."""
    lines = Path(feature.filename).read_text().splitlines()
    written = [line.split(":", 1)[1].strip() for line in lines if line.strip().startswith("Scenario")]
    assert sorted(written) == sorted(feature.scenarios), "a scenario's name is used twice"


def test_features_speak_of_people_only() -> None:
    """No technical word stands in any feature: they are read by people who don't program."""
    technical = ("click", "css", "http", "json", "socket", "selector", "server", "element", "dom ", "url")
    found = [
        f"{Path(feature.filename).name}: {word}"
        for feature in FEATURES
        for word in technical
        if word in Path(feature.filename).read_text().lower()
    ]
    assert not found
