"""How verdicts combine into one, and how a run record leads to each verdict."""

from pathlib import Path

import pytest

from conformance.verdict_engine import combine, judge_rule
from conformance.verdicts import MEANINGS, Verdict
from living_docs.record.assessment import conformance_of
from living_docs.record.reading import build_run_record
from living_docs.record.record_model import StepRun, WrittenStep
from tests.living_docs.suites import Suite


@pytest.mark.parametrize(
    ("verdicts", "combined"),
    [
        ([], Verdict.NOT_TESTED),
        ([Verdict.PASSED, Verdict.NOT_OFFERED], Verdict.NOT_OFFERED),
        ([Verdict.PASSED, Verdict.NOT_TESTED], Verdict.NOT_TESTED),
        ([Verdict.NOT_TESTED, Verdict.FAILED, Verdict.PASSED], Verdict.FAILED),
        ([Verdict.KNOWN_DEVIATION, Verdict.UNEXPECTEDLY_PASSED], Verdict.KNOWN_DEVIATION),
        ([Verdict.UNEXPECTEDLY_PASSED, Verdict.PASSED], Verdict.UNEXPECTEDLY_PASSED),
    ],
)
def test_the_worst_verdict_counts(verdicts: list[Verdict], combined: Verdict) -> None:
    assert combine(verdicts) is combined


@pytest.mark.parametrize(
    ("verdicts", "combined"),
    [
        ([Verdict.PASSED, Verdict.NOT_OFFERED], Verdict.PASSED),
        ([Verdict.NOT_OFFERED, Verdict.NOT_TESTED], Verdict.NOT_TESTED),
        ([Verdict.NOT_OFFERED, Verdict.NOT_OFFERED], Verdict.NOT_OFFERED),
        ([], Verdict.NOT_TESTED),
    ],
)
def test_only_offered_scenarios_of_a_rule_count(verdicts: list[Verdict], combined: Verdict) -> None:
    assert judge_rule(verdicts) is combined


def test_every_verdict_has_a_meaning_in_words() -> None:
    assert set(MEANINGS) == set(Verdict)


VERDICT_OF_STEP = {
    "it breaks": (Verdict.FAILED, "expected light"),
    "there is no bulb": (Verdict.NOT_TESTED, "no bulb in the house"),
    "nobody has built it": (Verdict.NOT_TESTED, "the lamp of tomorrow"),
    "no such step": (Verdict.NOT_REACHED, "no such step"),
    "the power station explodes": (Verdict.NOT_REACHED, "the server is gone"),
    "it is switched on": (Verdict.PASSED, ""),
}


def test_each_kind_of_step_leads_to_a_verdict_and_a_reason(suite: Suite) -> None:
    suite.write(*(f"When {step}\nGiven a lamp\nWhen {step}" for step in VERDICT_OF_STEP))
    suite.run()
    record = build_run_record(suite.record, Path())
    runs = {scenario.name.removeprefix("When "): scenario.runs[0] for _, _, scenario in record.scenarios}
    assert {name: run.verdict for name, run in runs.items()} == {
        name: verdict for name, (verdict, _) in VERDICT_OF_STEP.items()
    }
    for name, (_, reason) in VERDICT_OF_STEP.items():
        assert reason in runs[name].reason


ABSENCE_FEATURE = """Feature: Polls
  Rule: Polls

    @VIEW-6
    Scenario: A poll
      Given a lamp

    @VIEW-8 @absent-polls
    Scenario: No polls
      Given a lamp
"""


@pytest.mark.parametrize(
    ("left_out", "poll", "absence"),
    [("no_polls", Verdict.PASSED, Verdict.NOT_TESTED), ("a_poll", Verdict.NOT_OFFERED, Verdict.NOT_OFFERED)],
    ids=["offered", "not offered"],
)
def test_not_offered_requires_that_the_absence_was_tested(
    suite: Suite, left_out: str, poll: Verdict, absence: Verdict
) -> None:
    suite.add(f"""
        def pytest_configure(config): config.addinivalue_line("markers", "absent-polls: no polls")
        def pytest_collection_modifyitems(items): items[:] = [item for item in items if "{left_out}" not in item.name]
    """)
    (suite.folder / "features" / "polls.feature").write_text(ABSENCE_FEATURE)
    suite.run("-p", "conformance.plugins.catalogue_tags_plugin")
    record = build_run_record(suite.record, Path())
    assert (record.verdict("VIEW-6"), record.verdict("VIEW-8")) == (poll, absence)


