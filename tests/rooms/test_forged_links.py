"""Forged links detect a room that accepts them, but not a room whose links contain a secret.

In these tests, a room is only a function that recognises a moderator's link, without a server.
"""

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest

from rooms.forged_links import forged_links

MODERATOR_KEY, ATTENDEE_KEY = "kT3xw-9QzR7bLm2VdYpA", "Zp8nHc4sWq1uEoGf_jKx"
MODERATOR_ID, ATTENDEE_ID = "5f0c9e2a-7b41-4f3e-9d0c-6a1b2c3d4e5f", "a3d1c7b9-2e84-4c6a-8f17-0b9e8d7c6f5a"
ROOM = "https://rooms.example/r/4711"


def query_value(link: str, name: str) -> str:
    return parse_qs(urlsplit(link).query).get(name, [""])[0]


def token(claims: object, signature: str) -> str:
    return f"{urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.{signature}"


def encoded_claims(link: str) -> str:
    return link.rpartition("/")[2].partition(".")[0]


@dataclass(frozen=True)
class RoomLinks:
    """A room's two links, and its check whether a link is a moderator's.

    ``received_text`` is the text that the attendee has received.
    """

    moderator: str
    attendee: str
    is_moderator_link: Callable[[str], bool]
    received_text: str = ""

    def accepted_forgeries(self) -> list[str]:
        """Return the forged links that the room accepts as a moderator's."""
        return [
            link
            for link in forged_links(self.moderator, self.attendee, self.received_text)
            if self.is_moderator_link(link)
        ]


NAME_LINKS = (f"{ROOM}?name={{name}}&k={MODERATOR_KEY}", f"{ROOM}?name={{name}}&k={ATTENDEE_KEY}")
SIGNED_LINKS = (
    f"{ROOM}/{token(['session-17', 'moderator'], MODERATOR_KEY)}",
    f"{ROOM}/{token(['session-17', 'attendee'], ATTENDEE_KEY)}",
)
CONFORMING = {
    "secret": RoomLinks(f"{ROOM}/{MODERATOR_KEY}", f"{ROOM}/{ATTENDEE_KEY}", lambda link: MODERATOR_KEY in link),
    "secret with the name": RoomLinks(*NAME_LINKS, lambda link: query_value(link, "k") == MODERATOR_KEY),
    "secret for moderators only": RoomLinks(f"{ROOM}?k={MODERATOR_KEY}", ROOM, lambda link: MODERATOR_KEY in link),
    "secret beside a role": RoomLinks(
        f"{ROOM}?role=moderator&name={{name}}&k={MODERATOR_KEY}",
        f"{ROOM}?role=attendee&name={{name}}&k={ATTENDEE_KEY}",
        lambda link: query_value(link, "k") == MODERATOR_KEY,
    ),
    "two secrets": RoomLinks(
        f"{ROOM}/{MODERATOR_ID}?name={{name}}&k={MODERATOR_KEY}",
        f"{ROOM}/{ATTENDEE_ID}?name={{name}}&k={ATTENDEE_KEY}",
        lambda link: MODERATOR_ID in link,
    ),
    "secret of short words": RoomLinks(
        f"{ROOM}/qxv-tmzk-wpr", f"{ROOM}/hgb-lnwd-csf", lambda link: "qxv-tmzk-wpr" in link
    ),
    "signed role": RoomLinks(*SIGNED_LINKS, lambda link: link == SIGNED_LINKS[0]),
}
VULNERABLE = {
    "role in a parameter": RoomLinks(
        f"{ROOM}?role=moderator&k={MODERATOR_KEY}",
        f"{ROOM}?role=attendee&k={ATTENDEE_KEY}",
        lambda link: "role=moderator" in link,
    ),
    "role in a parameter of moderators only": RoomLinks(
        f"{ROOM}?name={{name}}&role=moderator&k={MODERATOR_KEY}",
        f"{ROOM}?name={{name}}&k={ATTENDEE_KEY}",
        lambda link: (
            query_value(link, "role") == "moderator" and query_value(link, "k") in (MODERATOR_KEY, ATTENDEE_KEY)
        ),
    ),
    "role in the path": RoomLinks(f"{ROOM}/host", f"{ROOM}/guest", lambda link: link.endswith("/host")),
    "role in the path of one link": RoomLinks(
        f"{ROOM}/{MODERATOR_KEY}", f"{ROOM}/attendee/{ATTENDEE_KEY}", lambda link: "/moderator/" in link
    ),
    "sequential id": RoomLinks(
        f"{ROOM}/100231?k={MODERATOR_KEY}",
        f"{ROOM}/100232?k={ATTENDEE_KEY}",
        lambda link: "/100231?" in link and ATTENDEE_KEY in link,
    ),
    "id that the attendee is shown": RoomLinks(
        f"{ROOM}/{MODERATOR_ID}?k={MODERATOR_KEY}",
        f"{ROOM}/{ATTENDEE_ID}?k={ATTENDEE_KEY}",
        lambda link: f"/{MODERATOR_ID}?" in link,
        received_text=f'{{"people":[{{"id":"{MODERATOR_ID}","name":"Maya"}}]}}',
    ),
    "key that the attendee is shown": RoomLinks(
        *NAME_LINKS, lambda link: MODERATOR_KEY in link, received_text=f"<a href='?k={MODERATOR_KEY}'>"
    ),
    "first characters of a key": RoomLinks(
        *NAME_LINKS, lambda link: query_value(link, "k").startswith(MODERATOR_KEY[:6])
    ),
    "first characters of a path": RoomLinks(
        f"{ROOM}/{MODERATOR_KEY}", f"{ROOM}/{ATTENDEE_KEY}", lambda link: MODERATOR_KEY[:6] in link
    ),
    "signature that is not checked": RoomLinks(
        *SIGNED_LINKS, lambda link: encoded_claims(link) == encoded_claims(SIGNED_LINKS[0])
    ),
    "signature that is only partly checked": RoomLinks(
        *SIGNED_LINKS,
        lambda link: encoded_claims(link) == encoded_claims(SIGNED_LINKS[0]) and link.endswith(MODERATOR_KEY[-6:]),
    ),
}


@pytest.mark.parametrize("room", CONFORMING.values(), ids=CONFORMING)
def test_a_conforming_room_accepts_no_forged_link(room: RoomLinks) -> None:
    assert room.is_moderator_link(room.moderator), "the room of this test does not accept its own moderator's link"
    assert room.accepted_forgeries() == []


@pytest.mark.parametrize("room", VULNERABLE.values(), ids=VULNERABLE)
def test_a_room_that_accepts_a_forged_link_is_detected(room: RoomLinks) -> None:
    assert not room.is_moderator_link(room.attendee), "the room of this test makes everybody a moderator"
    assert room.accepted_forgeries()


@pytest.mark.parametrize("room", [*CONFORMING.values(), *VULNERABLE.values()], ids=[*CONFORMING, *VULNERABLE])
def test_there_are_forged_links_for_each_room(room: RoomLinks) -> None:
    links = forged_links(room.moderator, room.attendee, room.received_text)
    assert links and room.attendee not in links
    assert all(re.match(re.escape(ROOM), link) for link in links), "a forged link leads to another room"


def test_no_forged_link_leads_to_another_host() -> None:
    links = forged_links(f"https://guest.example:8443/r?k={MODERATOR_KEY}", "https://guest.example:8443/guest?k=1")
    assert "https://guest.example:8443/moderator?k=1" in links
    assert {urlsplit(link).netloc for link in links} == {"guest.example:8443"}


def test_equal_links_cannot_be_forged() -> None:
    assert forged_links(ROOM, ROOM) == []
