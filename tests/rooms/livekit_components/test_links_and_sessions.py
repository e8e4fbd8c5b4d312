"""The signed links of LiveKit's room interface, which grant the right to publish."""

import pytest

from rooms.livekit_components.room_links import RoomLink, new_room, read_link
from rooms.livekit_components.serve_livekit_components import create_links
from rooms.not_offered import NotOffered

ADDRESS = "http://127.0.0.1:9000"


def create_and_read_links(access: str) -> dict[str, RoomLink | None]:
    links = create_links({"access": access}, ADDRESS, "secret")
    assert all(link.startswith(f"{ADDRESS}/join/") and link.endswith(f"#{role}") for role, link in links.items())
    return {role: read_link(link.split("/")[-1].split("#")[0], "secret") for role, link in links.items()}


@pytest.mark.parametrize(("access", "attendees_publish"), [("everyone", True), ("nobody", False)])
def test_both_links_lead_to_the_same_room_and_attendees_publish_only_with_access_everyone(
    access: str, attendees_publish: bool
) -> None:
    moderator, attendee = create_and_read_links(access).values()
    assert moderator is not None and attendee is not None and moderator.room == attendee.room
    assert moderator.publishes and attendee.publishes == attendees_publish


def test_each_session_has_a_separate_room() -> None:
    assert create_and_read_links("everyone") != create_and_read_links("everyone")


@pytest.mark.parametrize("session_request", [{"access": "request"}, {"access": "nobody", "polls": True}])
def test_sessions_that_the_room_cannot_provide_are_refused(session_request: dict[str, object]) -> None:
    with pytest.raises(NotOffered, match=r"^There (is|are) no "):
        create_links(session_request, ADDRESS, "secret")


@pytest.mark.parametrize("change", [("watch", "publish"), ("room", "other"), ("watch.", "watch"), ("watch.", "é.")])
def test_a_changed_link_is_rejected(change: tuple[str, str]) -> None:
    signed_link = RoomLink("room", publishes=False).signed("secret")
    assert read_link(signed_link, "secret") == RoomLink("room", publishes=False)
    assert read_link(signed_link.replace(*change), "secret") is None
    assert read_link(signed_link, "another secret") is None


def test_room_names_cannot_be_guessed() -> None:
    assert len({new_room() for _ in range(50)}) == 50 and len(new_room()) == 16
