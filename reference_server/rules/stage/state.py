"""What a session is at one moment, who is in it, and what can happen."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

FULL_STAGE = 25


class Access(StrEnum):
    """Stage access: how attendees come on stage."""

    EVERYONE = "everyone"
    REQUEST = "request"
    INVITE = "invite"
    NOBODY = "nobody"


class Role(StrEnum):
    """What the link that someone came by makes of them."""

    MODERATOR = "moderator"
    ATTENDEE = "attendee"


class Standing(StrEnum):
    """Where someone stands with regard to the stage; always exactly one of these."""

    VIEWER = "viewer"
    ASKING = "asking"
    INVITED = "invited"
    ON_STAGE = "on_stage"


class Kind(StrEnum):
    """What can happen in a session."""

    ENTERED = "entered"
    LEFT = "left"
    ASKED = "asked"
    REQUEST_CANCELLED = "request_cancelled"
    REQUEST_APPROVED = "request_approved"
    REQUEST_DECLINED = "request_declined"
    REQUEST_CLOSED = "request_closed"
    INVITED = "invited"
    INVITATION_DECLINED = "invitation_declined"
    INVITATION_REVOKED = "invitation_revoked"
    WENT_LIVE = "went_live"
    DEVICES_SET = "devices_set"
    MICROPHONE_MUTED = "microphone_muted"
    CAMERA_TURNED_OFF = "camera_turned_off"
    REMOVED = "removed"
    HAND_RAISED = "hand_raised"
    HAND_LOWERED = "hand_lowered"
    ACCESS_SET = "access_set"


@dataclass(frozen=True)
class Fact:
    """One thing that happened: what, by whose doing, and to whom (None: to the whole session)."""

    kind: Kind
    by: str
    person: str | None = None


class Refusal(Exception):
    """The rules forbid the command: `code` is for programs, `message` a sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Person:
    """Someone in the session. `microphone` and `camera` are their last choice; on stage, what is on."""

    id: str
    name: str
    role: Role
    microphone: bool = True
    camera: bool = True


@dataclass(frozen=True)
class State:
    """A session at one moment. The tuples of ids stand in order of arrival.

    Nobody is in two of `requests`, `invitations` and `stage`. A raised hand (`hands`) gives no right and takes
    none away, so it may go with a request or an invitation (VIEW-10); with a place on stage it does not go.
    """

    access: Access
    limit: int = FULL_STAGE
    people: tuple[Person, ...] = ()
    requests: tuple[str, ...] = ()
    invitations: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    hands: tuple[str, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Person]:
        """The people by their ids, in order of entry."""
        return {person.id: person for person in self.people}

    def standing(self, person: str) -> Standing:
        """Where a person of the session stands."""
        if person in self.stage:
            return Standing.ON_STAGE
        if person in self.invitations:
            return Standing.INVITED
        return Standing.ASKING if person in self.requests else Standing.VIEWER

    @property
    def full(self) -> bool:
        """Whether nobody more fits on the stage (DIRECT-7)."""
        return len(self.stage) >= self.limit


class Change(NamedTuple):
    """What a command came to: the next state, and the facts that lead there."""

    state: State
    facts: tuple[Fact, ...]
