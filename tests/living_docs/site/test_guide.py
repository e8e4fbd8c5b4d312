"""The guide and the coverage page name only existing scenarios and mark sentences by their verdicts."""

import re
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from pytest_bdd.feature import get_features

from conformance.catalogue import CATALOGUE_FILE, requirements
from conformance.coverage import read_sections
from conformance.verdicts import Verdict
from living_docs.record.record_model import (
    Facts,
    Feature,
    FeatureRule,
    Picture,
    RunRecord,
    Scenario,
    ScenarioRun,
    StepRun,
    WrittenStep,
    slug,
)
from living_docs.site import build
from living_docs.site.build import environment_for
from living_docs.site.guide import Guide, GuideError

TEMPLATE = Path(build.__file__).parent / "templates" / "guide.html"
FACTS = Facts("Room", "Browser", {}, "", False, True, "", datetime(2026, 11, 23, tzinfo=UTC), 1.0, "", True)


def make_record(**verdicts: Verdict) -> RunRecord:
    """Return a record of the project's features.

    Scenarios have the verdict given for their slug, or passed.
    """
    features = [_feature(feature, verdicts) for feature in get_features([str(CATALOGUE_FILE.parent)])]
    return RunRecord(FACTS, features, requirements(), ["phone"])


def _feature(feature: object, verdicts: dict[str, Verdict]) -> Feature:
    stem = slug(re.sub(r".*/|\.feature$", "", feature.filename))  # type: ignore[attr-defined]
    scenarios = [_scenario(scenario, stem, verdicts) for scenario in feature.scenarios.values()]  # type: ignore[attr-defined]
    return Feature(stem, stem, "", [FeatureRule(stem, stem, "", scenarios)])


def _scenario(scenario: object, stem: str, verdicts: dict[str, Verdict]) -> Scenario:
    scenario_slug = f"{stem}--{slug(scenario.name)}"  # type: ignore[attr-defined]
    steps = [WrittenStep(step.keyword, step.name) for step in scenario.steps]  # type: ignore[attr-defined]
    run = ScenarioRun("phone", "", verdicts.get(scenario_slug.replace("-", "_"), Verdict.PASSED))
    return Scenario(scenario_slug, scenario.name, "", sorted(scenario.tags), steps, [run])  # type: ignore[attr-defined]


def render_guide(record: RunRecord, *, strict: bool = True) -> str:
    environment = environment_for(record, strict=strict)
    environment.globals |= {"planned": 0, "unfinished": 0}
    return environment.get_template("guide.html").render(root="", here="guide.html")


def test_every_scenario_and_step_that_the_guide_names_exists() -> None:
    text = render_guide(make_record())
    assert text.count('class="proved passed"') > 90


def test_the_guide_covers_every_feature() -> None:
    """The guide covers each feature, except the one about capabilities that a room does not offer."""
    covered = set(re.findall(r"""["'](\w+)/[^"']""", TEMPLATE.read_text()))
    features = {path.stem for path in CATALOGUE_FILE.parent.glob("*.feature")}
    assert features - covered == {"not_offered"}


def test_every_sentence_of_the_guide_has_a_scenario() -> None:
    for prose in re.findall(r'<div class="prose">(.*?)</div>', TEMPLATE.read_text(), re.DOTALL):
        unproved = re.sub(r"\{% call says.*?endcall %\}", "", prose, flags=re.DOTALL)
        assert not re.sub(r"<[^>]+>", "", unproved).split()


def test_an_unknown_scenario_is_an_error() -> None:
    with pytest.raises(GuideError, match="ask_to_join/No such thing"):
        Guide(make_record(), strict=True).prove(["ask_to_join/No such thing"])
    with pytest.raises(GuideError, match="no such step"):
        Guide(make_record(), strict=True).show("ask_to_join/A declined request", "sings a song", "Ada")


