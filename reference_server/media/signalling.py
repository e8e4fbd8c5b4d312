"""Decides which signals the server forwards.

In a mesh, audio and video go from browser to browser, never through the server.

Each person on stage publishes to every other page of the session; a subscriber never makes an offer. So only people
on stage can offer media, and only people on stage receive answers (SAFE-2).
"""

from collections.abc import Callable, Mapping
from typing import Any

from reference_server.rules.stage import Refusal, Standing

StandingOf = Callable[[str], Standing]

_FROM_PUBLISHER = {"offer", "candidate"}
_FROM_SUBSCRIBER = {"answer", "candidate", "want"}


def refuse_signal(standing_of: StandingOf, sender: str, receiver: str, signal: Mapping[str, Any]) -> None:
    """Refuse a signal that the two people's current standings do not allow."""
    from_stage, kind = signal["from_stage"], signal["data"]["type"]
    if sender == receiver:
        raise Refusal("own_page", "A page cannot send signals to itself.")
    if kind not in (_FROM_PUBLISHER if from_stage else _FROM_SUBSCRIBER):
        raise Refusal("not_offered", f"A {'publisher' if from_stage else 'subscriber'} sends no “{kind}”.")
    if standing_of(sender if from_stage else receiver) is not Standing.ON_STAGE:
        raise Refusal("not_on_stage", "Only people on stage send media.")
