"""Each person's view of a session.

Attendees see no requests or invitations of others (ASK-11, INVITE-7).
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from reference_server.rules.chat_rules import list_chat_commands
from reference_server.rules.names import find_look_alikes
from reference_server.rules.questionnaires import list_board_commands
from reference_server.rules.questionnaires.board_views import board_view
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.stage import (
    Participant,
    Role,
    Situation,
    StageState,
    Standing,
    list_commands_in,
    list_moderator_commands_on,
)

View = dict[str, Any]
PublicIdOf = Callable[[str], str | None]
"""Returns the public id of the page by which a person is connected, None while they are not."""


class SessionViews:
    """The views of one session at one moment.

    Parts that are the same for several people are computed once.
    """

    def __init__(self, session: SessionSnapshot, public_id_of: PublicIdOf) -> None:
        self._session = session
        self._state = session.state
        self._public_id_of = public_id_of

    def of(self, person: str) -> View:
        """Return all that one person of the session sees: the payload of the event `room`."""
        viewer = self._state.by_id[person]
        return {**self.common(viewer.role), **self.own(viewer)}

    def common(self, role: Role) -> View:
        """Return the part of the view that is the same for everybody of this role."""
        return self._for_moderators if role is Role.MODERATOR else self._for_attendees

    def own(self, viewer: Participant) -> View:
        """Return the part of the view that only this person sees, and their view of polls and quizzes."""
        return {**board_view(self._session.board, viewer), "you": own_view(self._session, viewer)}

    @cached_property
    def _for_attendees(self) -> View:
        return {
            "revision": self._session.revision,
            "session": about_session(self._session),
            "people": self._people(),
            "stage": list(self._state.stage),
            "hands": list(self._state.hands),
        }

    def _people(self) -> list[View]:
        similar = find_look_alikes(self._state.people)
        return [
            person_entry(self._state, person, person.id in similar, self._public_id_of(person.id))
            for person in self._state.people
        ]

    @cached_property
    def _for_moderators(self) -> View:
        entries = self._for_attendees["people"]
        people = [{**entry, "may": list_moderator_commands(self._state, entry["id"])} for entry in entries]
        lists = {"requests": list(self._state.requests), "invitations": list(self._state.invitations)}
        return {**self._for_attendees, "people": people, **lists, "returning": people_asking_to_return(self._state)}


def about_session(session: SessionSnapshot) -> View:
    """Return what everybody sees of the session as a whole."""
    about = {"id": session.id, "title": session.title, "polls": session.has_polls, "quizzes": session.has_quizzes}
    return {**about, "chat": session.chat.is_on, "access": session.state.access, "limit": session.state.limit}


def person_entry(state: StageState, person: Participant, is_similar: bool, public_id: str | None) -> View:
    """Return a person's entry in the list of people, as everybody sees it."""
    on_stage = person.id in state.stage
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "similar": is_similar,
        "standing": Standing.ON_STAGE if on_stage else Standing.VIEWER,
        "microphone": on_stage and person.microphone,
        "camera": on_stage and person.camera,
        "page": public_id,
    }


def people_asking_to_return(state: StageState) -> list[View]:
    """Return the removed people who ask to be let in, for moderators."""
    return [{"id": id, "name": state.removed_by_id[id].name} for id in state.return_requests]


def list_moderator_commands(state: StageState, person: str) -> list[str]:
    """Return the commands that moderators may apply to a person; the rules treat all moderators alike."""
    return list(list_moderator_commands_on(state.access, state.by_id[person].role, state.standing(person)))


def own_view(session: SessionSnapshot, person: Participant) -> View:
    """Return what only the person sees of themselves."""
    state = session.state
    standing = state.standing(person.id)
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "standing": standing,
        "may": list_own_commands(session, person.role, standing, person.id in state.hands),
        "microphone": person.microphone,
        "camera": person.camera,
        "notice": _notice(session, person.id),
    }


def list_own_commands(session: SessionSnapshot, role: Role, standing: Standing, hand: bool) -> list[str]:
    """Return the commands available to everybody of this role and standing.

    `hand`: whether the person's hand is raised.
    """
    state = session.state
    situation = Situation(state.access, role, standing, hand, bool(state.hands))
    anybody = Participant("", "", role)
    board, chat = list_board_commands(session.board, anybody), list_chat_commands(session.chat, anybody)
    return [*list_commands_in(situation), *board, *chat]


def _notice(session: SessionSnapshot, person: str) -> View | None:
    latest = session.latest_notification(person)
    if latest.notification is None:
        return None
    return {"number": latest.number, "kind": latest.notification.kind, "text": latest.notification.text}