def test_a_step_can_have_a_picture_of_its_menu_and_of_its_result() -> None:
    record = make_record()
    record.features = [
        _feature(feature, {}) for feature in get_features([str(CATALOGUE_FILE.parent / "leave_the_stage.feature")])
    ]
    scenario = next(each for _, _, each in record.scenarios if each.name == "A removed person is still in the session")
    run = scenario.runs[0]
    run.steps = [StepRun(step, "PASSED", 0, "", "", []) for step in scenario.steps]
    removal = next(step for step in run.steps if "removes" in step.as_written.text)
    before, menu, after = (Picture(f"{number}.webp", "Maya", "laptop", 8, 6) for number in range(3))
    run.steps[0].pictures.extend([after, before])
    show_removal = partial(
        Guide(record).show, "leave_the_stage/A removed person is still in the session", "removes", "Maya"
    )
    assert (show_removal(), show_removal(afterwards=True)) == (before, before)
    removal.pictures.extend([menu, after])
    assert (show_removal(), show_removal(afterwards=True)) == (menu, after)
    assert run.representative_picture == menu


def test_the_representative_picture_shows_the_person_named_next() -> None:
    record = make_record()
    record.features = [
        _feature(feature, {}) for feature in get_features([str(CATALOGUE_FILE.parent / "ask_to_join.feature")])
    ]
    scenario = next(each for _, _, each in record.scenarios if each.name == "A request reaches the moderator")
    run = scenario.runs[0]
    run.steps = [StepRun(step, "PASSED", 0, "", "", []) for step in scenario.steps]
    assert run.representative_picture is None
    ada, ben, maya = (Picture(f"{name}.webp", name, "laptop", 8, 6) for name in ("Ada", "Ben", "Maya"))
    run.steps[0].pictures.append(ada)
    last = max(index for index, step in enumerate(run.steps) if step.as_written.text == "Ben asks to join the stage")
    run.steps[last].pictures.extend([maya, ben])
    assert "Maya is notified that Ben asks" in run.steps[last + 1].as_written.text
    assert run.representative_picture == maya
    run.steps[-1].pictures.append(ben)
    assert run.representative_picture == ben, "the last picture of all"


def test_marks_a_sentence_of_a_failed_scenario() -> None:
    assert "did not hold in this run" not in render_guide(make_record())
    text = render_guide(make_record(ask_to_join__a_declined_request=Verdict.FAILED))
    assert text.count("did not hold in this run") == 1
    marked = text[: text.index("did not hold in this run")].rsplit('class="proved', 1)[1]
    assert "If they decline, you are notified" in marked


def test_marks_untested_sentences_with_icon_and_note() -> None:
    assert "Every sentence was tested" in render_guide(make_record())
    assert "The icon after a sentence" not in render_guide(make_record())
    text = render_guide(make_record(ask_to_join__a_declined_request=Verdict.NOT_TESTED))
    assert "sentences were tested in this run" in text
    assert text.count("The icon after a sentence that this run left out") == 1
    assert re.search(
        r'href="scenarios/ask-to-join--a-declined-request.html" title="Not tested: [^>]*>.*?not tested: ', text
    )
    assert "not tested in this run" not in text and "did not hold" not in text


def test_a_sentence_that_was_not_reached_is_not_shown_as_failed() -> None:
    text = render_guide(make_record(ask_to_join__a_declined_request=Verdict.NOT_REACHED))
    assert "did not hold" not in text
    assert text.count("could not be tested, because something failed") == 1


def test_a_guide_without_results_marks_all_sentences_as_not_tested() -> None:
    text = render_guide(RunRecord(FACTS, [], requirements(), ["phone"]), strict=False)
    assert "No sentence was tested in this run" in text
    assert text.count('class="proved not-tested"') == text.count('<span class="unseen">not tested</span>') > 90


def test_statements_of_the_article_name_existing_rules() -> None:
    named_rules = {
        id_
        for section in read_sections(make_record().verdict)
        for statement in section.statements
        for id_ in statement.rules
    }
    assert named_rules <= set(requirements())


def test_every_rule_of_the_article_follows_from_a_statement() -> None:
    named_rules = {
        id_
        for section in read_sections(make_record().verdict)
        for statement in section.statements
        for id_ in statement.rules
    }
    from_the_article = {id_ for id_, requirement in requirements().items() if requirement.source == "A"}
    assert from_the_article <= named_rules


def test_a_statement_has_the_worst_verdict_of_its_rules() -> None:
    sections = read_sections(make_record(ask_to_join__a_declined_request=Verdict.FAILED).verdict)
    verdicts = {tuple(statement.rules): statement.verdict for section in sections for statement in section.statements}
    assert verdicts[("ASK-5",)] is Verdict.FAILED
    assert verdicts[("ASK-2",)] is Verdict.PASSED
