"""A session at one moment: what a command replaces, and the revision that grows with each change."""

from reference_server.rules import stage
from reference_server.rules.chat_rules import ChatState
from reference_server.rules.questionnaires import Board, QuestionnaireKind
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.stage import Access, Participant, Role, StageState

BEFORE = SessionSnapshot("s1", "Rehearsal", StageState(Access.REQUEST), revision=7)


def test_a_command_on_the_stage_replaces_the_stage_and_raises_the_revision() -> None:
    change = stage.enter(BEFORE.state, Participant("ada", "Ada", Role.ATTENDEE))
    after = BEFORE.after(change)
    assert (after.state, after.revision) == (change.state, 8)
    assert (after.id, after.title, after.board, after.chat) == ("s1", "Rehearsal", BEFORE.board, BEFORE.chat)


def test_a_command_on_polls_and_quizzes_replaces_them_and_raises_the_revision() -> None:
    board = Board(frozenset({QuestionnaireKind.POLL}))
    after = BEFORE.with_board(board)
    assert (after.board, after.revision, after.state) == (board, 8, BEFORE.state)
    assert (after.polls, after.quizzes) == (True, False)


def test_a_command_on_the_chat_replaces_it_and_raises_the_revision() -> None:
    chat = ChatState(is_on=False)
    after = BEFORE.with_chat(chat)
    assert (after.chat, after.revision, after.state) == (chat, 8, BEFORE.state)
