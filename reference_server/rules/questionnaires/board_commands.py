"""The rules of polls and quizzes: who writes, opens and closes them, and who answers (VIEW-6 to VIEW-8, MODERATE-5).

Both are questionnaires: a poll is one question about what people think, a quiz is up to twenty questions that have
right answers. As with the stage, nothing here reads a clock, a file or a network: a command takes the board and who
gives the command, and returns the next board and the facts, or raises a `Refusal` and changes nothing.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from reference_server.rules.stage import Person, Refusal, Role

LONGEST_TITLE = 100
LONGEST_QUESTION = 300
LONGEST_OPTION = 120
FEWEST_OPTIONS, MOST_OPTIONS = 2, 10
MOST_QUESTIONS = 20
MOST_OF_A_KIND = 50

Choices = frozenset[int]
"""The options chosen under one question, by their places from 0."""


class Kind(StrEnum):
    """What sort of questionnaire it is."""

    POLL = "poll"
    QUIZ = "quiz"


class Phase(StrEnum):
    """A questionnaire is written, then open for answers, then closed for good."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Happening(StrEnum):
    """What can happen to the board."""

    POLLS_SET = "polls_set"
    QUIZZES_SET = "quizzes_set"
    DRAFTED = "drafted"
    REDRAFTED = "redrafted"
    OPENED = "opened"
    CLOSED = "closed"
    DISCARDED = "discarded"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Fact:
    """One thing that happened: what, by whose doing, and to which questionnaire (None: to the whole board)."""

    kind: Happening
    by: str
    questionnaire: str | None = None


@dataclass(frozen=True)
class Question:
    """A question with its options; `several` says whether more than one may be chosen, `right` which are right."""

    text: str
    options: tuple[str, ...]
    several: bool = False
    right: Choices = frozenset()


@dataclass(frozen=True)
class Answer:
    """One attendee's choices, question by question. The name is kept with it, since people leave."""

    person: str
    name: str
    choices: tuple[Choices, ...]


@dataclass(frozen=True)
class Questionnaire:
    """A poll or a quiz. A poll has no title but its one question. Answers stand in order of their first arrival."""

    id: str
    kind: Kind
    title: str
    questions: tuple[Question, ...]
    phase: Phase = Phase.DRAFT
    answers: tuple[Answer, ...] = ()

    @cached_property
    def by_person(self) -> dict[str, Answer]:
        """The answers by person; nobody has two."""
        return {answer.person: answer for answer in self.answers}

    def counts(self, question: int) -> list[int]:
        """How many people chose each option of a question."""
        chosen = [answer.choices[question] for answer in self.answers]
        return [sum(option in one for one in chosen) for option in range(len(self.questions[question].options))]

    def score(self, answer: Answer) -> int:
        """How many questions were answered rightly: all that is right was chosen, and nothing else."""
        pairs = zip(self.questions, answer.choices, strict=True)
        return sum(question.right == choices for question, choices in pairs)


@dataclass(frozen=True)
class Board:
    """All polls and quizzes of a session, in the order in which they were written, and which kinds are offered."""

    offered: frozenset[Kind] = frozenset()
    questionnaires: tuple[Questionnaire, ...] = ()
    by_id: dict[str, Questionnaire] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {one.id: one for one in self.questionnaires})

    def of(self, kind: Kind) -> tuple[Questionnaire, ...]:
        """Those of one kind."""
        return tuple(one for one in self.questionnaires if one.kind is kind)


class Change(NamedTuple):
    """What a command came to: the next board, and the facts that lead there."""

    board: Board
    facts: tuple[Fact, ...]


# What moderators do


def set_polls(board: Board, by: Person, on: bool) -> Change:
    """Offer polls in the session, or offer them no more; those there are stay as they are (MODERATE-5)."""
    return _set_offered(board, by, Kind.POLL, on, Happening.POLLS_SET)


def set_quizzes(board: Board, by: Person, on: bool) -> Change:
    """Offer quizzes in the session, or offer them no more; those there are stay as they are (MODERATE-5)."""
    return _set_offered(board, by, Kind.QUIZ, on, Happening.QUIZZES_SET)


