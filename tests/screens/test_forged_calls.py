"""The feature's forger really calls: where the room lets them, they are seen and heard.

Else it would prove nothing that nobody sees or hears a viewer who calls the others (SAFE-2).
"""

from people.scene import Scene
from people.senses import THERE, Perception
from steps.trespassing import call_as

NOTHING = Perception(see=False, hear=False)


def test_safe_2_who_is_on_stage_is_seen_by_a_call_of_their_own_making(watched_stage: Scene) -> None:
    ada, cleo = watched_stage["Ada"], watched_stage["Cleo"]
    for device in ("Microphone", "Camera"):
        ada.places.toolbar.switch(device, on=False)
    cleo.senses.expect({"Ada": NOTHING, "Ben": THERE})
    call_as(watched_stage, "Ada", "Ben")
    cleo.senses.expect({"Ada": THERE, "Ben": THERE})
