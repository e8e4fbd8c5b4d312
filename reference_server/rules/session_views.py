"""What each person may see of a session: attendees do not see requests or invitations of others (ASK-11, INVITE-7)."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from reference_server.rules.chat_rules import may_in_chat
from reference_server.rules.names import look_alikes
from reference_server.rules.questionnaires import may_on_board
from reference_server.rules.questionnaires.board_views import board_view
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.stage import Participant, Role, Standing, may, may_with

View = dict[str, Any]
AddressOf = Callable[[str], str | None]
"""Returns the public address of the page by which a person is connected, None while they are not."""


class SessionViews:
    """The views of one session at one moment; parts that several people see alike are computed once."""

    def __init__(self, session: SessionSnapshot, address_of: AddressOf) -> None:
        self._session = session
        self._state = session.state
        self._address_of = address_of

    def of(self, person: str) -> View:
        """Return all that one person of the session sees: the payload of the event `room`."""
        viewer = self._state.by_id[person]
        common = self._for_moderators if viewer.role is Role.MODERATOR else self._for_attendees
        return {**common, **board_view(self._session.board, viewer), "you": self._you(viewer)}

    @cached_property
    def _look_alikes(self) -> set[str]:
        return look_alikes(self._state.people)

    @cached_property
    def _for_attendees(self) -> View:
        return {
            "revision": self._session.revision,
            "session": self._about_session(),
            "people": [self._entry(person) for person in self._state.people],
            "stage": list(self._state.stage),
            "hands": list(self._state.hands),
        }

    @cached_property
    def _for_moderators(self) -> View:
        people = [{**entry, "may": self._may_with(entry["id"])} for entry in self._for_attendees["people"]]
        removed = self._state.removed_by_id
        returning = [{"id": id, "name": removed[id].name} for id in self._state.returning]
        lists = {"requests": list(self._state.requests), "invitations": list(self._state.invitations)}
        return {**self._for_attendees, "people": people, **lists, "returning": returning}

    @cached_property
    def _any_moderator(self) -> str:
        # The rules treat all moderators alike, so the commands offered to one are offered to all.
        return next(person.id for person in self._state.people if person.role is Role.MODERATOR)

    def _may_with(self, person: str) -> list[str]:
        return may_with(self._state, self._any_moderator, person)

    def _about_session(self) -> View:
        session = self._session
        about = {"id": session.id, "title": session.title, "polls": session.polls, "quizzes": session.quizzes}
        return {**about, "chat": session.chat.is_on, "access": self._state.access, "limit": self._state.limit}

    def _entry(self, person: Participant) -> View:
        on_stage = person.id in self._state.stage
        return {
            "id": person.id,
            "name": person.name,
            "role": person.role,
            "similar": person.id in self._look_alikes,
            "standing": Standing.ON_STAGE if on_stage else Standing.VIEWER,
            "microphone": on_stage and person.microphone,
            "camera": on_stage and person.camera,
            "page": self._address_of(person.id),
        }

    def _you(self, person: Participant) -> View:
        return {
            "id": person.id,
            "name": person.name,
            "role": person.role,
            "standing": self._state.standing(person.id),
            "may": self._may(person),
            "microphone": person.microphone,
            "camera": person.camera,
            "notice": self._notice(person.id),
        }

    def _may(self, person: Participant) -> list[str]:
        session = self._session
        own = may(self._state, person.id)
        return [*own, *may_on_board(session.board, person), *may_in_chat(session.chat, person)]

    def _notice(self, person: str) -> View | None:
        latest = self._session.latest_notification(person)
        if latest.notification is None:
            return None
        return {"number": latest.number, "kind": latest.notification.kind, "text": latest.notification.text}
