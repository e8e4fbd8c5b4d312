"""The messages about polls and quizzes: the payload of each, and the command that it runs."""

import secrets
from collections.abc import Callable, Mapping
from typing import NamedTuple

from reference_server.live import questionnaire_payloads as payloads
from reference_server.live.announcing import Announcer
from reference_server.live.message_type import Facts, Handler, MessageType, MessageTypes
from reference_server.live.payload_checks import Fields, Payload
from reference_server.live.presence import Connection
from reference_server.live.same_voter import SameVoters
from reference_server.rules import questionnaires, stage
from reference_server.rules.questionnaires import Board, BoardChange, Questionnaire
from reference_server.rules.stage import Participant, StageState
from reference_server.storage.session_store import SessionStore

Command = Callable[[Board, Participant, Payload], BoardChange]


class BoardMessage(NamedTuple):
    """The payload that a message must have, and the command that it runs."""

    fields: Fields
    command: Command


def _set_polls(board: Board, by: Participant, payload: Payload) -> BoardChange:
    return questionnaires.set_polls(board, by, payload["on"])


def _set_quizzes(board: Board, by: Participant, payload: Payload) -> BoardChange:
    return questionnaires.set_quizzes(board, by, payload["on"])


def _answer(board: Board, by: Participant, payload: Payload) -> BoardChange:
    return questionnaires.answer(board, by, **payload)


def _on_questionnaire(command: Callable[[Board, Participant, str], BoardChange]) -> BoardMessage:
    return BoardMessage(payloads.QUESTIONNAIRE, lambda board, by, payload: command(board, by, payload["questionnaire"]))


def _draft_command(read: Callable[[str, Payload], Questionnaire]) -> Command:
    def command(board: Board, by: Participant, payload: Payload) -> BoardChange:
        """Add a draft with an id made by the server, or replace the draft of the given id."""
        if payload["id"] is None:
            return questionnaires.draft(board, by, read(secrets.token_hex(8), payload))
        return questionnaires.redraft(board, by, read(payload["id"], payload))

    return command


MESSAGES: Mapping[str, BoardMessage] = {
    "set_polls": BoardMessage(payloads.ON, _set_polls),
    "set_quizzes": BoardMessage(payloads.ON, _set_quizzes),
    "draft_poll": BoardMessage(payloads.DRAFT_POLL, _draft_command(payloads.poll)),
    "draft_quiz": BoardMessage(payloads.DRAFT_QUIZ, _draft_command(payloads.quiz)),
    "open_questionnaire": _on_questionnaire(questionnaires.open_),
    "close_questionnaire": _on_questionnaire(questionnaires.close),
    "discard_questionnaire": _on_questionnaire(questionnaires.discard),
    "answer_questionnaire": BoardMessage(payloads.ANSWER, _answer),
}


class QuestionnaireMessages:
    """Runs commands on polls and quizzes and announces what they change. Call it with the lock held."""

    def __init__(self, store: SessionStore, announcer: Announcer, voters: SameVoters) -> None:
        self._store = store
        self._voters = voters
        self._announcer = announcer

    def types(self) -> MessageTypes:
        """Return the types of these messages."""
        handlers = {name: self._handler_for(message.command) for name, message in MESSAGES.items()}
        handlers["answer_questionnaire"] = self.answer
        return {name: MessageType(message.fields, handlers[name]) for name, message in MESSAGES.items()}

    def answer(self, connection: Connection, payload: Payload) -> Facts:
        """Answer an open questionnaire; a later answer replaces the person's earlier one (VIEW-6, VIEW-7)."""
        questionnaire = payload["questionnaire"]
        voter = self._voters.of(connection, questionnaire)
        facts = self._handler_for(_answer)(connection, {**payload, "same_voter": voter})
        self._voters.note(connection, questionnaire)
        return facts

    def _handler_for(self, command: Command) -> Handler:
        def handler(connection: Connection, payload: Payload) -> Facts:
            def run(state: StageState, board: Board) -> BoardChange:
                return command(board, stage.require_present(state, connection.person), payload)

            facts = self._store.run_on_board(connection.session, run)
            if facts:
                self._announcer.announce(connection.session)
            return facts

        return handler
