"""A proposed room file is compared with the finished one, setting by setting."""

import pytest

from conformance.doctor.proposal_count import ProposalCount, count_proposed

FINAL = """
name = "Acme 4"
adapter = "acme:Places"
[session]
post = "http://127.0.0.1/rooms"
[words]
"Chat" = "Talk # here"
[words.invitation]
"Chat" = "Talk"
[offers]
polls = false  # none
[[deviation]]
requirement = "LEAVE-1"
reason = "everybody can leave"
[[deviation]]
requirement = "ASK-3"
reason = "an approval puts people on stage"
"""
GIVEN = """
name = "Acme"
[session]
post = "http://127.0.0.1/rooms"
"""


def test_names_given_settings_and_reasons_do_not_count() -> None:
    proposed = GIVEN + '[offers]\npolls = false\nchat = false\n[[deviation]]\nrequirement = "ASK-3"\nreason = "…"'
    assert count_proposed(proposed, FINAL, GIVEN) == ProposalCount(proposed=2, total=6, given=1, unconfirmed=1)


@pytest.mark.parametrize(
    "setting", ['[words]\n"Chat" = "Talk"', "[words.invitation]\npolls = false", '[offers]\npolls = "false"']
)
def test_a_setting_counts_only_with_its_table_and_value(setting: str) -> None:
    assert count_proposed(setting, FINAL) == ProposalCount(proposed=0, total=7, given=0, unconfirmed=1)


def test_a_deviation_counts_once_for_its_rule() -> None:
    deviation = '[[deviation]]\nrequirement = "LEAVE-1"\nreason = "…"\n'
    assert count_proposed(deviation, FINAL).proposed == 1
