"""The rules of polls and quizzes by example: questions, answers and results."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference_server.rules import questionnaires
from reference_server.rules.questionnaires import (
    Answer,
    Board,
    BoardChange,
    Question,
    Questionnaire,
    QuestionnaireKind,
    SameVoter,
)
from reference_server.rules.questionnaires.board_views import board_view
from reference_server.rules.stage import Participant, Refusal, Role

MAYA = Participant("maya", "Maya", Role.MODERATOR)
ADA = Participant("ada", "Ada", Role.ATTENDEE)
BEN = Participant("ben", "Ben", Role.ATTENDEE)
BOTH_OFFERED = Board(frozenset(QuestionnaireKind))
YES_NO = Question("Outdoors?", ("Yes", "No"))
CUES = Question("Who calls the cues?", ("Manager", "Prompter", "Usher"), right=frozenset({0}))
RIG = Question("What is a rig?", ("Truss", "Gauze", "Hoist"), several=True, right=frozenset({0, 2}))
CODES_OF_INVALID_DRAFTS = (
    "unsound",
    "bad_title",
    "bad_question",
    "bad_number_of_options",
    "bad_options",
    "none_right",
)


def poll(question: Question = YES_NO) -> Questionnaire:
    return Questionnaire("p1", QuestionnaireKind.POLL, "", (question,))


def quiz(*questions: Question, title: str = "Stagecraft") -> Questionnaire:
    return Questionnaire("q1", QuestionnaireKind.QUIZ, title, questions)


def open_board(questionnaire: Questionnaire) -> Board:
    """Return a board on which the questionnaire is open."""
    return questionnaires.open_(
        questionnaires.draft(BOTH_OFFERED, MAYA, questionnaire).board, MAYA, questionnaire.id
    ).board


def answer(board: Board, by: Participant, *choices: set[int]) -> Board:
    """Return the board after a person's answer to the only questionnaire."""
    return questionnaires.answer(board, by, board.questionnaires[0].id, tuple(map(frozenset, choices))).board


def expect_refusal_of_draft(questionnaire: Questionnaire) -> str:
    """Create a draft that must be refused; return the message."""
    with pytest.raises(Refusal) as caught:
        questionnaires.draft(BOTH_OFFERED, MAYA, questionnaire)
    assert caught.value.code in CODES_OF_INVALID_DRAFTS
    return caught.value.message


def test_the_longest_questionnaires_are_accepted() -> None:
    options = tuple(f"{number:0120}" for number in range(10))
    question = Question("?" * 300, options, right=frozenset({9}))
    assert questionnaires.draft(BOTH_OFFERED, MAYA, poll(Question("?" * 300, options))).facts
    assert questionnaires.draft(BOTH_OFFERED, MAYA, quiz(*[question] * 20, title="T" * 100)).facts


def test_all_options_of_a_question_can_be_right() -> None:
    question = Question("Who bows?", ("Cast", "Crew"), several=True, right=frozenset({0, 1}))
    assert questionnaires.draft(BOTH_OFFERED, MAYA, quiz(question)).facts


@pytest.mark.parametrize(
    ("questionnaire", "message"),
    [
        (poll(Question("", ("Yes", "No"))), "Write a question of 1 to 300 characters."),
        (poll(Question("?" * 301, ("Yes", "No"))), "Write a question of 1 to 300 characters."),
        (poll(Question("Q", ("Yes",))), "Give “Q” 2 to 10 options."),
        (poll(Question("Q", tuple("abcdefghijk"))), "Give “Q” 2 to 10 options."),
        (poll(Question("Q", ("Yes", ""))), "Give each option of “Q” 1 to 120 characters."),
        (poll(Question("Q", ("Yes", "x" * 121))), "Give each option of “Q” 1 to 120 characters."),
        (poll(Question("Q", ("Yes", "YES"))), "Two options of “Q” are the same."),
        (Questionnaire("p1", QuestionnaireKind.POLL, "", (YES_NO, YES_NO)), "A poll has one question."),
        (quiz(CUES, title=""), "Give the quiz a title of 1 to 100 characters."),
        (quiz(CUES, title="T" * 101), "Give the quiz a title of 1 to 100 characters."),
        (quiz(), "A quiz has 1 to 20 questions."),
        (quiz(*[CUES] * 21), "A quiz has 1 to 20 questions."),
        (quiz(CUES, YES_NO), "Mark at least one option of each question as right."),
        (
            quiz(Question("Q", ("a", "b"), right=frozenset({2}))),
            "“Q” marks an option as right that does not exist.",
        ),
    ],
)
def test_the_refusal_of_an_invalid_questionnaire_says_what_is_wrong(questionnaire: Questionnaire, message: str) -> None:
    assert expect_refusal_of_draft(questionnaire) == message


