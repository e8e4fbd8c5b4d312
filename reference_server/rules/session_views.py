"""What each person may see of a session: attendees do not see who asks or is invited (ASK-11, INVITE-7)."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from reference_server.rules.questionnaires import may as may_on_board
from reference_server.rules.questionnaires.board_views import board_view
from reference_server.rules.session_snapshot import Session
from reference_server.rules.stage import Person, Role, Standing, may, may_with

View = dict[str, Any]
PageOf = Callable[[str], str | None]


class Views:
    """The views of one session at one moment; what several people see alike is worked out once."""

    def __init__(self, session: Session, page_of: PageOf) -> None:
        self._session = session
        self._state = session.state
        self._page_of = page_of

    def of(self, person: str) -> View:
        """The whole truth for one person of the session, as the message `room` carries it."""
        viewer = self._state.by_id[person]
        common = self._for_moderators if viewer.role is Role.MODERATOR else self._for_attendees
        return {**common, **board_view(self._session.board, viewer), "you": self._you(viewer)}

    @cached_property
    def _for_attendees(self) -> View:
        return {
            "revision": self._session.revision,
            "session": self._about(),
            "people": [self._entry(person) for person in self._state.people],
            "stage": list(self._state.stage),
            "hands": list(self._state.hands),
        }

    @cached_property
    def _for_moderators(self) -> View:
        people = [{**entry, "may": self._may_with(entry["id"])} for entry in self._for_attendees["people"]]
        lists = {"requests": list(self._state.requests), "invitations": list(self._state.invitations)}
        return {**self._for_attendees, "people": people, **lists}

    @cached_property
    def _any_moderator(self) -> str:
        # The rules make no difference between moderators, so what one may do with a person, all may.
        return next(person.id for person in self._state.people if person.role is Role.MODERATOR)

    def _may_with(self, person: str) -> list[str]:
        return may_with(self._state, self._any_moderator, person)

    def _about(self) -> View:
        one = self._session
        about = {"id": one.id, "title": one.title, "polls": one.polls, "quizzes": one.quizzes}
        return {**about, "access": self._state.access, "limit": self._state.limit}

    def _entry(self, person: Person) -> View:
        on_stage = person.id in self._state.stage
        return {
            "id": person.id,
            "name": person.name,
            "role": person.role,
            "standing": Standing.ON_STAGE if on_stage else Standing.VIEWER,
            "microphone": on_stage and person.microphone,
            "camera": on_stage and person.camera,
            "page": self._page_of(person.id),
        }

    def _you(self, person: Person) -> View:
        return {
            "id": person.id,
            "name": person.name,
            "role": person.role,
            "standing": self._state.standing(person.id),
            "may": [*may(self._state, person.id), *may_on_board(self._session.board, person)],
            "microphone": person.microphone,
            "camera": person.camera,
            "notice": self._notice(person.id),
        }

    def _notice(self, person: str) -> View | None:
        notice = self._session.notice(person)
        if notice.news is None:
            return None
        return {"number": notice.number, "kind": notice.news.kind, "text": notice.news.text}
