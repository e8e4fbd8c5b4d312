"""Control for a scenario of SAFE-2: forged offers arrive if the room allows them.

In the scenario no forged offer arrives, which proves something only if forged offers from people on stage arrive.
"""

from people.media_analysis import SEEN_AND_HEARD, MediaExpectation
from people.scene import Scene
from steps.unauthorised_attempts import send_forged_media

NEITHER_SEEN_NOR_HEARD = MediaExpectation(see=False, hear=False)


def test_safe_2_a_forged_offer_of_a_person_on_stage_arrives(watched_stage: Scene) -> None:
    ada, cleo = watched_stage["Ada"], watched_stage["Cleo"]
    for device in ("Microphone", "Camera"):
        ada.places.toolbar.switch(device, on=False)
    cleo.media.expect({"Ada": NEITHER_SEEN_NOR_HEARD, "Ben": SEEN_AND_HEARD})
    send_forged_media(watched_stage, "Ada", "Ben")
    # The room covers Ada's picture, since it considers her camera switched off.
    cleo.media.expect({"Ada": SEEN_AND_HEARD, "Ben": SEEN_AND_HEARD}, beneath_others=True)
