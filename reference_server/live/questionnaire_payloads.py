"""Checks of the payloads about polls and quizzes; whether a questionnaire is complete is up to the rules."""

from reference_server.live.payload_checks import (
    BadValue,
    Check,
    Fields,
    Payload,
    fields_of,
    flag,
    identifier,
    optional,
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


def _list_of(check: Check, longest: int) -> Check:
    def checked_list(value: object) -> tuple[object, ...]:
        if not isinstance(value, list) or len(value) > longest:
            raise BadValue(f"must be a list of at most {longest}")
        return tuple(check(item) for item in value)

    return checked_list


def _option_index(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < MOST_OPTIONS:
        raise BadValue("must hold the places of options, counted from 0")
    return value


def _choices(value: object) -> Choices:
    indexes = _list_of(_option_index, MOST_OPTIONS)(value)
    if len(set(indexes)) < len(indexes):
        raise BadValue("must hold each option once at most")
    return frozenset(indexes)


_OPTIONS: Fields = {"text": _line(LONGEST_QUESTION), "options": _list_of(_line(LONGEST_OPTION), MOST_OPTIONS)}
_poll_fields = fields_of({**_OPTIONS, "several": flag})
_quiz_fields = fields_of({**_OPTIONS, "right": _choices})


def _poll_question(value: object) -> Question:
    return Question(**_poll_fields(value))


def _quiz_question(value: object) -> Question:
    fields = _quiz_fields(value)
    return Question(**fields, several=len(fields["right"]) > 1)


ON: Fields = {"on": flag}
QUESTIONNAIRE: Fields = {"questionnaire": identifier}
DRAFT_POLL: Fields = {"id": optional(identifier), "question": _poll_question}
DRAFT_QUIZ: Fields = {
    "id": optional(identifier),
    "title": _line(LONGEST_TITLE),
    "questions": _list_of(_quiz_question, MOST_QUESTIONS),
}
ANSWER: Fields = {**QUESTIONNAIRE, "choices": _list_of(_choices, MOST_QUESTIONS)}


def poll(id: str, payload: Payload) -> Questionnaire:
    """Return the poll that a payload describes."""
    return Questionnaire(id, QuestionnaireKind.POLL, "", (payload["question"],))


def quiz(id: str, payload: Payload) -> Questionnaire:
    """Return the quiz that a payload describes."""
    return Questionnaire(id, QuestionnaireKind.QUIZ, payload["title"], payload["questions"])
