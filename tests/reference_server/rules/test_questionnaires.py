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
BOTH = Board(frozenset(QuestionnaireKind))
YES_NO = Question("Outdoors?", ("Yes", "No"))
CUES = Question("Who calls the cues?", ("Manager", "Prompter", "Usher"), right=frozenset({0}))
RIG = Question("What is a rig?", ("Truss", "Gauze", "Hoist"), several=True, right=frozenset({0, 2}))


def poll(question: Question = YES_NO) -> Questionnaire:
    return Questionnaire("p1", QuestionnaireKind.POLL, "", (question,))


def quiz(*questions: Question, title: str = "Stagecraft") -> Questionnaire:
    return Questionnaire("q1", QuestionnaireKind.QUIZ, title, questions)


def opened(asked: Questionnaire) -> Board:
    """Return a board on which the questionnaire is open."""
    return questionnaires.open_(questionnaires.draft(BOTH, MAYA, asked).board, MAYA, asked.id).board


def answered(board: Board, by: Participant, *choices: set[int]) -> Board:
    """Return the board after a person's answer to the only questionnaire."""
    return questionnaires.answer(board, by, board.questionnaires[0].id, tuple(map(frozenset, choices))).board


def refused(asked: Questionnaire) -> str:
    """Return the message of the refusal of this draft."""
    with pytest.raises(Refusal) as caught:
        questionnaires.draft(BOTH, MAYA, asked)
    assert caught.value.code in (
        "unsound",
        "bad_title",
        "bad_question",
        "bad_number_of_options",
        "bad_options",
        "none_right",
    )
    return caught.value.message


def test_the_longest_questionnaires_can_be_asked() -> None:
    options = tuple(f"{number:0120}" for number in range(10))
    question = Question("?" * 300, options, right=frozenset({9}))
    assert questionnaires.draft(BOTH, MAYA, poll(Question("?" * 300, options))).facts
    assert questionnaires.draft(BOTH, MAYA, quiz(*[question] * 20, title="T" * 100)).facts


def test_all_options_of_a_question_can_be_right() -> None:
    question = Question("Who bows?", ("Cast", "Crew"), several=True, right=frozenset({0, 1}))
    assert questionnaires.draft(BOTH, MAYA, quiz(question)).facts


@pytest.mark.parametrize(
    ("asked", "complaint"),
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
def test_what_cannot_be_asked_is_refused_by_a_sentence_that_says_why(asked: Questionnaire, complaint: str) -> None:
    assert refused(asked) == complaint


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (poll(Question("", ("Yes", "No"))), "bad_question"),
        (poll(Question("?", ("Yes",))), "bad_number_of_options"),
        (poll(Question("?", ("Yes", "yes"))), "bad_options"),
        (Questionnaire("q1", QuestionnaireKind.QUIZ, "", (YES_NO,)), "bad_title"),
        (Questionnaire("q1", QuestionnaireKind.QUIZ, "Quiz", (YES_NO, Question("", ("Yes",)))), "bad_question"),
        (Questionnaire("q1", QuestionnaireKind.QUIZ, "Quiz", (YES_NO,)), "none_right"),
    ],
)
def test_the_refusals_code_says_which_field_it_is_about(asked: Questionnaire, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        questionnaires.draft(BOTH, MAYA, asked)
    assert caught.value.code == code


def test_there_are_fifty_polls_at_most_and_as_many_quizzes() -> None:
    polls = tuple(Questionnaire(f"p{number}", QuestionnaireKind.POLL, "", (YES_NO,)) for number in range(50))
    full = Board(frozenset(QuestionnaireKind), polls)
    with pytest.raises(Refusal) as caught:
        questionnaires.draft(full, MAYA, poll())
    assert caught.value.code == "too_many"
    assert questionnaires.draft(full, MAYA, quiz(CUES)).facts


DRAFTED, FIFTY = questionnaires.draft(BOTH, MAYA, poll()).board, (poll(),) * 50
OPENED = questionnaires.open_(DRAFTED, MAYA, "p1").board
NO_CHOICE, FIRST = (frozenset[int](),), (frozenset({0}),)


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        (lambda: questionnaires.open_(DRAFTED, ADA, "p1"), "not_a_moderator", "Only a moderator can do this."),
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
            lambda: questionnaires.open_(BOTH, MAYA, "p1"),
            "unknown_questionnaire",
            "That poll or quiz no longer exists.",
        ),
        (
            lambda: questionnaires.draft(Board(BOTH.offered, FIFTY), MAYA, poll()),
            "too_many",
            "There are 50 polls in this session. Delete one first.",
        ),
        (
            lambda: questionnaires.redraft(OPENED, MAYA, poll()),
            "wrong_phase",
            "It was opened already. Write a new one.",
        ),
        (
            lambda: questionnaires.redraft(DRAFTED, MAYA, Questionnaire("p1", QuestionnaireKind.QUIZ, "Q", (CUES,))),
            "unsound",
            "A poll stays a poll, and a quiz a quiz.",
        ),
        (lambda: questionnaires.open_(OPENED, MAYA, "p1"), "wrong_phase", "It was opened already."),
        (lambda: questionnaires.close(DRAFTED, MAYA, "p1"), "wrong_phase", "It is not open."),
        (
            lambda: questionnaires.discard(OPENED, MAYA, "p1"),
            "wrong_phase",
            "The poll is open. Close it before you delete it.",
        ),
        (
            lambda: questionnaires.answer(OPENED, MAYA, "p1", FIRST),
            "not_an_attendee",
            "Moderators ask the questions; attendees answer them.",
        ),
        (
            lambda: questionnaires.answer(DRAFTED, ADA, "p1", FIRST),
            "wrong_phase",
            "The poll is not open for answers.",
        ),
        (
            lambda: questionnaires.answer(OPENED, ADA, "p1", FIRST * 2),
            "bad_answer",
            "The answer does not fit the questions.",
        ),
        (lambda: questionnaires.answer(OPENED, ADA, "p1", NO_CHOICE), "no_choice", "Choose an option first."),
    ],
)
def test_a_refusal_has_a_code_and_a_sentence(command: Callable[[], BoardChange], code: str, message: str) -> None:
    with pytest.raises(Refusal) as caught:
        command()
    assert (caught.value.code, caught.value.message) == (code, message)


