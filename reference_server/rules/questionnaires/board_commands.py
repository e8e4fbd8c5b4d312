"""The commands on polls and quizzes: moderators draft, open and close them, and attendees answer.

Source: VIEW-6 to VIEW-8 and MODERATE-5. Like those of the stage, these functions are pure: a command takes a board and
the participant who gives it, and returns the next board and the facts, or raises a `Refusal`.
"""

from dataclasses import replace

from reference_server.rules.questionnaires.board import (
    MOST_OF_A_KIND,
    Answer,
    Board,
    BoardChange,
    BoardFact,
    BoardFactKind,
    Choices,
    Phase,
    Questionnaire,
    QuestionnaireKind,
    SameVoter,
)
from reference_server.rules.questionnaires.board_guards import (
    PLURALS,
    require_fitting_choices,
    require_moderator_role,
    require_own_vote,
    require_phase,
    require_questionnaire,
    require_valid_draft,
)
from reference_server.rules.stage import Participant, Refusal, Role

# Commands of moderators


def set_polls(board: Board, by: Participant, on: bool) -> BoardChange:
    """Offer polls in the session, or stop offering them; existing polls do not change (MODERATE-5)."""
    return _set_offered(board, by, QuestionnaireKind.POLL, on, BoardFactKind.POLLS_SET)


def set_quizzes(board: Board, by: Participant, on: bool) -> BoardChange:
    """Offer quizzes in the session, or stop offering them; existing quizzes do not change (MODERATE-5)."""
    return _set_offered(board, by, QuestionnaireKind.QUIZ, on, BoardFactKind.QUIZZES_SET)


def draft(board: Board, by: Participant, new: Questionnaire) -> BoardChange:
    """Add a draft, which only moderators see until it is opened."""
    require_valid_draft(board, by, new)
    if len(board.of(new.kind)) >= MOST_OF_A_KIND:
        kinds = PLURALS[new.kind].lower()
        raise Refusal("too_many", f"There are {MOST_OF_A_KIND} {kinds} in this session. Delete one first.")
    added = replace(board, questionnaires=(*board.questionnaires, new))
    return BoardChange(added, (BoardFact(BoardFactKind.DRAFTED, by.id, new.id),))


def redraft(board: Board, by: Participant, new: Questionnaire) -> BoardChange:
    """Replace a draft's title and questions."""
    require_valid_draft(board, by, new)
    older = require_questionnaire(board, new.id)
    require_phase(older, Phase.DRAFT, "It was opened already. Write a new one.")
    if older.kind is not new.kind:
        raise Refusal("unsound", "A poll stays a poll, and a quiz a quiz.")
    return _changed(board, by, BoardFactKind.REDRAFTED, replace(older, title=new.title, questions=new.questions))


def open_(board: Board, by: Participant, questionnaire: str) -> BoardChange:
    """Open a draft: from now on attendees see and answer it (VIEW-6, VIEW-7)."""
    require_moderator_role(by)
    target = require_questionnaire(board, questionnaire)
    require_phase(target, Phase.DRAFT, "It was opened already.")
    return _changed(board, by, BoardFactKind.OPENED, replace(target, phase=Phase.OPEN))


def close(board: Board, by: Participant, questionnaire: str) -> BoardChange:
    """Close a questionnaire permanently: everybody sees the results meant for them (VIEW-6, VIEW-7)."""
    require_moderator_role(by)
    target = require_questionnaire(board, questionnaire)
    require_phase(target, Phase.OPEN, "It is not open.")
    return _changed(board, by, BoardFactKind.CLOSED, replace(target, phase=Phase.CLOSED))


def discard(board: Board, by: Participant, questionnaire: str) -> BoardChange:
    """Delete a questionnaire with its answers, unless it is open."""
    require_moderator_role(by)
    target = require_questionnaire(board, questionnaire)
    if target.phase is Phase.OPEN:
        raise Refusal("wrong_phase", f"The {target.kind} is open. Close it before you delete it.")
    remaining = tuple(other for other in board.questionnaires if other.id != target.id)
    fact = BoardFact(BoardFactKind.DISCARDED, by.id, target.id)
    return BoardChange(replace(board, questionnaires=remaining), (fact,))


# Commands of attendees


def answer(
    board: Board,
    by: Participant,
    questionnaire: str,
    choices: tuple[Choices, ...],
    same_voter: SameVoter | None = None,
) -> BoardChange:
    """Answer an open questionnaire; a later answer replaces the person's earlier one (VIEW-6, VIEW-7).

    An answer to a poll is refused if one of the other people of `same_voter` has voted in it.
    """
    if by.role is not Role.ATTENDEE:
        raise Refusal("not_an_attendee", "Moderators ask the questions; attendees answer them.")
    target = require_questionnaire(board, questionnaire)
    require_phase(target, Phase.OPEN, f"The {target.kind} is not open for answers.")
    require_fitting_choices(target, choices)
    require_own_vote(target, by, same_voter)
    new = Answer(by.id, by.name, choices)
    if target.by_person.get(by.id) == new:
        return BoardChange(board, ())
    answers = {**target.by_person, by.id: new}
    return _changed(board, by, BoardFactKind.ANSWERED, replace(target, answers=tuple(answers.values())))


# Available commands


def list_board_commands(board: Board, by: Participant) -> list[str]:
    """Return the names of the commands that a person may apply to the board as a whole."""
    if by.role is not Role.MODERATOR:
        return []
    return ["set_polls", "set_quizzes", *(f"draft_{kind}" for kind in QuestionnaireKind if kind in board.offered)]


def list_questionnaire_commands(questionnaire: Questionnaire, by: Participant) -> list[str]:
    """Return the names of the commands that a person may apply to one questionnaire of an offered kind."""
    phase = questionnaire.phase
    if by.role is not Role.MODERATOR:
        return ["answer"] if phase is Phase.OPEN else []
    return {Phase.DRAFT: ["open", "redraft", "discard"], Phase.OPEN: ["close"], Phase.CLOSED: ["discard"]}[phase]


# Helpers that create the next board


def _set_offered(
    board: Board, by: Participant, kind: QuestionnaireKind, on: bool, fact_kind: BoardFactKind
) -> BoardChange:
    require_moderator_role(by)
    if (kind in board.offered) is on:
        return BoardChange(board, ())
    return BoardChange(replace(board, offered=board.offered ^ {kind}), (BoardFact(fact_kind, by.id),))


def _changed(board: Board, by: Participant, fact_kind: BoardFactKind, after: Questionnaire) -> BoardChange:
    if after == board.by_id[after.id]:
        return BoardChange(board, ())
    changed = tuple(after if other.id == after.id else other for other in board.questionnaires)
    return BoardChange(replace(board, questionnaires=changed), (BoardFact(fact_kind, by.id, after.id),))
