"""The state of a stage: the session's people and their standing; facts, changes and refusals."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

FULL_STAGE = 25
"""The most people that any stage holds; a session may have a lower limit (DIRECT-7)."""


class Access(StrEnum):
    """Stage access: how attendees get on stage."""

    EVERYONE = "everyone"
    REQUEST = "request"
    INVITE = "invite"
    NOBODY = "nobody"


class Role(StrEnum):
    """The role of a person, determined by their link or their learning platform."""

    MODERATOR = "moderator"
    ATTENDEE = "attendee"


class Standing(StrEnum):
    """A person's relation to the stage; everybody has exactly one."""

    VIEWER = "viewer"
    ASKING = "asking"
    INVITED = "invited"
    ON_STAGE = "on_stage"


class FactKind(StrEnum):
    """The kinds of facts about a session."""

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
    REMOVED_FROM_SESSION = "removed_from_session"
    ASKED_TO_RETURN = "asked_to_return"
    LET_IN = "let_in"
    KEPT_OUT = "kept_out"


@dataclass(frozen=True)
class Fact:
    """A fact about a session: its kind, whose command caused it, and its person (None: the session)."""

    kind: FactKind
    by: str
    person: str | None = None


class Refusal(Exception):
    """A command that the rules do not allow: `code` is for programs, `message` a sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Participant:
    """A person in the session.

    `microphone` and `camera`: on stage, whether each is on; otherwise, whether each was on when the person was last on
    stage (True before that).
    """

    id: str
    name: str
    role: Role
    microphone: bool = True
    camera: bool = True


@dataclass(frozen=True)
class StageState:
    """The people of a session and their standing, at one moment; each tuple is in order of addition.

    Nobody is in two of `requests`, `invitations` and `stage`. A raised hand (`hands`) neither gives nor takes a
    right, so a person may have one beside a request or an invitation (VIEW-10), but not on stage. `removed` are the
    people whom moderators removed from the session, and people of the same name who ask to come in; no other tuple
    but `return_requests` contains them. `return_requests` are those of `removed` who ask to come back (MODERATE-9).
    All tuples but `people` and `removed` hold ids.
    """

    access: Access
    limit: int = FULL_STAGE
    people: tuple[Participant, ...] = ()
    requests: tuple[str, ...] = ()
    invitations: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    hands: tuple[str, ...] = ()
    removed: tuple[Participant, ...] = ()
    return_requests: tuple[str, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Participant]:
        """The people by their ids, in order of entry."""
        return {person.id: person for person in self.people}

    @cached_property
    def removed_by_id(self) -> dict[str, Participant]:
        """The people in `removed` by their ids, in the same order."""
        return {person.id: person for person in self.removed}

    def standing(self, person: str) -> Standing:
        """Return the standing of a person of the session."""
        return self._standings.get(person, Standing.VIEWER)

    @cached_property
    def _standings(self) -> dict[str, Standing]:
        return {
            **dict.fromkeys(self.requests, Standing.ASKING),
            **dict.fromkeys(self.invitations, Standing.INVITED),
            **dict.fromkeys(self.stage, Standing.ON_STAGE),
        }

    @property
    def is_full(self) -> bool:
        """Whether the stage has reached its limit (DIRECT-7)."""
        return len(self.stage) >= self.limit


class Change(NamedTuple):
    """The result of a command: the next state, and the facts that the command caused."""

    state: StageState
    facts: tuple[Fact, ...]
