"""A session as it is kept: the stage's state, polls and quizzes, and what people were told."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from reference_server.rules.notifications import ABOUT_ONESELF, News, news, outdated
from reference_server.rules.questionnaires import Board, Kind
from reference_server.rules.stage import Change, State


@dataclass(frozen=True)
class Notice:
    """The last news for one person; `number` grows with each, so that a screen can tell two alike apart."""

    number: int
    news: News | None = None


@dataclass(frozen=True)
class Session:
    """One session at one moment. `revision` grows with every change that anybody can see."""

    id: str
    title: str
    state: State
    board: Board = field(default_factory=Board)
    revision: int = 0
    notices: Mapping[str, Notice] = field(default_factory=dict)

    @property
    def polls(self) -> bool:
        """Whether polls are offered."""
        return Kind.POLL in self.board.offered

    @property
    def quizzes(self) -> bool:
        """Whether quizzes are offered."""
        return Kind.QUIZ in self.board.offered

    def after(self, change: Change) -> "Session":
        """The session after a command, with everybody told what concerns them."""
        here = change.state.by_id
        kept = {id: notice if id in here else Notice(notice.number) for id, notice in self.notices.items()}
        for person in outdated(change.facts) & kept.keys():
            kept[person] = _without_old_news(kept[person])
        for person, its_news in news(change.state, change.facts).items():
            kept[person] = Notice(self.notice(person).number + 1, its_news)
        return replace(self, state=change.state, revision=self.revision + 1, notices=kept)

    def with_board(self, board: Board) -> "Session":
        """The session after a command on its polls and quizzes."""
        return replace(self, board=board, revision=self.revision + 1)

    def notice(self, person: str) -> Notice:
        """What this person was told last."""
        return self.notices.get(person, Notice(0))

    def dismissed(self, person: str, number: int) -> "Session":
        """The session after someone put a notice away; a later one stays."""
        notice = self.notice(person)
        if notice.number != number or notice.news is None:
            return self
        notices = {**self.notices, person: Notice(number)}
        return replace(self, revision=self.revision + 1, notices=notices)


def _without_old_news(notice: Notice) -> Notice:
    old = notice.news is not None and notice.news.kind in ABOUT_ONESELF
    return Notice(notice.number) if old else notice
