"""The reason of a run that was left out, because the room does not offer a capability."""

import pytest

from conformance.verdicts import Verdict
from living_docs.record.absent_capabilities import apply_absence
from living_docs.record.attempts import NOT_PART
from living_docs.record.record_model import Scenario, ScenarioRun


def make_proof(capability: str, reason: str) -> Scenario:
    run = ScenarioRun("phone", "", Verdict.NOT_REACHED, reason)
    return Scenario(f"no-{capability}", f"No {capability}", "", [], [], [run], absent=capability)


@pytest.mark.parametrize("end", ["", "."])
def test_each_sentence_of_the_reason_ends_with_one_full_stop(end: str) -> None:
    run = ScenarioRun("phone", "", Verdict.NOT_TESTED, NOT_PART, needs=frozenset({"chat", "polls"}))
    left_out = Scenario("poll", "A poll in the chat", "", [], [], [run])
    apply_absence([left_out, make_proof("chat", f"It broke{end}"), make_proof("polls", f"It did not answer{end}")])
    assert run.reason == (
        "The room declares that it does not offer chat and polls. "
        "Whether that is so is unknown: the scenario “No chat” is not reached. It broke. "
        "Whether that is so is unknown: the scenario “No polls” is not reached. It did not answer."
    )
