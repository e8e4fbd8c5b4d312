"""What may stand in the messages about polls and quizzes. Whether it makes sense is for the rules to say."""

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
    Kind,
    Question,
    Questionnaire,
)
from reference_server.rules.user_text import one_line


def _line(longest: int) -> Check:
    raw = text(longest)
    return lambda value: one_line(raw(value))


def _list_of(check: Check, longest: int) -> Check:
    def checked_list(value: object) -> tuple[object, ...]:
        if not isinstance(value, list) or len(value) > longest:
            raise BadValue(f"must be a list of at most {longest}")
        return tuple(check(one) for one in value)

    return checked_list


def _place(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < MOST_OPTIONS:
        raise BadValue("must hold the places of options, counted from 0")
    return value


def _choices(value: object) -> Choices:
    places = _list_of(_place, MOST_OPTIONS)(value)
    if len(set(places)) < len(places):
        raise BadValue("must hold each option once at most")
    return frozenset(places)


_OPTIONS: Fields = {"text": _line(LONGEST_QUESTION), "options": _list_of(_line(LONGEST_OPTION), MOST_OPTIONS)}
_poll_question = fields_of({**_OPTIONS, "several": flag})
_quiz_question = fields_of({**_OPTIONS, "right": _choices})


def _in_poll(value: object) -> Question:
    return Question(**_poll_question(value))


def _in_quiz(value: object) -> Question:
    given = _quiz_question(value)
    return Question(**given, several=len(given["right"]) > 1)


ON: Fields = {"on": flag}
QUESTIONNAIRE: Fields = {"questionnaire": identifier}
DRAFT_POLL: Fields = {"id": optional(identifier), "question": _in_poll}
DRAFT_QUIZ: Fields = {
    "id": optional(identifier),
    "title": _line(LONGEST_TITLE),
    "questions": _list_of(_in_quiz, MOST_QUESTIONS),
}
ANSWER: Fields = {**QUESTIONNAIRE, "choices": _list_of(_choices, MOST_QUESTIONS)}


def poll(id: str, payload: Payload) -> Questionnaire:
    """The poll that a message describes."""
    return Questionnaire(id, Kind.POLL, "", (payload["question"],))


def quiz(id: str, payload: Payload) -> Questionnaire:
    """The quiz that a message describes."""
    return Questionnaire(id, Kind.QUIZ, payload["title"], payload["questions"])
