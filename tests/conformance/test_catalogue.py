"""The levels and sources of the catalogue's rules; `tests/hygiene/test_rule_ids.py` tests their ids."""

from conformance.catalogue import requirements

SHOULD = """
DIRECT-6 DIRECT-7
ASK-8 ASK-9 ASK-10 ASK-11 ASK-12
INVITE-5 INVITE-6 INVITE-7 INVITE-8
VIEW-10 VIEW-11 VIEW-13 VIEW-14 VIEW-15
STAGE-5 STAGE-6
LEAVE-7 LEAVE-8
DEVICE-3 DEVICE-4
MODERATE-1 MODERATE-2 MODERATE-3 MODERATE-4 MODERATE-5
SAME-2
ACCESS-1 ACCESS-2
SAFE-4 SAFE-5 SAFE-6 SAFE-7
STEADY-1 STEADY-2 STEADY-3 STEADY-4 STEADY-5
""".split()
MAY = """
INVITE-9
VIEW-12 VIEW-16
DEVICE-5
MODERATE-6 MODERATE-7 MODERATE-8 MODERATE-9 MODERATE-10 MODERATE-11 MODERATE-12
""".split()


def test_levels_have_not_changed() -> None:
    """Another level of a rule can change whether a room conforms, so a change must be deliberate."""
    levels = {id_: requirement.level for id_, requirement in requirements().items()}
    assert [id_ for id_, level in levels.items() if level == "MAY"] == MAY
    assert [id_ for id_, level in levels.items() if level == "SHOULD"] == SHOULD
    assert {level for id_, level in levels.items() if id_ not in MAY + SHOULD} == {"MUST"}


def test_sources_are_known() -> None:
    assert {requirement.source for requirement in requirements().values()} == {"A", "K", "O"}
