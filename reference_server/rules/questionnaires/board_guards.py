"""Guards of the board's commands: each raises a Refusal if a command is not allowed."""

from reference_server.rules.questionnaires.board import (
    FEWEST_OPTIONS,
    LONGEST_OPTION,
    LONGEST_QUESTION,
    LONGEST_TITLE,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    Board,
    Choices,
    Phase,
    Question,
    Questionnaire,
    QuestionnaireKind,
    SameVoter,
)
from reference_server.rules.stage import Participant, Refusal, Role

PLURALS = {QuestionnaireKind.POLL: "Polls", QuestionnaireKind.QUIZ: "Quizzes"}


def require_moderator_role(by: Participant) -> None:
    """Refuse the command to anybody but moderators (SAFE-1)."""
    if by.role is not Role.MODERATOR:
        raise Refusal("not_a_moderator", "Only a moderator can do this.")


def require_offered_kind(board: Board, kind: QuestionnaireKind) -> None:
    """Refuse unless the session offers questionnaires of this kind."""
    if kind not in board.offered:
        raise Refusal("not_offered", f"{PLURALS[kind]} are not offered in this session at the moment.")


def require_questionnaire(board: Board, id: str) -> Questionnaire:
    """Return the questionnaire; refuse if it does not exist or its kind is not offered."""
    questionnaire = board.by_id.get(id)
    if questionnaire is None:
        raise Refusal("unknown_questionnaire", "That poll or quiz no longer exists.")
    require_offered_kind(board, questionnaire.kind)
    return questionnaire


def require_valid_draft(board: Board, by: Participant, draft: Questionnaire) -> None:
    """Refuse unless a moderator drafts a complete questionnaire of an offered kind."""
    require_moderator_role(by)
    require_offered_kind(board, draft.kind)
    _require_complete(draft)


def require_phase(questionnaire: Questionnaire, phase: Phase, message: str) -> None:
    """Refuse with this message unless the questionnaire is in this phase."""
    if questionnaire.phase is not phase:
        raise Refusal("wrong_phase", message)


def require_fitting_choices(questionnaire: Questionnaire, choices: tuple[Choices, ...]) -> None:
    """Refuse choices that do not fit the questions, and an answer without any choice."""
    pairs = list(zip(questionnaire.questions, choices, strict=False))
    is_fitting = len(choices) == len(questionnaire.questions) and all(_is_possible(*pair) for pair in pairs)
    if not is_fitting:
        raise Refusal("bad_answer", "The answer does not fit the questions.")
    if not any(choices):
        raise Refusal("no_choice", "Choose an option first.")


def require_own_vote(questionnaire: Questionnaire, by: Participant, same_voter: SameVoter | None) -> None:
    """Refuse a vote in a poll if another person who counts as the same voter has voted.

    A quiz has no such limit.
    """
    if same_voter is None or questionnaire.kind is not QuestionnaireKind.POLL:
        return
    if same_voter.people & questionnaire.by_person.keys() - {by.id}:
        shared = same_voter.shared
        message = f"Somebody has voted from this {shared} already, and each {shared} has one vote in a poll here."
        raise Refusal("voted_already", message)


def _is_possible(question: Question, chosen: Choices) -> bool:
    return chosen <= frozenset(range(len(question.options))) and (question.several or len(chosen) <= 1)


def _require_complete(draft: Questionnaire) -> None:
    refusal = _refusal_of_draft(draft) or next(filter(None, map(_refusal_of_question, draft.questions)), None)
    is_quiz = draft.kind is QuestionnaireKind.QUIZ
    if refusal is None and is_quiz and not all(question.right for question in draft.questions):
        refusal = Refusal("none_right", "Mark at least one option of each question as right.")
    if refusal:
        raise refusal


def _refusal_of_draft(draft: Questionnaire) -> Refusal | None:
    if draft.kind is QuestionnaireKind.POLL:
        return None if len(draft.questions) == 1 else Refusal("unsound", "A poll has one question.")
    if not 1 <= len(draft.title) <= LONGEST_TITLE:
        return Refusal("bad_title", f"Give the quiz a title of 1 to {LONGEST_TITLE} characters.")
    if not 1 <= len(draft.questions) <= MOST_QUESTIONS:
        return Refusal("unsound", f"A quiz has 1 to {MOST_QUESTIONS} questions.")
    return None


def _refusal_of_question(question: Question) -> Refusal | None:
    if not 1 <= len(question.text) <= LONGEST_QUESTION:
        return Refusal("bad_question", f"Write a question of 1 to {LONGEST_QUESTION} characters.")
    if not FEWEST_OPTIONS <= len(question.options) <= MOST_OPTIONS:
        message = f"Give “{question.text}” {FEWEST_OPTIONS} to {MOST_OPTIONS} options."
        return Refusal("bad_number_of_options", message)
    problem = _problem_of_options(question)
    return Refusal("bad_options", problem) if problem else None


def _problem_of_options(question: Question) -> str | None:
    if not all(1 <= len(option) <= LONGEST_OPTION for option in question.options):
        return f"Give each option of “{question.text}” 1 to {LONGEST_OPTION} characters."
    if len({option.casefold() for option in question.options}) < len(question.options):
        return f"Two options of “{question.text}” are the same."
    if not question.right <= frozenset(range(len(question.options))):
        return f"“{question.text}” marks an option as right that does not exist."
    return None