def test_a_false_declaration_of_absence_has_the_failed_step_as_evidence(suite: Suite) -> None:
    """The rule of the absent capability fails with the evidence of the scenario that tests the absence."""
    suite.add("""
        from pytest_bdd import then
        @then("nobody finds polls")
        def find_polls():
            raise AssertionError("Ada's screen (laptop): expected nothing named Polls.\\nThere was:\\n- button Polls")
        def pytest_configure(config): config.addinivalue_line("markers", "absent-polls: no polls")
        def pytest_collection_modifyitems(items): items[:] = [item for item in items if "a_poll" not in item.name]
    """)
    feature = ABSENCE_FEATURE.replace(
        "No polls\n      Given a lamp", "No polls\n      Given a lamp\n      Then nobody finds polls"
    )
    (suite.folder / "features" / "polls.feature").write_text(feature)
    suite.run("-p", "conformance.plugins.catalogue_tags_plugin")
    record = build_run_record(suite.record, Path())
    rule = next(rule for rule in conformance_of(record).rules if rule.id == "VIEW-6")
    device = rule.devices[0]
    assert rule.verdict is Verdict.FAILED
    assert device.reason.startswith("The room declares that it does not offer polls. The scenario “No polls” is failed")
    assert "at the step “Then nobody finds polls”: Ada's screen (laptop): expected nothing" in device.reason
    assert (device.expected, device.seen) == (
        "Ada's screen (laptop): expected nothing named Polls.",
        "- button Polls",
    )
    assert [(scenario.name, scenario.step) for scenario in device.scenarios] == [
        ("No polls", "Then nobody finds polls")
    ]


MESSAGES_FEATURE = """Feature: Messages
  Rule: Messages are text

    @SAFE-3
    Scenario: In the chat
      Given Ada writes "Good morning"

    @SAFE-3
    Scenario: Elsewhere
      Given a lamp

    @absent-chat
    Scenario: No chat
      Given a lamp
"""


def test_the_steps_of_a_scenario_determine_the_capabilities_that_it_needs(suite: Suite) -> None:
    """The rule applies to every room, but one of its scenarios cannot run in a room without chat."""
    suite.add("""
        def pytest_configure(config): config.addinivalue_line("markers", "absent-chat: no chat")
        def pytest_collection_modifyitems(items): items[:] = [item for item in items if "in_the_chat" not in item.name]
    """)
    (suite.folder / "features" / "messages.feature").write_text(MESSAGES_FEATURE)
    suite.run("-p", "conformance.plugins.catalogue_tags_plugin")
    record = build_run_record(suite.record, Path())
    chat, elsewhere, _ = (scenario for _, _, scenario in record.scenarios)
    assert (chat.verdict, elsewhere.verdict) == (Verdict.NOT_OFFERED, Verdict.PASSED)
    assert chat.runs[0].reason == "The room declares that it does not offer chat."
    assert record.verdict("SAFE-3") is Verdict.PASSED


@pytest.mark.parametrize(
    ("message", "expected", "actual"),
    [
        (
            "Ada's screen: expected light.\nThere was:\n- darkness\n- text:",
            "Ada's screen: expected light.",
            "- darkness\n- text:",
        ),
        (
            "expected no barrier, but there is:\nlabel: fix this:\n  a name",
            "expected no barrier, but there is:",
            "label: fix this:\n  a name",
        ),
        ("expected light", "expected light", ""),
        ("", "", ""),
    ],
)
def test_separates_expected_from_actual(message: str, expected: str, actual: str) -> None:
    step = StepRun(WrittenStep("Then", "there is light"), "FAILED", 0.1, message, "", [])
    assert (step.expected, step.actual) == (expected, actual)