def draft(board: Board, by: Person, new: Questionnaire) -> Change:
    """Write a questionnaire, for moderators' eyes alone until it is opened."""
    _refuse_draft(board, by, new)
    if len(board.of(new.kind)) >= MOST_OF_A_KIND:
        kinds = _PLURAL[new.kind].lower()
        raise Refusal("too_many", f"There are {MOST_OF_A_KIND} {kinds} in this session. Delete one first.")
    added = replace(board, questionnaires=(*board.questionnaires, new))
    return Change(added, (Fact(Happening.DRAFTED, by.id, new.id),))


def redraft(board: Board, by: Person, new: Questionnaire) -> Change:
    """Write a draft anew."""
    _refuse_draft(board, by, new)
    older = _offered(board, new.id)
    _refuse_unless(older, Phase.DRAFT, "It was opened already. Write a new one.")
    if older.kind is not new.kind:
        raise Refusal("unsound", "A poll stays a poll, and a quiz a quiz.")
    return _changed(board, by, Happening.REDRAFTED, replace(older, title=new.title, questions=new.questions))


def open_(board: Board, by: Person, questionnaire: str) -> Change:
    """Ask a draft of the attendees: from now on they see and answer it (VIEW-6, VIEW-7)."""
    _moderator(by)
    one = _offered(board, questionnaire)
    _refuse_unless(one, Phase.DRAFT, "It was opened already.")
    return _changed(board, by, Happening.OPENED, replace(one, phase=Phase.OPEN))


def close(board: Board, by: Person, questionnaire: str) -> Change:
    """End the answering, for good: everybody sees the results that are meant for them (VIEW-6, VIEW-7)."""
    _moderator(by)
    one = _offered(board, questionnaire)
    _refuse_unless(one, Phase.OPEN, "It is not open.")
    return _changed(board, by, Happening.CLOSED, replace(one, phase=Phase.CLOSED))


def discard(board: Board, by: Person, questionnaire: str) -> Change:
    """Take a questionnaire away with its answers; not one that people are answering."""
    _moderator(by)
    one = _offered(board, questionnaire)
    if one.phase is Phase.OPEN:
        raise Refusal("wrong_phase", f"The {one.kind} is open. Close it before you delete it.")
    rest = tuple(other for other in board.questionnaires if other.id != one.id)
    return Change(replace(board, questionnaires=rest), (Fact(Happening.DISCARDED, by.id, one.id),))


# What attendees do


def answer(board: Board, by: Person, questionnaire: str, choices: tuple[Choices, ...]) -> Change:
    """Answer an open questionnaire, or answer it differently: the last answer counts, once (VIEW-6, VIEW-7)."""
    if by.role is not Role.ATTENDEE:
        raise Refusal("not_an_attendee", "Moderators ask the questions; attendees answer them.")
    one = _offered(board, questionnaire)
    _refuse_unless(one, Phase.OPEN, f"The {one.kind} is not open for answers.")
    _refuse_unfitting(one, choices)
    given = Answer(by.id, by.name, choices)
    if one.by_person.get(by.id) == given:
        return Change(board, ())
    answers = {**one.by_person, by.id: given}
    return _changed(board, by, Happening.ANSWERED, replace(one, answers=tuple(answers.values())))


# What is offered


def may(board: Board, by: Person) -> list[str]:
    """The commands offered to a person on the board as a whole."""
    if by.role is not Role.MODERATOR:
        return []
    return ["set_polls", "set_quizzes", *(f"draft_{kind}" for kind in Kind if kind in board.offered)]


def may_with(one: Questionnaire, by: Person) -> list[str]:
    """The commands offered to a person on one questionnaire of an offered kind."""
    if by.role is not Role.MODERATOR:
        return ["answer"] if one.phase is Phase.OPEN else []
    return {Phase.DRAFT: ["open", "redraft", "discard"], Phase.OPEN: ["close"], Phase.CLOSED: ["discard"]}[one.phase]


# Refusals


def _moderator(by: Person) -> None:
    if by.role is not Role.MODERATOR:
        raise Refusal("not_a_moderator", "Only a moderator can do this.")