@pytest.mark.parametrize(
    ("questionnaire", "code"),
    [
        (poll(Question("", ("Yes", "No"))), "bad_question"),
        (poll(Question("?", ("Yes",))), "bad_number_of_options"),
        (poll(Question("?", ("Yes", "yes"))), "bad_options"),
        (Questionnaire("q1", QuestionnaireKind.QUIZ, "", (YES_NO,)), "bad_title"),
        (Questionnaire("q1", QuestionnaireKind.QUIZ, "Quiz", (YES_NO, Question("", ("Yes",)))), "bad_question"),
        (Questionnaire("q1", QuestionnaireKind.QUIZ, "Quiz", (YES_NO,)), "none_right"),
    ],
)
def test_the_code_of_a_refusal_names_the_field(questionnaire: Questionnaire, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        questionnaires.draft(BOTH_OFFERED, MAYA, questionnaire)
    assert caught.value.code == code


def test_there_are_at_most_fifty_polls_and_fifty_quizzes() -> None:
    polls = tuple(Questionnaire(f"p{number}", QuestionnaireKind.POLL, "", (YES_NO,)) for number in range(50))
    full = Board(frozenset(QuestionnaireKind), polls)
    with pytest.raises(Refusal) as caught:
        questionnaires.draft(full, MAYA, poll())
    assert caught.value.code == "too_many"
    assert questionnaires.draft(full, MAYA, quiz(CUES)).facts


DRAFT_BOARD = questionnaires.draft(BOTH_OFFERED, MAYA, poll()).board
OPEN_BOARD = questionnaires.open_(DRAFT_BOARD, MAYA, "p1").board
FIFTY_POLLS = (poll(),) * 50
NO_CHOICE, FIRST_OPTION = (frozenset[int](),), (frozenset({0}),)


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        (lambda: questionnaires.open_(DRAFT_BOARD, ADA, "p1"), "not_a_moderator", "Only a moderator can do this."),
        (
            lambda: questionnaires.draft(Board(), MAYA, poll()),
            "not_offered",
            "Polls are not offered in this session at the moment.",
        ),
        (
            lambda: questionnaires.draft(Board(), MAYA, quiz(CUES)),
            "not_offered",
            "Quizzes are not offered in this session at the moment.",
        ),
        (
            lambda: questionnaires.open_(BOTH_OFFERED, MAYA, "p1"),
            "unknown_questionnaire",
            "That poll or quiz no longer exists.",
        ),
        (
            lambda: questionnaires.draft(Board(BOTH_OFFERED.offered, FIFTY_POLLS), MAYA, poll()),
            "too_many",
            "There are 50 polls in this session. Delete one first.",
        ),
        (
            lambda: questionnaires.redraft(OPEN_BOARD, MAYA, poll()),
            "wrong_phase",
            "It was opened already. Write a new one.",
        ),
        (
            lambda: questionnaires.redraft(
                DRAFT_BOARD, MAYA, Questionnaire("p1", QuestionnaireKind.QUIZ, "Q", (CUES,))
            ),
            "unsound",
            "A poll stays a poll, and a quiz a quiz.",
        ),
        (lambda: questionnaires.open_(OPEN_BOARD, MAYA, "p1"), "wrong_phase", "It was opened already."),
        (lambda: questionnaires.close(DRAFT_BOARD, MAYA, "p1"), "wrong_phase", "It is not open."),
        (
            lambda: questionnaires.discard(OPEN_BOARD, MAYA, "p1"),
            "wrong_phase",
            "The poll is open. Close it before you delete it.",
        ),
        (
            lambda: questionnaires.answer(OPEN_BOARD, MAYA, "p1", FIRST_OPTION),
            "not_an_attendee",
            "Moderators ask the questions; attendees answer them.",
        ),
        (
            lambda: questionnaires.answer(DRAFT_BOARD, ADA, "p1", FIRST_OPTION),
            "wrong_phase",
            "The poll is not open for answers.",
        ),
        (
            lambda: questionnaires.answer(OPEN_BOARD, ADA, "p1", FIRST_OPTION * 2),
            "bad_answer",
            "The answer does not fit the questions.",
        ),
        (lambda: questionnaires.answer(OPEN_BOARD, ADA, "p1", NO_CHOICE), "no_choice", "Choose an option first."),
    ],
)
def test_each_refusal_has_its_code_and_message(command: Callable[[], BoardChange], code: str, message: str) -> None:
    with pytest.raises(Refusal) as caught:
        command()
    assert (caught.value.code, caught.value.message) == (code, message)


