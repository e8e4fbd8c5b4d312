"""Visits a room, and finds of each place of the contract whether it is there, or what is there instead."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from conformance.doctor.finding_log import FindingLog, brief_message
from conformance.doctor.findings import Finding, Status
from conformance.doctor.session_walk import ROOM_ERRORS, CannotContinue, SessionWalk
from conformance.doctor.visit_steps import Visit, lookups_in
from conformance.doctor.vocabulary import RoomWithLearnedWords, Vocabulary
from conformance.errors import NotReached
from people.browsers import Browsers
from people.devices import Kind
from people.scene import Scene
from rooms.room import Room


class Examination:
    """One of a room. ``descriptors``: for each kind of device, the options of a browser context."""

    def __init__(self, room: Room, browsers: Browsers, descriptors: Mapping[Kind, dict[str, Any]]) -> None:
        self.vocabulary = Vocabulary(room.profile.words)
        self.notes = FindingLog(room.profile.lacks)
        self._room = RoomWithLearnedWords(room, self.vocabulary)
        self._browsers = browsers
        self._descriptors = descriptors

    def go(self, visit: Visit, device: Kind) -> list[Finding]:
        """Make the visit with an attendee at this kind of device; what was found on it."""
        before = len(self.notes.findings)
        access = next((one for one in visit.accesses if self._room.profile.gives(one)), None)
        if access is None or visit.needs in self.notes.lacks:
            self.notes.note(visit.lookups, device, Status.NOT_OFFERED)
        else:
            self._visit(visit, Scene(self._room, self._browsers, device, self._descriptors))
        return self.notes.findings[before:]

    def _visit(self, visit: Visit, scene: Scene) -> None:
        left = list(visit.chapters)
        try:
            self._open(visit, scene)
            walk = SessionWalk(scene, self.vocabulary, self.notes)
            walk.arrive()
            while left:
                walk.go_through(left.pop(0))
        except (CannotContinue, *ROOM_ERRORS) as error:
            rest = [lookup for chapter in left for lookup in lookups_in(chapter)]
            self.notes.note(rest, scene.attendees_on, Status.NOT_REACHED, brief_message(error))
        finally:
            scene.close()

    def _open(self, visit: Visit, scene: Scene) -> None:
        """A session of the first stage access of which the room gives one."""
        *others, last = [one for one in visit.accesses if self._room.profile.gives(one)]
        for access in others:
            with suppress(NotReached):
                scene.open_session(visit.session_request(access))
                return
        scene.open_session(visit.session_request(last))
