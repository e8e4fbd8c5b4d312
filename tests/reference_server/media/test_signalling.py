"""Which signals are forwarded: all kinds of signals between all standings."""

from itertools import product

import pytest

from reference_server.media.signalling import refuse_signal
from reference_server.rules.stage import Refusal, Standing

KINDS = ("offer", "answer", "candidate", "want")
ON_STAGE = Standing.ON_STAGE


def try_signal(sender: Standing, receiver: Standing, kind: str, from_stage: bool) -> str:
    """Return "forwarded", or the refusal's code, for a signal between two people with these standings."""
    standings = {"sender": sender, "receiver": receiver}
    try:
        refuse_signal(standings.__getitem__, "sender", "receiver", {"from_stage": from_stage, "data": {"type": kind}})
    except Refusal as refusal:
        return refusal.code
    return "forwarded"


@pytest.mark.parametrize("kind", ["offer", "candidate"])
def test_safe_2_only_a_person_on_stage_can_publish(kind: str) -> None:
    for sender, receiver in product(Standing, Standing):
        expected = "forwarded" if sender is ON_STAGE else "not_on_stage"
        assert try_signal(sender, receiver, kind, from_stage=True) == expected


@pytest.mark.parametrize("kind", ["answer", "candidate", "want"])
def test_safe_2_a_subscriber_can_only_answer_a_person_on_stage(kind: str) -> None:
    for sender, receiver in product(Standing, Standing):
        expected = "forwarded" if receiver is ON_STAGE else "not_on_stage"
        assert try_signal(sender, receiver, kind, from_stage=False) == expected


@pytest.mark.parametrize(("kind", "from_stage"), [("offer", False), ("answer", True), ("want", True)])
def test_offers_by_subscribers_and_answers_by_publishers_are_refused(kind: str, from_stage: bool) -> None:
    for sender, receiver in product(Standing, Standing):
        assert try_signal(sender, receiver, kind, from_stage) == "not_offered"


@pytest.mark.parametrize(("kind", "from_stage"), list(product(KINDS, [True, False])))
def test_a_signal_to_oneself_is_refused(kind: str, from_stage: bool) -> None:
    with pytest.raises(Refusal) as caught:
        refuse_signal(lambda _person: ON_STAGE, "ada", "ada", {"from_stage": from_stage, "data": {"type": kind}})
    assert caught.value.code == "own_page"
