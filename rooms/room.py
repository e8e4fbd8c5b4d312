"""What the suite needs of a room: name, profile and sessions."""

from dataclasses import dataclass
from typing import Protocol

from conformance.errors import NotReached
from conformance.room_profile import Access, RoomProfile


@dataclass(frozen=True)
class SessionRequest:
    """The session that a scenario requests.

    ``limit`` is the number of places on stage, None for the default.
    """

    access: Access
    title: str = "Morning lesson"
    polls: bool = False
    quizzes: bool = False
    limit: int | None = None

    def as_json(self) -> dict[str, object]:
        """Return the body of the request, as the room file's documentation describes it."""
        body: dict[str, object] = {
            "title": self.title,
            "access": self.access,
            "polls": self.polls,
            "quizzes": self.quizzes,
        }
        return body if self.limit is None else body | {"limit": self.limit}


class ExternalServer:
    """The base of rooms whose server the suite does not control.

    Stopping or suspending it raises NotReached.
    """

    name: str

    def expect_alive(self) -> None:
        """Do nothing, since the suite knows nothing about the server."""

    def stop(self) -> None:
        raise NotReached(f"{self.name}: its server cannot be stopped and started by the suite.")

    def hang(self) -> None:
        raise NotReached(f"{self.name}: its server cannot be suspended by the suite.")

    def recover(self) -> None:
        """Do nothing, since nothing was done to the server."""


@dataclass(frozen=True)
class Links:
    """The two links of a session; ``{name}`` in a link is replaced by the person's name."""

    moderator: str
    attendee: str


class Room(Protocol):
    """A room under test."""

    @property
    def name(self) -> str:
        """The room's name in reports."""

    @property
    def profile(self) -> RoomProfile:
        """How the room's screens differ from the documented ones."""

    def open_session(self, session_request: SessionRequest) -> Links:
        """Open a new session; raise NotReached if that fails, and Refused if the room declines."""

    def expect_alive(self) -> None:
        """Raise NotReached, with the log's end, if a server that the suite has started has ended by itself."""

    def stop(self) -> None:
        """Kill the room's server; raise NotReached if the suite does not control it."""

    def hang(self) -> None:
        """Suspend the server, so that it does not respond; raise NotReached if the suite does not control it."""

    def recover(self) -> None:
        """Undo `stop` and `hang`, with the same address and sessions; do nothing if neither was called."""

    def close(self) -> None:
        """End what was started for the run."""
