"""The board of a session: its polls and quizzes with their questions and answers.

Both are questionnaires: a poll is one question about opinions, a quiz is up to twenty questions with right answers.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

LONGEST_TITLE = 100
LONGEST_QUESTION = 300
LONGEST_OPTION = 120
FEWEST_OPTIONS, MOST_OPTIONS = 2, 10
MOST_QUESTIONS = 20
MOST_OF_A_KIND = 50

Choices = frozenset[int]
"""The options chosen for one question, by their index from 0."""


class QuestionnaireKind(StrEnum):
    """The kind of a questionnaire."""

    POLL = "poll"
    QUIZ = "quiz"


class Phase(StrEnum):
    """The phase of a questionnaire: first a draft, then open for answers, then closed permanently."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class BoardFactKind(StrEnum):
    """The kinds of facts about a board."""

    POLLS_SET = "polls_set"
    QUIZZES_SET = "quizzes_set"
    DRAFTED = "drafted"
    REDRAFTED = "redrafted"
    OPENED = "opened"
    CLOSED = "closed"
    DISCARDED = "discarded"
    ANSWERED = "answered"


@dataclass(frozen=True)
class BoardFact:
    """A fact about a board: its kind, and the ids of the person who caused it and of the questionnaire.

    `questionnaire` is None if the fact is about the board as a whole.
    """

    kind: BoardFactKind
    by: str
    questionnaire: str | None = None


@dataclass(frozen=True)
class Question:
    """A question with its options; `several` allows more than one choice, `right` holds the right ones."""

    text: str
    options: tuple[str, ...]
    several: bool = False
    right: Choices = frozenset()


@dataclass(frozen=True)
class Answer:
    """An attendee's choices for each question, and their name, which results show even after they left."""

    person: str
    name: str
    choices: tuple[Choices, ...]


@dataclass(frozen=True)
class Questionnaire:
    """A poll or a quiz; a poll has an empty title.

    The answers are in the order in which each person first answered.
    """

    id: str
    kind: QuestionnaireKind
    title: str
    questions: tuple[Question, ...]
    phase: Phase = Phase.DRAFT
    answers: tuple[Answer, ...] = ()

    @cached_property
    def by_person(self) -> dict[str, Answer]:
        """The answers by person id; each person has at most one."""
        return {answer.person: answer for answer in self.answers}

    def counts(self, question: int) -> list[int]:
        """Return how many people chose each option of a question."""
        chosen = [answer.choices[question] for answer in self.answers]
        return [sum(option in choices for choices in chosen) for option in range(len(self.questions[question].options))]

    def score(self, answer: Answer) -> int:
        """Return the number of questions for which exactly the right options were chosen."""
        pairs = zip(self.questions, answer.choices, strict=True)
        return sum(question.right == choices for question, choices in pairs)


@dataclass(frozen=True)
class Board:
    """All polls and quizzes of a session, in the order of their drafts, and the offered kinds."""

    offered: frozenset[QuestionnaireKind] = frozenset()
    questionnaires: tuple[Questionnaire, ...] = ()
    by_id: dict[str, Questionnaire] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {questionnaire.id: questionnaire for questionnaire in self.questionnaires})

    def of(self, kind: QuestionnaireKind) -> tuple[Questionnaire, ...]:
        """Return the questionnaires of one kind."""
        return tuple(questionnaire for questionnaire in self.questionnaires if questionnaire.kind is kind)


class SameVoter(NamedTuple):
    """People who share one vote in a poll, by id; `shared` is what they share: "browser" or "address"."""

    shared: str
    people: frozenset[str]


class BoardChange(NamedTuple):
    """The result of a command: the next board, and the facts that the command caused."""

    board: Board
    facts: tuple[BoardFact, ...]
