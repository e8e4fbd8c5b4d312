"""Examines a room: visits it, and records a finding for each element of the contract."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from conformance.doctor.finding_log import FindingLog, brief_message
from conformance.doctor.findings import Finding, Status
from conformance.doctor.session_walk import ROOM_ERRORS, CannotContinue, NoToolbar, SessionWalk
from conformance.doctor.visit_steps import Step, Visit, lookups_in
from conformance.doctor.vocabulary import RoomWithLearnedWords, Vocabulary
from conformance.errors import NotReached, Refused
from conformance.room_profile import ACCESS_NAMES
from people.browsers import Browsers
from people.devices import Kind
from people.scene import Scene
from rooms.room import Room, SessionRequest


class Examination:
    """The examination of a room.

    ``descriptors``: the options of a browser context for each kind of device; ``guessing``: whether words may be
    guessed from roles and usual words, as for a proposed room file.
    """

    def __init__(
        self, room: Room, browsers: Browsers, descriptors: Mapping[Kind, dict[str, Any]], *, guessing: bool = False
    ) -> None:
        self._guessing = guessing
        self._has_adapter = room.profile.adapter is not None
        self.vocabulary = Vocabulary(room.profile.words)
        self.log = FindingLog(room.profile.lacks)
        self._room = RoomWithLearnedWords(room, self.vocabulary)
        self.refused: set[str] = set()
        """The capabilities without which the room refuses to open a session: stage accesses, polls and quizzes."""
        self.opened: set[str] = set()
        """The capabilities of the stage accesses with which the room opens sessions."""
        self._browsers = browsers
        self._descriptors = descriptors

    def try_session_requests(self) -> None:
        """Open sessions with each stage access, with polls and with quizzes; note what the room refuses.

        Nothing that is declared absent is tried.
        """
        offered = [access for access in ACCESS_NAMES.values() if self._room.profile.offers_access(access)]
        opened = [access for access in offered if self._opens(f"access_{access}", SessionRequest(access))]
        self.opened |= {f"access_{access}" for access in opened}
        for access in opened[:1]:
            requests = {"polls": SessionRequest(access, polls=True), "quizzes": SessionRequest(access, quizzes=True)}
            for capability, session_request in requests.items():
                if capability not in self.log.lacks:
                    self._opens(capability, session_request)

    def _opens(self, capability: str, session_request: SessionRequest) -> bool:
        """Open a session that needs this capability; return whether that worked, and note a refusal."""
        try:
            self._room.open_session(session_request)
        except Refused:
            self.refused.add(capability)
        except NotReached:
            pass
        else:
            return True
        return False

    def make_visit(self, visit: Visit, device: Kind) -> list[Finding]:
        """Make the visit with an attendee on this kind of device, and return its findings."""
        before = len(self.log.findings)
        access = next((access for access in visit.accesses if self._room.profile.offers_access(access)), None)
        if access is None or visit.needs in self.log.lacks:
            self.log.add_all(visit.lookups, device, Status.NOT_OFFERED)
        else:
            try:
                self._visit(visit, self._scene(device))
            except NoToolbar:
                self._visit(visit, self._scene(device))
        return self.log.findings[before:]

    def _scene(self, device: Kind) -> Scene:
        return Scene(self._room, self._browsers, device, self._descriptors)

    def _visit(self, visit: Visit, scene: Scene) -> None:
        remaining = list(visit.chapters)
        try:
            self._open(visit, scene)
            self._take_chapters(remaining, scene)
        except (CannotContinue, *ROOM_ERRORS) as error:
            rest = [lookup for chapter in remaining for lookup in lookups_in(chapter)]
            self.log.add_all(rest, scene.attendees_on, Status.NOT_REACHED, brief_message(error))
        finally:
            scene.close()

    def _take_chapters(self, remaining: list[Sequence[Step]], scene: Scene) -> None:
        """Walk through the chapters, and remove each from the list when it begins."""
        walk = SessionWalk(scene, self.vocabulary, self.log, guessing=self._guessing, has_adapter=self._has_adapter)
        walk.arrive()
        while remaining:
            walk.take_chapter(remaining.pop(0))

    def _open(self, visit: Visit, scene: Scene) -> None:
        """Open a session with the first of the visit's stage accesses that the room opens."""
        *others, last = [access for access in visit.accesses if self._room.profile.offers_access(access)]
        for access in others:
            with suppress(NotReached):
                scene.open_session(visit.session_request(access))
                return
        scene.open_session(visit.session_request(last))
