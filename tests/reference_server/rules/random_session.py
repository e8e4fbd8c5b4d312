"""Random sessions: commands in any order; a command that the rules refuse changes nothing."""

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from reference_server.rules import questionnaires, stage
from reference_server.rules.chat_rules import set_chat
from reference_server.rules.questionnaires import Question, Questionnaire, QuestionnaireKind
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.stage import Access, Participant, Refusal, Role, StageState

MODERATORS = {"maya": "Maya", "marc": "Ada"}
ATTENDEES = {"ada": "Ada", "ben": "Ben", "cleo": "Ada", "dana": "Dana"}
PEOPLE = {**MODERATORS, **ATTENDEES}
QUESTIONS = (
    Question("Tea?", ("Yes", "No"), right=frozenset({0})),
    Question("Milk?", ("Yes", "No", "A bit"), True, frozenset({1})),
)
DRAFTS = {
    "p1": Questionnaire("p1", QuestionnaireKind.POLL, "", QUESTIONS[:1]),
    "p2": Questionnaire("p2", QuestionnaireKind.POLL, "", QUESTIONS[1:]),
    "q1": Questionnaire("q1", QuestionnaireKind.QUIZ, "Drinks", QUESTIONS),
    "q2": Questionnaire("q2", QuestionnaireKind.QUIZ, "Milk", QUESTIONS[1:]),
}

_person = st.sampled_from(sorted(PEOPLE))
_attendee, _moderator = st.sampled_from(sorted(ATTENDEES)), st.sampled_from(sorted(MODERATORS))
_questionnaire, _flag = st.sampled_from(sorted(DRAFTS)), st.booleans()
_command_on_oneself = st.sampled_from(["ask", "cancel_request", "decline_invitation", "raise_hand", "lower_hand"])
_command_on_person = st.sampled_from(sorted(stage.COMMANDS_ON_PERSON))
_moderator_command = st.sampled_from(["mute_all", "cameras_off", "clear_hands"])
_choices = st.lists(st.frozensets(st.integers(0, 2), max_size=2), min_size=1, max_size=2).map(tuple)

MOVES = st.one_of(
    st.tuples(st.just("enter"), _person),
    st.tuples(st.just("enter"), _person),
    st.tuples(st.just("enter"), _person),
    st.tuples(st.just("connect"), _person),
    st.tuples(st.just("leave"), _person),
    st.tuples(_command_on_oneself, _attendee),
    st.tuples(_command_on_oneself, _attendee),
    st.tuples(_moderator_command, _moderator),
    st.tuples(st.sampled_from(["join", "set_devices"]), _person, _flag, _flag),
    st.tuples(_command_on_person, _moderator, _person),
    st.tuples(_command_on_person, _moderator, _attendee),
    st.tuples(st.just("ask_to_return"), _attendee),
    st.tuples(st.sampled_from(["let_in", "keep_out"]), _moderator, _attendee),
    st.tuples(st.just("set_chat"), _moderator, _flag),
    st.tuples(st.just("set_access"), _moderator, st.sampled_from(list(Access))),
    st.tuples(st.sampled_from(["set_polls", "set_quizzes"]), _moderator, st.sampled_from([True, True, False])),
    st.tuples(st.sampled_from(["draft", "open_", "close", "discard"]), _moderator, _questionnaire),
    st.tuples(st.sampled_from(["draft", "open_"]), _moderator, _questionnaire),
    st.tuples(st.just("answer"), _attendee, _questionnaire, _choices),
    st.tuples(st.just("answer"), _attendee, _questionnaire, _choices),
    st.tuples(st.just("dismiss"), _person),
)
MOVE_GROUPS = st.lists(st.lists(MOVES, min_size=1, max_size=6), min_size=1, max_size=10)
"""Lists of groups of moves; each group is sent as one change."""


@dataclass
class RandomSession:
    """A session, and the number of connections that each person has made."""

    snapshot: SessionSnapshot
    connection_counts: dict[str, int]

    @classmethod
    def start(cls) -> "RandomSession":
        """Return a session with Maya and Ada, in which polls and quizzes are offered."""
        board = questionnaires.Board(frozenset(QuestionnaireKind))
        random_session = cls(SessionSnapshot("s1", "Rehearsal", StageState(Access.REQUEST, 2), board), {})
        for move in (("enter", "maya"), ("enter", "ada")):
            random_session.make_move(move)
        return random_session

    def public_id_of(self, person: str) -> str | None:
        """Return the public id of a person's page, which differs between connections."""
        return f"{person}-{self.connection_counts[person]}" if person in self.connection_counts else None

    def make_move(self, move: tuple[Any, ...]) -> list[str] | None:
        """Make a move if the rules allow it.

        Return the people who have connected again, None if there are none.
        """
        try:
            name, person, *arguments = move
            return self._run_command(name, person, *arguments)
        except Refusal:
            return None

    def _run_command(self, name: str, person: str, *arguments: Any) -> list[str] | None:
        if name == "enter":
            role = Role.MODERATOR if person in MODERATORS else Role.ATTENDEE
            self.snapshot = self.snapshot.after(
                stage.enter(self.snapshot.state, Participant(person, PEOPLE[person], role))
            )
            return self._connect(person)
        if name == "connect":
            self.snapshot = replace(self.snapshot, revision=self.snapshot.revision + 1)
            return self._connect(person)
        if name == "dismiss":
            number = self.snapshot.latest_notification(person).number
            self.snapshot = self.snapshot.without_notification(person, number)
        elif name == "set_chat":
            by = stage.require_present(self.snapshot.state, person)
            self.snapshot = self.snapshot.with_chat(set_chat(self.snapshot.chat, by, *arguments).chat)
        elif hasattr(stage, name):
            sender = Participant(person, PEOPLE[person], Role.ATTENDEE) if name == "ask_to_return" else person
            change = getattr(stage, name)(self.snapshot.state, sender, *arguments)
            self.snapshot = self.snapshot.after(change) if change.facts else self.snapshot
        else:
            self._change_board(name, person, *arguments)
        return None

    def _connect(self, person: str) -> list[str]:
        self.connection_counts[person] = self.connection_counts.get(person, 0) + 1
        return [person]

    def _change_board(self, name: str, person: str, *arguments: Any) -> None:
        by = stage.require_present(self.snapshot.state, person)
        if name == "draft" and arguments[0] in self.snapshot.board.by_id:
            return
        arguments = (DRAFTS[arguments[0]],) if name == "draft" else arguments
        change = getattr(questionnaires, name)(self.snapshot.board, by, *arguments)
        self.snapshot = self.snapshot.with_board(change.board) if change.facts else self.snapshot