def test_a_poll_cannot_become_a_quiz() -> None:
    drafted = questionnaires.draft(BOTH_OFFERED, MAYA, poll()).board
    with pytest.raises(Refusal, match=r"A poll stays a poll"):
        questionnaires.redraft(drafted, MAYA, Questionnaire("p1", QuestionnaireKind.QUIZ, "Stagecraft", (CUES,)))


def test_an_edited_draft_keeps_its_position() -> None:
    board = questionnaires.draft(BOTH_OFFERED, MAYA, poll()).board
    board = questionnaires.draft(board, MAYA, quiz(CUES)).board
    board = questionnaires.redraft(board, MAYA, poll(Question("Indoors?", ("Yes", "No")))).board
    assert [questionnaire.id for questionnaire in board.questionnaires] == ["p1", "q1"]
    assert board.by_id["p1"].questions[0].text == "Indoors?"


@pytest.mark.parametrize("choices", [[set[int]()], [{2}], [{0, 1}], [{-1}], [{0}, {0}], []])
def test_an_answer_that_does_not_fit_the_questions_is_refused(choices: list[set[int]]) -> None:
    with pytest.raises(Refusal) as caught:
        answer(open_board(poll()), ADA, *choices)
    assert caught.value.code == ("no_choice" if choices == [set()] else "bad_answer")


def test_any_number_of_options_can_be_chosen_if_several_are_allowed() -> None:
    board = open_board(poll(Question("What?", ("a", "b", "c"), several=True)))
    board = answer(answer(board, ADA, {0, 1, 2}), BEN, {1})
    assert board.by_id["p1"].counts(0) == [1, 2, 1]


def test_a_quiz_can_be_answered_in_part() -> None:
    board = answer(open_board(quiz(CUES, RIG)), ADA, set(), {0, 2})
    assert board.by_id["q1"].score(board.by_id["q1"].by_person["ada"]) == 1


@pytest.mark.parametrize(
    ("cues", "rig", "score"),
    [({0}, {0, 2}, 2), ({0}, {0}, 1), ({0}, {0, 1, 2}, 1), ({1}, {0, 2}, 1), ({1}, {1}, 0)],
)
def test_a_question_scores_only_if_exactly_the_right_options_are_chosen(
    cues: set[int], rig: set[int], score: int
) -> None:
    board = questionnaires.close(answer(open_board(quiz(CUES, RIG)), ADA, cues, rig), MAYA, "q1").board
    assert board_view(board, ADA)["quizzes"][0]["score"] == score
    (result,) = board_view(board, MAYA)["quizzes"][0]["results"]
    assert (result["name"], result["score"]) == ("Ada", score)


def test_an_answer_with_too_few_choices_has_no_score() -> None:
    with pytest.raises(ValueError, match="shorter"):
        quiz(CUES, RIG).score(Answer("ada", "Ada", (frozenset({0}),)))


VOTES = st.lists(st.tuples(st.sampled_from(["ada", "ben", "cleo", "dana"]), st.integers(0, 1)), max_size=30)


@settings(deadline=None)
@given(VOTES)
def test_only_the_last_vote_of_each_person_counts(votes: list[tuple[str, int]]) -> None:
    board = open_board(poll())
    for name, choice in votes:
        board = answer(board, Participant(name, name.title(), Role.ATTENDEE), {choice})
    last_choices = dict(votes).values()
    assert board.by_id["p1"].counts(0) == [list(last_choices).count(0), list(last_choices).count(1)]
    assert len(board.by_id["p1"].answers) == len(last_choices)


def test_a_second_person_in_the_same_browser_cannot_vote() -> None:
    board_with_vote = answer(open_board(poll()), ADA, {0})
    same_voter = SameVoter("browser", frozenset({"ada", "ben"}))
    with pytest.raises(Refusal, match="Somebody has voted from this browser already") as caught:
        questionnaires.answer(board_with_vote, BEN, "p1", (frozenset({1}),), same_voter)
    assert caught.value.code == "voted_already"
    changed = questionnaires.answer(board_with_vote, ADA, "p1", (frozenset({1}),), same_voter).board
    assert changed.by_id["p1"].counts(0) == [0, 1], "the voter could not change their vote"


def test_a_second_person_in_the_same_browser_can_answer_a_quiz() -> None:
    board_with_answer = answer(open_board(quiz(CUES)), ADA, {0})
    same_voter = SameVoter("browser", frozenset({"ada", "ben"}))
    assert questionnaires.answer(board_with_answer, BEN, "q1", (frozenset({1}),), same_voter).facts


def test_repeating_an_answer_changes_nothing() -> None:
    board = answer(open_board(poll()), ADA, {0})
    assert questionnaires.answer(board, ADA, "p1", (frozenset({0}),)) == (board, ())
    assert board.by_id["p1"].answers == (Answer("ada", "Ada", (frozenset({0}),)),)
