"""A session in memory with many people, for tests of screens; commands produce its state."""

from collections.abc import Callable, Iterable

from reference_server.rules.chat_rules import ChatState
from reference_server.rules.questionnaires import BoardChange as BoardChange
from reference_server.rules.session_views import SessionViews, View
from reference_server.rules.stage import Access, Role
from tests.stand_ins.rules_session import RulesSession

YOU = "you"
LONG_NAME = "Maximiliana-Theodora von Hohenlohe-Waldenburg-Schillingsfürst"[:60]
FIRST_NAMES = (
    "Ada Ben Cleo Dana Emil Fatima Goran Hana Ivan Jun Kira Liam Mona Nuri Olga Pavel Quinn Rosa Sami Tove".split()
)
LAST_NAMES = "Adler Brandt Castillo Dubois Eriksen Farouk Gupta Horváth Ibrahim Jansen".split()


class CrowdedSession(RulesSession):
    """A session that can be filled step by step and viewed as the person with the id YOU."""

    def __init__(self, access: str = "everyone", *, you: str = "Ada Lovelace", moderates: bool = False) -> None:
        super().__init__(access)
        self._count = 0
        self.add_person(YOU, you, Role.MODERATOR if moderates else Role.ATTENDEE)
        if not moderates:
            self.add_person("maya", "Maya Okafor", Role.MODERATOR)

    def add_attendees(self, count: int, names: Iterable[str] = ()) -> list[str]:
        """Add this many attendees, first with the given names, then with others; return the ids."""
        first_names = list(names)
        return [
            self.add_person(
                f"p{self._next_number()}", first_names[n] if n < len(first_names) else self._next_name(), Role.ATTENDEE
            )
            for n in range(count)
        ]

    def bring_on_stage(self, people: Iterable[str], *, microphone: bool = True, camera: bool = True) -> None:
        """Bring people on stage, directly or by invitation."""
        for person in people:
            moderators = [member.id for member in self.snapshot.state.people if member.role is Role.MODERATOR]
            if person not in moderators and self.snapshot.state.access is not Access.EVERYONE:
                self.do(moderators[0], "invite", person)
            self.do(person, "join", microphone=microphone, camera=camera)

    def change_board(self, person: str, command: Callable[..., BoardChange], *arguments: object) -> None:
        """Run a person's command about polls and quizzes."""
        participant = self.snapshot.state.by_id[person]
        self.snapshot = self.snapshot.with_board(command(self.snapshot.board, participant, *arguments).board)

    def set_chat(self, on: bool) -> None:
        """Turn the chat on or off."""
        self.snapshot = self.snapshot.with_chat(ChatState(on))

    def view(self, of: str = YOU) -> View:
        """Return what a person sees, with everybody connected."""
        return SessionViews(self.snapshot, lambda person: f"page-of-{person}").of(of)

    def _next_number(self) -> int:
        self._count += 1
        return self._count

    def _next_name(self) -> str:
        number = self._count
        return f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number // len(FIRST_NAMES) % len(LAST_NAMES)]}"
