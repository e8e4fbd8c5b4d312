"""Sessions full of people, made by the rules themselves, so that a screen shows nothing that could not be."""

from collections.abc import Callable, Iterable

from reference_server.rules import stage
from reference_server.rules.questionnaires import BoardChange as BoardChange
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.session_views import SessionViews, View
from reference_server.rules.stage import Access, Change, Participant, Role, StageState

YOU = "you"
LONG_NAME = "Maximiliana-Theodora von Hohenlohe-Waldenburg-Schillingsfürst"[:60]
FIRST = "Ada Ben Cleo Dana Emil Fatima Goran Hana Ivan Jun Kira Liam Mona Nuri Olga Pavel Quinn Rosa Sami Tove".split()
LAST = "Adler Brandt Castillo Dubois Eriksen Farouk Gupta Horváth Ibrahim Jansen".split()


class Crowd:
    """A session that grows step by step; "you" is whoever looks at it."""

    def __init__(self, access: str = "everyone", *, you: str = "Ada Lovelace", moderates: bool = False) -> None:
        state = StageState(Access(access))
        self.session = SessionSnapshot("s1", "Morning lesson", state)
        self._count = 0
        self.comes(YOU, you, Role.MODERATOR if moderates else Role.ATTENDEE)
        if not moderates:
            self.comes("maya", "Maya Okafor", Role.MODERATOR)

    def comes(self, id_: str, name: str, role: Role = Role.ATTENDEE) -> str:
        """One person more; answers the id."""
        self._does(stage.enter, Participant(id_, name, role))
        return id_

    def attendees(self, count: int, names: Iterable[str] = ()) -> list[str]:
        """So many attendees more, with these names as far as they go; answers the ids."""
        given = list(names)
        return [self.comes(f"p{self._next()}", given[n] if n < len(given) else self._name()) for n in range(count)]

    def on_stage(self, people: Iterable[str], *, microphone: bool = True, camera: bool = True) -> None:
        """They join, directly or by invitation."""
        for one in people:
            moderators = [person.id for person in self.session.state.people if person.role is Role.MODERATOR]
            if one not in moderators and self.session.state.access is not Access.EVERYONE:
                self._does(stage.invite, moderators[0], one)
            self._does(stage.join, one, microphone, camera)

    def does(self, who: str, command: Callable[..., Change], *what: object) -> None:
        """Somebody gives a command that the rules allow."""
        self._does(command, who, *what)

    def asks(self, who: str, command: Callable[..., BoardChange], *what: object) -> None:
        """Somebody gives a command about polls and quizzes that the rules allow."""
        by = self.session.state.by_id[who]
        self.session = self.session.with_board(command(self.session.board, by, *what).board)

    def view(self, of: str = YOU) -> View:
        """What this person is shown, with everybody connected."""
        return SessionViews(self.session, lambda person: f"page-of-{person}").of(of)

    def _does(self, command: Callable[..., Change], *arguments: object) -> None:
        self.session = self.session.after(command(self.session.state, *arguments))

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _name(self) -> str:
        number = self._count
        return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
