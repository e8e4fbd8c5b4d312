"""Every scenario tests a rule, every rule has a scenario or a reason for having none, and ids never change."""

from pathlib import Path

import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from tests.hygiene.written_steps import SCENARIOS, tags

PINNED = Path(__file__).with_name("rule_ids.txt")
"""Every id that was ever given, one a line. An id that is no longer in use stays here, followed by "retired"."""


def pinned() -> dict[str, bool]:
    """Return whether each pinned id is in use."""
    lines = (line.split() for line in PINNED.read_text().splitlines())
    return {id_: not retired for id_, *retired in lines}


def test_every_scenario_has_the_id_of_a_rule() -> None:
    without_id = [scenario.name for scenario in SCENARIOS if not scenario.tags]
    assert not without_id, f"scenarios without a rule's id: {without_id}"


def test_every_tag_is_a_rule_or_an_absence() -> None:
    absences = {f"absent-{offer}" for offer in capabilities()}
    unknown = sorted(set(tags()) - set(requirements()) - absences)
    assert not unknown, f"tags without a rule in the catalogue: {unknown}"


@pytest.mark.parametrize("id_", list(requirements()))
def test_every_id_has_a_scenario_or_a_reason(id_: str) -> None:
    reason = requirements()[id_].untested
    assert bool(tags()[id_]) != bool(reason), f"{id_} has {tags()[id_]} scenarios; reason for none: “{reason}”"


def test_no_id_has_changed_or_disappeared() -> None:
    used = {id_ for id_, in_use in pinned().items() if in_use}
    missing, new = sorted(used - set(requirements())), sorted(set(requirements()) - used)
    assert not missing, f"ids that are missing in requirements.toml: {missing}. Reports and room files refer to them."
    assert not new, f"add these ids at the end of {PINNED.name}: {new}"


def test_no_retired_id_is_used_again() -> None:
    retired = {id_ for id_, in_use in pinned().items() if not in_use}
    assert not retired & set(requirements())
