"""A session at one moment.

The tests cover the parts that a command replaces, the revision, and the people whom a change concerns.
"""

from dataclasses import replace

import pytest

from reference_server.rules import stage
from reference_server.rules.chat_rules import ChatState
from reference_server.rules.questionnaires import Board, QuestionnaireKind
from reference_server.rules.session_snapshot import SessionSnapshot, changed_people
from reference_server.rules.stage import Access, Participant, Role, StageState
from tests.stand_ins.rules_session import RulesSession

BEFORE = SessionSnapshot("s1", "Rehearsal", StageState(Access.REQUEST), revision=7)


def test_a_stage_command_replaces_the_stage_and_increases_the_revision() -> None:
    change = stage.enter(BEFORE.state, Participant("ada", "Ada", Role.ATTENDEE))
    after = BEFORE.after(change)
    assert (after.state, after.revision) == (change.state, 8)
    assert (after.id, after.title, after.board, after.chat) == ("s1", "Rehearsal", BEFORE.board, BEFORE.chat)


def test_a_questionnaire_command_replaces_the_board_and_increases_the_revision() -> None:
    board = Board(frozenset({QuestionnaireKind.POLL}))
    after = BEFORE.with_board(board)
    assert (after.board, after.revision, after.state) == (board, 8, BEFORE.state)
    assert (after.has_polls, after.has_quizzes) == (True, False)


def test_a_chat_command_replaces_the_chat_and_increases_the_revision() -> None:
    chat = ChatState(is_on=False)
    after = BEFORE.with_chat(chat)
    assert (after.chat, after.revision, after.state) == (chat, 8, BEFORE.state)


@pytest.fixture
def session() -> RulesSession:
    """Return a session with two people in each list.

    The lists are requests, invitations, stage, raised hands, removed and returning.
    """
    session = RulesSession("request", "Maya Ada Ben Cleo Dana Eve Finn Gus Hal Iris Jon Kim")
    for name in ("Ada", "Ben"):
        session.do(name, "ask")
    for name in ("Cleo", "Dana", "Eve", "Finn"):
        session.do("Maya", "invite", name)
    for name in ("Eve", "Finn"):
        session.do(name, "join")
    for name in ("Gus", "Hal"):
        session.do(name, "raise_hand")
    for name in ("Iris", "Jon"):
        session.do("Maya", "remove_from_session", name)
        session.ask_to_return(name)
    return session


@pytest.mark.parametrize(
    ("by", "command", "arguments", "expected"),
    [
        ("Kim", "ask", (), {"Kim"}),
        ("Ada", "cancel_request", (), {"Ada"}),
        ("Maya", "invite", ("Kim",), {"Kim"}),
        ("Maya", "revoke", ("Cleo",), {"Cleo"}),
        ("Cleo", "join", (), {"Cleo"}),
        ("Maya", "remove", ("Eve",), {"Eve"}),
        ("Kim", "raise_hand", (), {"Kim"}),
        ("Gus", "lower_hand", (), {"Gus"}),
        ("Kim", "leave", (), {"Kim"}),
        ("Maya", "let_in", ("Iris",), {"Iris"}),
        ("Maya", "keep_out", ("Iris",), {"Iris"}),
        # Maya gets a notification about the removal.
        ("Maya", "remove_from_session", ("Kim",), {"Kim", "Maya"}),
    ],
)
def test_changed_people_are_those_whose_state_a_command_changes(
    session: RulesSession, by: str, command: str, arguments: tuple[str, ...], expected: set[str]
) -> None:
    before = session.snapshot
    session.do(by, command, *arguments)
    assert changed_people(before, session.snapshot) == expected


def test_a_person_who_enters_or_asks_to_return_is_a_changed_person(session: RulesSession) -> None:
    before = session.snapshot
    session.enter("Lou")
    assert changed_people(before, session.snapshot) == {"Lou"}
    session.do("Maya", "keep_out", "Jon")
    before = session.snapshot
    session.ask_to_return("Jon")
    assert changed_people(before, session.snapshot) == {"Jon"}


def test_a_person_who_dismisses_a_notification_is_a_changed_person(session: RulesSession) -> None:
    session.do("Maya", "decline", "Ada")
    before = session.snapshot
    assert changed_people(before, before.without_notification("Ada", 1)) == {"Ada"}


def test_nobody_is_a_changed_person_if_all_notifications_are_equal(session: RulesSession) -> None:
    session.do("Maya", "decline", "Ada")
    before = session.snapshot
    copies = {person: replace(latest) for person, latest in before.notifications.items()}
    assert changed_people(before, replace(before, notifications=copies)) == set()
    assert changed_people(before, before.with_chat(ChatState(is_on=False))) == set()
