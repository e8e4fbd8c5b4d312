"""The people of a scenario."""

from types import SimpleNamespace
from typing import Any

from conformance.room_profile import RoomProfile
from people.scene import Scene


def test_people_who_were_removed_are_not_among_the_others_in_the_session() -> None:
    room: Any = SimpleNamespace(profile=RoomProfile())
    no_browsers: Any = None
    scene = Scene(room, no_browsers, "laptop", {})
    people: dict[str, Any] = {name: SimpleNamespace(name=name) for name in ("Maya", "Ada", "Ben")}
    scene.people = people
    assert scene.others_in_session("Ada") == [people["Maya"], people["Ben"]]
    scene.removed |= {"Ada", "Ben"}
    assert scene.others_in_session("Ada") == [people["Maya"]]
    assert scene.others_in_session("Maya") == []
