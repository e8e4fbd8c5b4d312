"""Every scenario tests a rule, and rule ids never change.

Every rule has a scenario or a reason for having none.
"""

from pathlib import Path

import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from tests.hygiene.written_steps import SCENARIOS, count_tags

ID_FILE = Path(__file__).with_name("rule_ids.txt")
"""A list of every id that was ever assigned, one per line; "retired" follows an id that is no longer in use."""


def read_listed_ids() -> dict[str, bool]:
    """Return whether each listed id is in use."""
    lines = (line.split() for line in ID_FILE.read_text().splitlines())
    return {id_: not retired for id_, *retired in lines}


def test_every_scenario_has_the_id_of_a_rule() -> None:
    without_id = [scenario.name for scenario in SCENARIOS if not scenario.tags]
    assert not without_id, f"scenarios without a rule's id: {without_id}"


def test_every_tag_is_the_id_of_a_rule_or_names_an_absent_capability() -> None:
    absence_tags = {f"absent-{capability}" for capability in capabilities()}
    unknown_tags = sorted(set(count_tags()) - set(requirements()) - absence_tags)
    assert not unknown_tags, f"tags that name neither a rule nor an absent capability: {unknown_tags}"


@pytest.mark.parametrize("id_", list(requirements()))
def test_every_id_has_a_scenario_or_a_reason_for_having_none(id_: str) -> None:
    reason = requirements()[id_].untested
    count = count_tags()[id_]
    assert bool(count) != bool(reason), f'{id_} has {count} scenarios, and its reason for having none is "{reason}"'


def test_no_id_has_changed_or_disappeared() -> None:
    listed_ids = {id_ for id_, in_use in read_listed_ids().items() if in_use}
    missing_ids, unlisted_ids = sorted(listed_ids - set(requirements())), sorted(set(requirements()) - listed_ids)
    assert not missing_ids, (
        f"ids that are missing in requirements.toml: {missing_ids}. Reports and room files refer to them."
    )
    assert not unlisted_ids, f"add these ids at the end of {ID_FILE.name}: {unlisted_ids}"


def test_no_retired_id_is_used_again() -> None:
    retired_ids = {id_ for id_, in_use in read_listed_ids().items() if not in_use}
    reused_ids = sorted(retired_ids & set(requirements()))
    assert not reused_ids, f"give these rules new ids, since theirs are retired: {reused_ids}"