def test_a_poll_cannot_be_written_anew_as_a_quiz() -> None:
    drafted = questionnaires.draft(BOTH, MAYA, poll()).board
    with pytest.raises(Refusal, match=r"A poll stays a poll"):
        questionnaires.redraft(drafted, MAYA, Questionnaire("p1", QuestionnaireKind.QUIZ, "Stagecraft", (CUES,)))


def test_a_draft_written_anew_keeps_its_place() -> None:
    first = questionnaires.draft(BOTH, MAYA, poll()).board
    second = questionnaires.draft(first, MAYA, quiz(CUES)).board
    anew = questionnaires.redraft(second, MAYA, poll(Question("Indoors?", ("Yes", "No")))).board
    assert [questionnaire.id for questionnaire in anew.questionnaires] == ["p1", "q1"]
    assert anew.by_id["p1"].questions[0].text == "Indoors?"


@pytest.mark.parametrize("choices", [[set[int]()], [{2}], [{0, 1}], [{-1}], [{0}, {0}], []])
def test_an_answer_that_does_not_fit_is_refused(choices: list[set[int]]) -> None:
    with pytest.raises(Refusal) as caught:
        answered(opened(poll()), ADA, *choices)
    assert caught.value.code == ("no_choice" if choices == [set()] else "bad_answer")


def test_of_several_choices_any_number_can_be_chosen() -> None:
    board = opened(poll(Question("What?", ("a", "b", "c"), several=True)))
    board = answered(answered(board, ADA, {0, 1, 2}), BEN, {1})
    assert board.by_id["p1"].counts(0) == [1, 2, 1]


def test_a_quiz_may_be_answered_in_part() -> None:
    board = answered(opened(quiz(CUES, RIG)), ADA, set(), {0, 2})
    assert board.by_id["q1"].score(board.by_id["q1"].by_person["ada"]) == 1


@pytest.mark.parametrize(
    ("cues", "rig", "score"),
    [({0}, {0, 2}, 2), ({0}, {0}, 1), ({0}, {0, 1, 2}, 1), ({1}, {0, 2}, 1), ({1}, {1}, 0)],
)
def test_a_question_counts_when_all_that_is_right_was_chosen_and_nothing_else(
    cues: set[int], rig: set[int], score: int
) -> None:
    board = questionnaires.close(answered(opened(quiz(CUES, RIG)), ADA, cues, rig), MAYA, "q1").board
    assert board_view(board, ADA)["quizzes"][0]["score"] == score
    (result,) = board_view(board, MAYA)["quizzes"][0]["results"]
    assert (result["name"], result["score"]) == ("Ada", score)


def test_an_answer_with_a_choice_too_few_has_no_score() -> None:
    with pytest.raises(ValueError, match="shorter"):
        quiz(CUES, RIG).score(Answer("ada", "Ada", (frozenset({0}),)))


VOTES = st.lists(st.tuples(st.sampled_from(["ada", "ben", "cleo", "dana"]), st.integers(0, 1)), max_size=30)


@settings(deadline=None)
@given(VOTES)
def test_everybodys_last_vote_counts_and_only_that(votes: list[tuple[str, int]]) -> None:
    board = opened(poll())
    for name, choice in votes:
        board = answered(board, Participant(name, name.title(), Role.ATTENDEE), {choice})
    last = dict(votes).values()
    assert board.by_id["p1"].counts(0) == [list(last).count(0), list(last).count(1)]
    assert len(board.by_id["p1"].answers) == len(last)


def test_who_shares_a_browser_with_a_voter_has_no_vote_of_their_own() -> None:
    voted = answered(opened(poll()), ADA, {0})
    same = SameVoter("browser", frozenset({"ada", "ben"}))
    with pytest.raises(Refusal, match="Somebody has voted from this browser already") as caught:
        questionnaires.answer(voted, BEN, "p1", (frozenset({1}),), same)
    assert caught.value.code == "voted_already"
    changed = questionnaires.answer(voted, ADA, "p1", (frozenset({1}),), same).board
    assert changed.by_id["p1"].counts(0) == [0, 1], "a vote can be changed"


def test_who_shares_a_browser_answers_a_quiz_as_a_person() -> None:
    tried = answered(opened(quiz(CUES)), ADA, {0})
    same = SameVoter("browser", frozenset({"ada", "ben"}))
    assert questionnaires.answer(tried, BEN, "q1", (frozenset({1}),), same).facts


def test_the_same_answer_again_changes_nothing() -> None:
    board = answered(opened(poll()), ADA, {0})
    assert questionnaires.answer(board, ADA, "p1", (frozenset({0}),)) == (board, ())
    assert board.by_id["p1"].answers == (Answer("ada", "Ada", (frozenset({0}),)),)
