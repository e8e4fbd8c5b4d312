"""The live messages about polls and quizzes: what each carries, and which rule it calls."""

import secrets
from collections.abc import Callable, Mapping
from typing import NamedTuple

from reference_server.live import questionnaire_payloads as payloads
from reference_server.live.payload_checks import Fields, Payload
from reference_server.rules import questionnaires
from reference_server.rules.questionnaires import Board, Change, Questionnaire
from reference_server.rules.stage import Person


class Message(NamedTuple):
    """What a message must carry, and the command that it gives."""

    fields: Fields
    command: Callable[[Board, Person, Payload], Change]


def _on_one(command: Callable[[Board, Person, str], Change]) -> Message:
    return Message(payloads.QUESTIONNAIRE, lambda board, by, payload: command(board, by, payload["questionnaire"]))


def _draft(read: Callable[[str, Payload], Questionnaire]) -> Callable[[Board, Person, Payload], Change]:
    """A new draft, by an id that the server gives it, or an older one written anew."""

    def command(board: Board, by: Person, payload: Payload) -> Change:
        if payload["id"] is None:
            return questionnaires.draft(board, by, read(secrets.token_hex(8), payload))
        return questionnaires.redraft(board, by, read(payload["id"], payload))

    return command


MESSAGES: Mapping[str, Message] = {
    "set_polls": Message(payloads.ON, lambda board, by, payload: questionnaires.set_polls(board, by, payload["on"])),
    "set_quizzes": Message(
        payloads.ON, lambda board, by, payload: questionnaires.set_quizzes(board, by, payload["on"])
    ),
    "draft_poll": Message(payloads.DRAFT_POLL, _draft(payloads.poll)),
    "draft_quiz": Message(payloads.DRAFT_QUIZ, _draft(payloads.quiz)),
    "open_questionnaire": _on_one(questionnaires.open_),
    "close_questionnaire": _on_one(questionnaires.close),
    "discard_questionnaire": _on_one(questionnaires.discard),
    "answer_questionnaire": Message(
        payloads.ANSWER, lambda board, by, payload: questionnaires.answer(board, by, **payload)
    ),
}
