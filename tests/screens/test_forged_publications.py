"""Control for a scenario of SAFE-2 with LiveKit: forged publications arrive if the room allows them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from people.media_analysis import SEEN_AND_HEARD, MediaExpectation
from people.scene import Scene
from rooms.declared import DeclaredRoom, start_declared_room
from rooms.room_file import read_room_file
from steps.unauthorised_attempts import send_forged_media
from tests.rooms.running import ROOT
from tests.rooms.test_reference_livekit import livekit_built as livekit_built

HEARD = MediaExpectation(see=None, hear=True)
NEITHER_SEEN_NOR_HEARD = MediaExpectation(see=False, hear=False)


@pytest.fixture(scope="module")
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeclaredRoom]:
    """The reference room with LiveKit, instead of the room of the other tests."""
    request.getfixturevalue("livekit_built")
    file = read_room_file(Path(ROOT / "rooms" / "reference_livekit.toml"), (), (), date.today())
    room = start_declared_room(file, tmp_path_factory.mktemp("room") / "room.log")
    yield room
    room.close()


def test_safe_2_a_forged_publication_of_a_person_on_stage_arrives(watched_stage: Scene) -> None:
    ada, cleo = watched_stage["Ada"], watched_stage["Cleo"]
    for device in ("Microphone", "Camera"):
        ada.places.toolbar.switch(device, on=False)
    cleo.media.expect({"Ada": NEITHER_SEEN_NOR_HEARD, "Ben": SEEN_AND_HEARD})
    send_forged_media(watched_stage, "Ada", "Ben")
    # Of two pictures of one person, the room shows the first one.
    cleo.media.expect({"Ada": HEARD, "Ben": SEEN_AND_HEARD})
