"""Checks of the payloads about polls and quizzes.

The rules check whether a questionnaire is complete.
"""

from reference_server.live.payload_checks import (
    BadValue,
    Check,
    Converted,
    Fields,
    ListOf,
    Nullable,
    ObjectOf,
    Payload,
    flag,
    identifier,
    text,
)
from reference_server.rules.questionnaires import (
    LONGEST_OPTION,
    LONGEST_QUESTION,
    LONGEST_TITLE,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    Choices,
    Question,
    Questionnaire,
    QuestionnaireKind,
)
from reference_server.rules.user_text import one_line


def _line(longest: int) -> Check:
    raw = text(longest)
    return lambda value: one_line(raw(value))


def _option_index(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < MOST_OPTIONS:
        raise BadValue("must be the indexes of options, from 0")
    return value


def _as_choices(indexes: tuple[int, ...]) -> Choices:
    if len(set(indexes)) < len(indexes):
        raise BadValue("must contain each option at most once")
    return frozenset(indexes)


def _as_quiz_question(fields: Payload) -> Question:
    return Question(**fields, several=len(fields["right"]) > 1)


_choices = Converted(ListOf(_option_index, MOST_OPTIONS), _as_choices)
_OPTIONS: Fields = {"text": _line(LONGEST_QUESTION), "options": ListOf(_line(LONGEST_OPTION), MOST_OPTIONS)}
_poll_question = Converted(ObjectOf({**_OPTIONS, "several": flag}), lambda fields: Question(**fields))
_quiz_question = Converted(ObjectOf({**_OPTIONS, "right": _choices}), _as_quiz_question)

ON: Fields = {"on": flag}
QUESTIONNAIRE: Fields = {"questionnaire": identifier}
DRAFT_POLL: Fields = {"id": Nullable(identifier), "question": _poll_question}
DRAFT_QUIZ: Fields = {
    "id": Nullable(identifier),
    "title": _line(LONGEST_TITLE),
    "questions": ListOf(_quiz_question, MOST_QUESTIONS),
}
ANSWER: Fields = {**QUESTIONNAIRE, "choices": ListOf(_choices, MOST_QUESTIONS)}


def poll(id: str, payload: Payload) -> Questionnaire:
    """Return the poll that a payload describes."""
    return Questionnaire(id, QuestionnaireKind.POLL, "", (payload["question"],))


def quiz(id: str, payload: Payload) -> Questionnaire:
    """Return the quiz that a payload describes."""
    return Questionnaire(id, QuestionnaireKind.QUIZ, payload["title"], payload["questions"])
