"""Random courses of a session: commands in any order; those that the rules refuse change nothing."""

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

_who, _whom = st.sampled_from(sorted(PEOPLE)), st.sampled_from(sorted(PEOPLE))
_attendee, _moderator = st.sampled_from(sorted(ATTENDEES)), st.sampled_from(sorted(MODERATORS))
_drafts, _flag = st.sampled_from(sorted(DRAFTS)), st.booleans()
_own = st.sampled_from(["ask", "cancel_request", "decline_invitation", "raise_hand", "lower_hand"])
_on_people = st.sampled_from(sorted(stage.COMMANDS_ON_PERSON))
_of_moderators = st.sampled_from(["mute_all", "cameras_off", "clear_hands"])
_choices = st.lists(st.frozensets(st.integers(0, 2), max_size=2), min_size=1, max_size=2).map(tuple)

MOVES = st.one_of(
    st.tuples(st.just("comes"), _who),
    st.tuples(st.just("comes"), _who),
    st.tuples(st.just("comes"), _who),
    st.tuples(st.just("connects"), _who),
    st.tuples(st.just("leave"), _who),
    st.tuples(_own, _attendee),
    st.tuples(_own, _attendee),
    st.tuples(_of_moderators, _moderator),
    st.tuples(st.sampled_from(["join", "set_devices"]), _who, _flag, _flag),
    st.tuples(_on_people, _moderator, _whom),
    st.tuples(_on_people, _moderator, _attendee),
    st.tuples(st.just("ask_to_return"), _attendee),
    st.tuples(st.sampled_from(["let_in", "keep_out"]), _moderator, _attendee),
    st.tuples(st.just("set_chat"), _moderator, _flag),
    st.tuples(st.just("set_access"), _moderator, st.sampled_from(list(Access))),
    st.tuples(st.sampled_from(["set_polls", "set_quizzes"]), _moderator, st.sampled_from([True, True, False])),
    st.tuples(st.sampled_from(["draft", "open_", "close", "discard"]), _moderator, _drafts),
    st.tuples(st.sampled_from(["draft", "open_"]), _moderator, _drafts),
    st.tuples(st.just("answer"), _attendee, _drafts, _choices),
    st.tuples(st.just("answer"), _attendee, _drafts, _choices),
    st.tuples(st.just("dismisses"), _who),
)
COURSES = st.lists(st.lists(MOVES, min_size=1, max_size=6), min_size=1, max_size=10)
"""Moves in groups; each group is sent as one change."""


@dataclass
class AnySession:
    """A session, and how often each person has connected."""

    session: SessionSnapshot
    connected: dict[str, int]

    @classmethod
    def begun(cls) -> "AnySession":
        """Return a session with Maya and Ada, in which polls and quizzes are offered."""
        board = questionnaires.Board(frozenset(QuestionnaireKind))
        began = cls(SessionSnapshot("s1", "Rehearsal", StageState(Access.REQUEST, 2), board), {})
        for move in (("comes", "maya"), ("comes", "ada")):
            began.moves(move)
        return began

    def address_of(self, person: str) -> str | None:
        """Return the public address of a person's page, which differs between connections."""
        return f"{person}-{self.connected[person]}" if person in self.connected else None

    def moves(self, move: tuple[Any, ...]) -> list[str] | None:
        """Make a move, if the rules allow it; return the people whose connection has changed."""
        try:
            name, mover, *what = move
            return self._move(name, mover, *what)
        except Refusal:
            return None

    def _move(self, name: str, mover: str, *what: Any) -> list[str] | None:
        if name == "comes":
            role = Role.MODERATOR if mover in MODERATORS else Role.ATTENDEE
            self.session = self.session.after(stage.enter(self.session.state, Participant(mover, PEOPLE[mover], role)))
            return self._connects(mover)
        if name == "connects":
            self.session = replace(self.session, revision=self.session.revision + 1)
            return self._connects(mover)
        if name == "dismisses":
            number = self.session.latest_notification(mover).number
            self.session = self.session.without_notification(mover, number)
        elif name == "set_chat":
            by = stage.require_present(self.session.state, mover)
            self.session = self.session.with_chat(set_chat(self.session.chat, by, *what).chat)
        elif hasattr(stage, name):
            giver = Participant(mover, PEOPLE[mover], Role.ATTENDEE) if name == "ask_to_return" else mover
            change = getattr(stage, name)(self.session.state, giver, *what)
            self.session = self.session.after(change) if change.facts else self.session
        else:
            self._on_board(name, mover, *what)
        return None

    def _connects(self, mover: str) -> list[str]:
        self.connected[mover] = self.connected.get(mover, 0) + 1
        return [mover]

    def _on_board(self, name: str, mover: str, *what: Any) -> None:
        by = stage.require_present(self.session.state, mover)
        arguments = (DRAFTS[what[0]],) if name == "draft" else what
        if name == "draft" and what[0] in self.session.board.by_id:
            return
        change = getattr(questionnaires, name)(self.session.board, by, *arguments)
        self.session = self.session.with_board(change.board) if change.facts else self.session
