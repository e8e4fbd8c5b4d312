"""The room under test of a worker's scenarios: the reference room, with or without the current mutant."""

import os
import shutil
from pathlib import Path

from conformance.errors import NotReached
from conformance.room_profile import RoomProfile
from rooms.reference import ReferenceRoom
from rooms.room import Links, SessionRequest
from tests.mutants.mutant import Mutant
from tests.mutants.mutated_room import write_mutated_room


class CurrentRoom:
    """Forwards all calls to the mutated or the unchanged room, since a pytest session has only one room.

    ``build`` is the folder for sources and logs.
    """

    name = ReferenceRoom.name
    profile = RoomProfile()

    def __init__(self, build: Path) -> None:
        self._build = build
        self._folder = build / "rooms"
        self._unchanged: ReferenceRoom | None = None
        self._mutated: ReferenceRoom | None = None
        self._room: ReferenceRoom | None = None

    def use_mutant(self, mutant: Mutant) -> None:
        """Start and use the room with a mutant. Raises BadMutant, ToolError or NotReached."""
        self._folder = self._build / "rooms" / f"{mutant.name}-{os.getpid()}"
        write_mutated_room(mutant, self._folder)
        self._room = self._mutated = ReferenceRoom(self._build / "logs" / f"{mutant.name}.log", self._folder)

    def close_mutated(self) -> None:
        """Close the room with the mutant, and delete its sources."""
        if self._mutated is not None:
            self._mutated.close()
            shutil.rmtree(self._folder, ignore_errors=True)
        self._room = self._mutated = None

    def use_mutated(self) -> None:
        """Use the room with the mutant again, after `use_unchanged`."""
        self._room = self._mutated

    def use_unchanged(self) -> None:
        """Use the room without a mutant, which is started only once."""
        if self._unchanged is None:
            self._unchanged = ReferenceRoom(self._build / "logs" / "without-mutant.log")
        self._room = self._unchanged

    def close(self) -> None:
        self.close_mutated()
        if self._unchanged is not None:
            self._unchanged.close()
        self._unchanged = None

    @property
    def _current(self) -> ReferenceRoom:
        if self._room is None:
            raise NotReached("No room has been started.")
        return self._room

    def open_session(self, session_request: SessionRequest) -> Links:
        return self._current.open_session(session_request)

    def expect_alive(self) -> None:
        self._current.expect_alive()

    def stop(self) -> None:
        self._current.stop()

    def hang(self) -> None:
        self._current.hang()

    def recover(self) -> None:
        if self._room is not None:
            self._room.recover()
