"""A running meeting as the room under test.

All scenarios share the meeting's session, so no scenario may change it for later ones.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from playwright.sync_api import Error

from conformance.errors import NotReached, OwnSessionNeeded
from conformance.room_profile import Access
from conformance.time_limits import EXAMINATION
from pages.screen import appears
from people.browsers import Browsers
from people.devices import Kind
from people.person import Person
from people.scene import Scene
from rooms.room import Room, SessionRequest

CHANGES_MEETING = re.compile(
    r"changes the stage access|(enables|disables) (polls|quizzes)|turns the chat"
    r"|(removes|has removed|remove) \w+ from the session"
    r"|floods|repeats \d+ times|damaged and oversized|writes long messages"
)
"""Steps that change the meeting for later scenarios, or for other people in it."""


def expect_meeting_unchanged_by(steps: Iterable[str]) -> None:
    """Raise OwnSessionNeeded if one of these steps would change the meeting."""
    for step in steps:
        if CHANGES_MEETING.search(step):
            raise OwnSessionNeeded(
                f"This scenario needs a session of its own: “{step}” would change the running meeting for the "
                "scenarios after it. Write a room file that says how sessions are created."
            )


def find_stage_access(room: Room, browsers: Browsers, descriptors: Mapping[Kind, dict[str, Any]]) -> None:
    """Find out the stage access of the meeting on the people's screens, and store it for the whole run.

    Does nothing without a running meeting, or if its stage access is known already. Raises NotReached if the attendee
    or the moderator cannot enter.
    """
    meeting = room.profile.meeting
    if meeting is None or meeting.access is not None:
        return
    scene = Scene(room, browsers, "laptop", descriptors)
    try:
        scene.open_session(SessionRequest("everyone"))
        meeting.access = _read_stage_access(scene)
    except (AssertionError, Error) as error:
        raise NotReached(f"{room.name}: the stage access of the meeting was not found. {error}") from error
    finally:
        scene.close()


def _read_stage_access(scene: Scene) -> Access:
    """Return the stage access that the attendee's button shows.

    Without such a button, it is “invite” if a moderator can invite the attendee, else “nobody”.
    """
    ada = scene.attendee_arrives("Ada")
    toolbar = ada.places.toolbar
    buttons: dict[Access, str] = {"everyone": "Join stage", "request": "Ask to join stage"}
    if _has_button(ada, *buttons.values()):
        return next(access for access, word in buttons.items() if toolbar.button(word).is_visible())
    maya = scene.moderator_arrives("Maya")
    try:
        maya.places.participants.expect_offered("Ada", "Invite to stage")
    except AssertionError:
        return "nobody"
    return "invite"


def _has_button(person: Person, *words: str) -> bool:
    """Return whether one of these buttons appears on the toolbar."""
    first, *others = (person.places.toolbar.button(word) for word in words)
    for other in others:
        first = first.or_(other)
    return appears(first.first, EXAMINATION)
