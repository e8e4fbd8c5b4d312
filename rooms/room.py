"""What the suite needs of a room: a name, its words, and sessions."""

from dataclasses import dataclass
from typing import Protocol

from conformance.errors import NotReached
from conformance.room_profile import Access, RoomProfile


@dataclass(frozen=True)
class SessionWish:
    """The session that a scenario wants; ``limit`` is the number of people the stage holds, None for the usual."""

    access: Access
    title: str = "Morning lesson"
    polls: bool = False
    quizzes: bool = False
    limit: int | None = None

    def as_json(self) -> dict[str, object]:
        """The body of the request for a session, as the room file describes it."""
        wish: dict[str, object] = {
            "title": self.title,
            "access": self.access,
            "polls": self.polls,
            "quizzes": self.quizzes,
        }
        return wish if self.limit is None else wish | {"limit": self.limit}


class ExternalServer:
    """For rooms whose server is not in our hands: what has to be done to it is said not to have been reached."""

    name: str

    def expect_alive(self) -> None:
        """Nothing is known of its server."""

    def stop(self) -> None:
        raise NotReached(f"{self.name}: its server cannot be stopped and started from here.")

    def hang(self) -> None:
        raise NotReached(f"{self.name}: its server cannot be halted from here.")

    def recover(self) -> None:
        """Nothing was done that had to be undone."""


@dataclass(frozen=True)
class Links:
    """The two ways into a session. ``{name}`` in a link stands for the person's name."""

    moderator: str
    attendee: str


class Room(Protocol):
    """A room under test."""

    @property
    def name(self) -> str:
        """What it is called in reports."""

    @property
    def profile(self) -> RoomProfile:
        """Where its screens differ from the documented ones."""

    def open_session(self, wish: SessionWish) -> Links:
        """A fresh session; NotReached says why there is none, and Refused that the room gives none of that kind."""

    def expect_alive(self) -> None:
        """NotReached tells the last words of a server that is in our hands and has ended by itself."""

    def stop(self) -> None:
        """End the room's server at once, as a power cut would; NotReached where that is not in our hands."""

    def hang(self) -> None:
        """Let the server answer nothing, though it is there; NotReached where that is not in our hands."""

    def recover(self) -> None:
        """Undo `stop` and `hang`: the same address, the same sessions. Where neither was done, nothing."""

    def close(self) -> None:
        """End what was started for the run."""