def _refuse_if_not_offered(board: Board, kind: Kind) -> None:
    if kind not in board.offered:
        raise Refusal("not_offered", f"{_PLURAL[kind]} are not offered in this session at the moment.")


_PLURAL = {Kind.POLL: "Polls", Kind.QUIZ: "Quizzes"}


def _offered(board: Board, questionnaire: str) -> Questionnaire:
    one = board.by_id.get(questionnaire)
    if one is None:
        raise Refusal("unknown_questionnaire", "That poll or quiz is not there any more.")
    _refuse_if_not_offered(board, one.kind)
    return one


def _refuse_draft(board: Board, by: Person, new: Questionnaire) -> None:
    _moderator(by)
    _refuse_if_not_offered(board, new.kind)
    _refuse_unsound(new)


def _refuse_unless(one: Questionnaire, phase: Phase, otherwise: str) -> None:
    if one.phase is not phase:
        raise Refusal("wrong_phase", otherwise)


def _refuse_unfitting(one: Questionnaire, choices: tuple[Choices, ...]) -> None:
    pairs = list(zip(one.questions, choices, strict=False))
    if len(choices) != len(one.questions) or not all(_possible(question, chosen) for question, chosen in pairs):
        raise Refusal("bad_answer", "The answer does not fit the questions.")
    if not any(choices):
        raise Refusal("no_choice", "Choose an option first.")


def _possible(question: Question, chosen: Choices) -> bool:
    return chosen <= frozenset(range(len(question.options))) and (question.several or len(chosen) <= 1)


# What a questionnaire must be to be asked


def _refuse_unsound(one: Questionnaire) -> None:
    complaint = _complaint_about(one) or next(filter(None, map(_complaint_about_question, one.questions)), None)
    if complaint is None and one.kind is Kind.QUIZ and not all(question.right for question in one.questions):
        complaint = Refusal("none_right", "Mark at least one option of each question as right.")
    if complaint:
        raise complaint


def _complaint_about(one: Questionnaire) -> Refusal | None:
    if one.kind is Kind.POLL:
        return None if len(one.questions) == 1 else Refusal("unsound", "A poll has one question.")
    if not 1 <= len(one.title) <= LONGEST_TITLE:
        return Refusal("bad_title", f"Give the quiz a title of 1 to {LONGEST_TITLE} characters.")
    if not 1 <= len(one.questions) <= MOST_QUESTIONS:
        return Refusal("unsound", f"A quiz has 1 to {MOST_QUESTIONS} questions.")
    return None


def _complaint_about_question(question: Question) -> Refusal | None:
    if not 1 <= len(question.text) <= LONGEST_QUESTION:
        return Refusal("bad_question", f"Write a question of 1 to {LONGEST_QUESTION} characters.")
    if not FEWEST_OPTIONS <= len(question.options) <= MOST_OPTIONS:
        told = f"Give “{question.text}” {FEWEST_OPTIONS} to {MOST_OPTIONS} options."
        return Refusal("bad_number_of_options", told)
    complaint = _complaint_about_options(question)
    return Refusal("bad_options", complaint) if complaint else None


def _complaint_about_options(question: Question) -> str | None:
    if not all(1 <= len(option) <= LONGEST_OPTION for option in question.options):
        return f"Give each option of “{question.text}” 1 to {LONGEST_OPTION} characters."
    if len({option.casefold() for option in question.options}) < len(question.options):
        return f"Two options of “{question.text}” are the same."
    if not question.right <= frozenset(range(len(question.options))):
        return f"“{question.text}” has a right option that is not there."
    return None


# Small steps from one board to the next


def _set_offered(board: Board, by: Person, kind: Kind, on: bool, happening: Happening) -> Change:
    _moderator(by)
    if (kind in board.offered) is on:
        return Change(board, ())
    return Change(replace(board, offered=board.offered ^ {kind}), (Fact(happening, by.id),))


def _changed(board: Board, by: Person, happening: Happening, after: Questionnaire) -> Change:
    if after == board.by_id[after.id]:
        return Change(board, ())
    changed = tuple(after if one.id == after.id else one for one in board.questionnaires)
    return Change(replace(board, questionnaires=changed), (Fact(happening, by.id, after.id),))
