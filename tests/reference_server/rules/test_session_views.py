"""Views: what each person may see of a session."""

from typing import Any

import pytest

from reference_server.rules.chat_rules import ChatState
from reference_server.rules.questionnaires import Board, QuestionnaireKind
from reference_server.rules.session_views import SessionViews
from reference_server.rules.stage import Role
from tests.stand_ins.rules_session import RulesSession


@pytest.fixture
def session() -> RulesSession:
    """Ada asks, Ben is invited, Cleo is on stage with the microphone off, and Dana is a viewer."""
    session = RulesSession("request", "Maya Ada Ben Cleo Dana")
    session.do("Ada", "ask")
    session.do("Maya", "invite", "Ben")
    session.do("Maya", "invite", "Cleo")
    session.do("Cleo", "join", microphone=False)
    return session


def view_of(session: RulesSession, name: str) -> dict[str, Any]:
    """Return a person's view; everybody except Dana is connected."""
    return SessionViews(session.snapshot, lambda person: None if person == "Dana" else f"page-of-{person}").of(name)


def entry_of(view: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a person's entry in the list of people."""
    (entry,) = [person for person in view["people"] if person["id"] == name]
    return dict(entry)


def test_a_view_contains_the_session_and_its_revision(session: RulesSession) -> None:
    view = view_of(session, "Dana")
    assert view["revision"] == session.snapshot.revision
    expected = {"id": "s1", "title": "Rehearsal", "access": "request", "limit": 25, "polls": False, "quizzes": False}
    assert view["session"] == expected | {"chat": True}


def test_everybody_sees_the_people_in_order_of_entry_and_the_stage(session: RulesSession) -> None:
    for name in ("Maya", "Dana", "Cleo"):
        view = view_of(session, name)
        assert [person["name"] for person in view["people"]] == ["Maya", "Ada", "Ben", "Cleo", "Dana"]
        assert [person["standing"] for person in view["people"]] == ["viewer", "viewer", "viewer", "on_stage", "viewer"]
        assert view["stage"] == ["Cleo"]


def test_ask_11_an_attendees_view_contains_no_requests_or_invitations(session: RulesSession) -> None:
    with_requests = view_of(session, "Dana")
    session_without_requests = RulesSession("request", "Maya Ada Ben Cleo Dana")
    session_without_requests.do("Maya", "invite", "Cleo")
    session_without_requests.do("Cleo", "join", microphone=False)
    without_requests = view_of(session_without_requests, "Dana")
    assert with_requests | {"revision": 0} == without_requests | {"revision": 0}
    assert "requests" not in with_requests and "invitations" not in with_requests


def test_ask_2_a_moderators_view_contains_requests_and_invitations(session: RulesSession) -> None:
    view = view_of(session, "Maya")
    assert (view["requests"], view["invitations"]) == (["Ada"], ["Ben"])


def test_invite_7_each_person_sees_their_own_standing(session: RulesSession) -> None:
    standings = {name: view_of(session, name)["you"]["standing"] for name in ("Maya", "Ada", "Ben", "Cleo", "Dana")}
    assert standings == {"Maya": "viewer", "Ada": "asking", "Ben": "invited", "Cleo": "on_stage", "Dana": "viewer"}


def test_only_moderators_see_what_they_may_do_with_each_person(session: RulesSession) -> None:
    may = {person["id"]: person["may"] for person in view_of(session, "Maya")["people"]}
    assert may["Ada"] == ["approve", "decline", "invite", "remove_from_session"]
    assert (may["Ben"], may["Cleo"]) == (["revoke", "remove_from_session"], ["remove", "remove_from_session"])
    assert (may["Dana"], may["Maya"]) == (["invite", "remove_from_session"], [])
    assert all("may" not in person for person in view_of(session, "Ada")["people"])


def test_devices_are_shown_only_on_stage_and_ones_own_choice_is_stored(session: RulesSession) -> None:
    view = view_of(session, "Cleo")
    assert (entry_of(view, "Cleo")["microphone"], entry_of(view, "Cleo")["camera"]) == (False, True)
    assert (entry_of(view, "Ada")["microphone"], entry_of(view, "Ada")["camera"]) == (False, False)
    session.do("Maya", "remove", "Cleo")
    view = view_of(session, "Cleo")
    assert (entry_of(view, "Cleo")["microphone"], entry_of(view, "Cleo")["camera"]) == (False, False)
    assert (view["you"]["microphone"], view["you"]["camera"]) == (False, True)


def test_view_5_everybody_sees_raised_hands_in_order(session: RulesSession) -> None:
    for name in ("Dana", "Ada"):
        session.do(name, "raise_hand")
    for name in ("Maya", "Dana", "Cleo"):
        assert view_of(session, name)["hands"] == ["Dana", "Ada"]
    assert view_of(session, "Dana")["you"]["may"] == ["ask", "lower_hand", "say"]
    assert "clear_hands" in view_of(session, "Maya")["you"]["may"]


def test_a_view_contains_the_pages_of_connected_people(session: RulesSession) -> None:
    view = view_of(session, "Ada")
    assert (entry_of(view, "Ben")["page"], entry_of(view, "Dana")["page"]) == ("page-of-Ben", None)


def test_a_view_contains_the_persons_own_notification_with_its_number(session: RulesSession) -> None:
    session.do("Maya", "decline", "Ada")
    text = "Maya declined your request to join the stage. You can ask again."
    assert view_of(session, "Ada")["you"]["notice"] == {"number": 1, "kind": "request_declined", "text": text}
    assert view_of(session, "Dana")["you"]["notice"] is None
    assert text not in str(view_of(session, "Maya")) + str(view_of(session, "Ben"))


def test_an_entry_contains_all_that_everybody_may_see_of_a_person(session: RulesSession) -> None:
    session.add_person("second-cleo", "CLEO", Role.ATTENDEE)
    view = view_of(session, "Ada")
    assert entry_of(view, "Cleo") == {
        "id": "Cleo",
        "name": "Cleo",
        "role": "attendee",
        "similar": False,
        "standing": "on_stage",
        "microphone": False,
        "camera": True,
        "page": "page-of-Cleo",
    }
    second = entry_of(view, "second-cleo")
    assert (second["name"], second["similar"], second["standing"]) == ("CLEO", True, "viewer")
    assert (entry_of(view, "Maya")["role"], entry_of(view, "Maya")["similar"]) == ("moderator", False)


def test_the_part_you_contains_all_that_only_the_person_may_see(session: RulesSession) -> None:
    assert view_of(session, "Cleo")["you"] == {
        "id": "Cleo",
        "name": "Cleo",
        "role": "attendee",
        "standing": "on_stage",
        "may": ["devices", "say"],
        "microphone": False,
        "camera": True,
        "notice": None,
    }
    assert view_of(session, "Maya")["you"]["role"] == "moderator"


def test_moderate_9_moderators_see_who_asks_to_be_let_in_and_attendees_do_not(session: RulesSession) -> None:
    session.do("Maya", "remove_from_session", "Dana")
    assert view_of(session, "Maya")["returning"] == []
    session.ask_to_return("Dana")
    assert view_of(session, "Maya")["returning"] == [{"id": "Dana", "name": "Dana"}]
    assert "returning" not in view_of(session, "Ada")


def test_a_view_contains_the_commands_on_polls_and_chat(session: RulesSession) -> None:
    assert view_of(session, "Ada")["you"]["may"] == ["cancel_request", "raise_hand", "say"]
    moderator_commands = view_of(session, "Maya")["you"]["may"]
    assert moderator_commands[-3:] == ["say", "delete_message", "set_chat"]
    assert "set_polls" in moderator_commands
    without_chat = session.snapshot.with_chat(ChatState(is_on=False))
    views = SessionViews(without_chat, lambda _person: None)
    assert "say" not in views.of("Ada")["you"]["may"]
    assert views.of("Ada")["session"]["chat"] is False


def test_a_view_contains_the_offered_polls_and_quizzes(session: RulesSession) -> None:
    with_polls = session.snapshot.with_board(Board(frozenset({QuestionnaireKind.POLL})))
    view = SessionViews(with_polls, lambda _person: None).of("Ada")
    assert (view["session"]["polls"], view["session"]["quizzes"]) == (True, False)
    assert (view["polls"], "quizzes" in view) == ([], False)
