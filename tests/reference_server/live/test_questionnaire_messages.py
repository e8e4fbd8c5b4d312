"""Messages about polls and quizzes: each × both roles × every phase, and the receivers of the events.

The tables have the expected results: the kind of the first fact of an accepted message, or the code of the refusal.
"""

from collections.abc import Callable
from typing import Any

import pytest

from reference_server.live.questionnaire_messages import MESSAGES
from tests.reference_server.clients import PageClient, View, read_refusal_code
from tests.stand_ins.connected_session import OpenSession

QUESTION = {"text": "Outdoors?", "options": ["Yes", "No"], "several": False}
QUIZ: dict[str, Any] = {"title": "Stagecraft", "questions": [{"text": "Who?", "options": ["She", "He"], "right": [0]}]}
PHASES = ("draft", "open", "closed")
DEVICES_ON = {"microphone": True, "camera": True}

# The results for a moderator, by the phase of the questionnaire.
RESULTS_FOR_MODERATORS: dict[str, dict[str, str]] = {
    "open_questionnaire": {"draft": "opened", "open": "wrong_phase", "closed": "wrong_phase"},
    "close_questionnaire": {"draft": "wrong_phase", "open": "closed", "closed": "wrong_phase"},
    "discard_questionnaire": {"draft": "discarded", "open": "wrong_phase", "closed": "discarded"},
    "answer_questionnaire": dict.fromkeys(PHASES, "not_an_attendee"),
    "redraft": {"draft": "redrafted", "open": "wrong_phase", "closed": "wrong_phase"},
}
# The results for an attendee; moderators' commands are refused in every phase (SAFE-1).
RESULTS_OF_ANSWERING = {"draft": "wrong_phase", "open": "answered", "closed": "wrong_phase"}
NOT_A_MODERATOR = "not_a_moderator"
NOT_OFFERED = "not_offered"


class QuestionnaireSession:
    """A session with Maya, Marc, Ada and Ben, and polls or quizzes."""

    def __init__(self, open_session: OpenSession, kind: str) -> None:
        self.kind = kind
        session = open_session("request", polls=True, quizzes=True)
        self.maya, self.marc, self.ada, self.ben = (session.enter(name) for name in ("Maya", "Marc", "Ada", "Ben"))

    def make_message(self, name: str, id: str) -> tuple[str, dict[str, Any]]:
        """Return the name and payload of a message.

        `redraft` stands for `draft_poll` or `draft_quiz` with an id.
        """
        if name == "redraft":
            changes = (
                {"question": {**QUESTION, "text": "Indoors?"}} if self.kind == "poll" else {**QUIZ, "title": "Rigs"}
            )
            return f"draft_{self.kind}", {"id": id, **changes}
        extra = {"choices": [[0]]} if name == "answer_questionnaire" else {}
        return name, {"questionnaire": id, **extra}

    def create(self, phase: str) -> str:
        """Create a questionnaire in this phase; return its id."""
        content = {"question": QUESTION} if self.kind == "poll" else QUIZ
        acknowledgement = self.maya.send(f"draft_{self.kind}", {"id": None, **content})
        id = str(acknowledgement["facts"][0]["questionnaire"])
        for message in ("open_questionnaire", "close_questionnaire")[: PHASES.index(phase)]:
            self.maya.do(message, questionnaire=id)
        return id

    def find(self, view: View, id: str) -> View:
        """Return the questionnaire in a person's view."""
        questionnaires = view["polls" if self.kind == "poll" else "quizzes"]
        return next(iter(questionnaire for questionnaire in questionnaires if questionnaire["id"] == id), {})


@pytest.fixture(params=["poll", "quiz"])
def session(request: pytest.FixtureRequest, open_session: OpenSession) -> QuestionnaireSession:
    return QuestionnaireSession(open_session, request.param)


def read_result(acknowledgement: Any) -> str:
    """Return the kind of the first fact, or the code of the refusal."""
    return str(acknowledgement["facts"][0]["kind"]) if acknowledgement["ok"] else read_refusal_code(acknowledgement)


def test_the_result_of_a_moderators_message_depends_on_the_phase(session: QuestionnaireSession) -> None:
    codes = {
        (name, phase): read_result(session.marc.send(*session.make_message(name, session.create(phase))))
        for name, results in RESULTS_FOR_MODERATORS.items()
        for phase in results
    }
    assert codes == {
        (name, phase): code for name, results in RESULTS_FOR_MODERATORS.items() for phase, code in results.items()
    }


def test_an_attendee_can_only_answer_open_questionnaires(session: QuestionnaireSession) -> None:
    expected = {
        (name, phase): RESULTS_OF_ANSWERING[phase] if name == "answer_questionnaire" else NOT_A_MODERATOR
        for name in RESULTS_FOR_MODERATORS
        for phase in PHASES
    }
    codes = {
        (name, phase): read_result(session.ada.send(*session.make_message(name, session.create(phase))))
        for name, phase in expected
    }
    assert codes == expected


@pytest.mark.parametrize("message", ["set_polls", "set_quizzes"])
def test_moderate_5_only_moderators_switch_polls_and_quizzes(open_session: OpenSession, message: str) -> None:
    session = open_session("request")
    maya, marc, ada = (session.enter(name) for name in ("Maya", "Marc", "Ada"))
    assert ada.expect_refusal(message, on=True) == NOT_A_MODERATOR
    assert maya.do(message, on=True) == [f"{message.removeprefix('set_')}_set"]
    assert marc.do(message, on=True) == []
    offered = message.removeprefix("set_")
    for person in (maya, marc, ada):
        assert person.wait_until(lambda view: view["session"][offered])[offered] == []
    assert marc.do(message, on=False) == [f"{offered}_set"]
    for person in (maya, marc, ada):
        assert offered not in person.wait_until(lambda view: not view["session"][offered])


def test_view_8_messages_about_questionnaires_that_are_off_are_refused_to_everybody(
    session: QuestionnaireSession,
) -> None:
    ids = {phase: session.create(phase) for phase in PHASES}
    session.maya.do("set_polls" if session.kind == "poll" else "set_quizzes", on=False)
    for sender in (session.maya, session.ada):
        for name in RESULTS_FOR_MODERATORS:
            for id in ids.values():
                has_right_role = (name == "answer_questionnaire") is (sender is session.ada)
                wrong_role = "not_an_attendee" if sender is session.maya else NOT_A_MODERATOR
                expected = NOT_OFFERED if has_right_role else wrong_role
                assert read_result(sender.send(*session.make_message(name, id))) == expected, (name, id)


@pytest.mark.parametrize("standing", ["viewer", "asking", "invited", "on_stage"])
def test_an_attendee_can_answer_in_every_standing(open_session: OpenSession, standing: str) -> None:
    session = QuestionnaireSession(open_session, "poll")
    if standing == "asking":
        session.ada.do("ask")
    if standing in ("invited", "on_stage"):
        session.maya.do("invite", person=session.ada.id)
    if standing == "on_stage":
        session.ada.do("join", **DEVICES_ON)
    assert session.ada.wait_until(lambda view: view["you"]["standing"] == standing)
    assert session.ada.do("answer_questionnaire", questionnaire=session.create("open"), choices=[[1]]) == ["answered"]


def test_a_questionnaire_of_another_session_is_unknown(
    session: QuestionnaireSession, open_session: OpenSession
) -> None:
    id, other_session = session.create("open"), QuestionnaireSession(open_session, session.kind)
    for name in RESULTS_FOR_MODERATORS:
        sender = other_session.ada if name == "answer_questionnaire" else other_session.maya
        assert read_refusal_code(sender.send(*session.make_message(name, id))) == "unknown_questionnaire"


def test_every_message_is_in_these_tests() -> None:
    tested_messages = {*RESULTS_FOR_MODERATORS, "draft_poll", "draft_quiz", "set_polls", "set_quizzes"} - {"redraft"}
    assert set(MESSAGES) == tested_messages


# Receivers of the events


def test_view_6_and_7_before_the_close_an_attendee_sees_only_their_own_answer(session: QuestionnaireSession) -> None:
    id = session.create("open")
    session.ada.do("answer_questionnaire", questionnaire=id, choices=[[0]])
    session.ben.do("answer_questionnaire", questionnaire=id, choices=[[1]])
    session.maya.wait_until(lambda view: session.find(view, id).get("answered") == 2)
    session.maya.do("set_access", access="everyone")
    for attendee in (session.ada, session.ben):
        attendee.wait_until(lambda view: view["session"]["access"] == "everyone")
    for attendee, own in ((session.ada, [0]), (session.ben, [1])):
        questionnaires = [session.find(view, id) for view in attendee.views if session.find(view, id)]
        assert questionnaires and all(
            {*questionnaire, *questionnaire["questions"][0]} == FIELDS_BEFORE_THE_CLOSE
            for questionnaire in questionnaires
        )
        assert all(questionnaire["choices"] in (None, [own]) for questionnaire in questionnaires)
        assert questionnaires[-1]["choices"] == [own]


FIELDS_BEFORE_THE_CLOSE = {"id", "title", "phase", "may", "questions", "choices", "text", "options", "several"}


def test_view_6_a_changed_vote_is_counted_once_and_shown_to_all_after_the_close(open_session: OpenSession) -> None:
    session = QuestionnaireSession(open_session, "poll")
    id = session.create("open")
    for choice in (0, 1, 0, 1):
        session.ada.do("answer_questionnaire", questionnaire=id, choices=[[choice]])
    session.ben.do("answer_questionnaire", questionnaire=id, choices=[[1]])
    session.marc.wait_until(lambda view: session.find(view, id)["questions"][0]["counts"] == [0, 2])
    session.marc.do("close_questionnaire", questionnaire=id)
    for person in (session.maya, session.marc, session.ada, session.ben):
        view = session.find(person.wait_until(lambda view: session.find(view, id).get("phase") == "closed"), id)
        assert (view["questions"][0]["counts"], view["answered"]) == ([0, 2], 2)


def test_view_7_after_the_close_attendees_see_their_own_result_and_moderators_all(open_session: OpenSession) -> None:
    session = QuestionnaireSession(open_session, "quiz")
    id = session.create("open")
    session.ada.do("answer_questionnaire", questionnaire=id, choices=[[0]])
    session.maya.do("close_questionnaire", questionnaire=id)

    def wait_for_closed_quiz(page: PageClient) -> View:
        return session.find(page.wait_until(lambda view: session.find(view, id).get("phase") == "closed"), id)

    ada, ben, marc = (wait_for_closed_quiz(page) for page in (session.ada, session.ben, session.marc))
    assert (ada["score"], ada["questions"][0]["right"]) == (1, [0])
    assert (ben["score"], ben["choices"]) == (None, None)
    assert "results" not in ada and "counts" not in ben["questions"][0]
    assert marc["results"] == [{"person": session.ada.id, "name": "Ada", "choices": [[0]], "score": 1}]


def has_counts(session: QuestionnaireSession, id: str, counts: list[int]) -> Callable[[View], bool]:
    """Return a condition: a moderator's view has these counts."""
    return lambda view: bool(session.find(view, id)["questions"][0]["counts"] == counts)


def test_other_attendees_get_no_event_about_a_vote(open_session: OpenSession) -> None:
    session = QuestionnaireSession(open_session, "poll")
    id = session.create("open")
    session.ben.wait_until(lambda view: session.find(view, id))
    count_before = len(session.ben.views)
    for counts in ([1, 0], [0, 1], [1, 0]):
        session.ada.do("answer_questionnaire", questionnaire=id, choices=[[counts.index(1)]])
        session.marc.wait_until(has_counts(session, id, counts))
    session.maya.do("close_questionnaire", questionnaire=id)
    session.ben.wait_until(lambda view: session.find(view, id).get("phase") == "closed")
    assert len(session.ben.views) == count_before + 1


def test_only_moderators_see_a_draft(session: QuestionnaireSession) -> None:
    id = session.create("draft")
    assert session.find(session.marc.wait_until(lambda view: session.find(view, id)), id)["phase"] == "draft"
    session.maya.do("open_questionnaire", questionnaire=id)
    session.ada.wait_until(lambda view: session.find(view, id))
    assert all(session.find(view, id).get("phase", "open") == "open" for view in session.ada.views)


# Payloads


@pytest.mark.parametrize(
    ("message", "payload", "problem"),
    [
        ("set_polls", {"on": 1}, "“on” must be true or false."),
        ("draft_poll", {"id": None, "question": "Why?"}, "“question” is invalid"),
        ("draft_poll", {"id": None, "question": {**QUESTION, "right": [0]}}, "“right” is not a field"),
        ("draft_poll", {"id": None, "question": {**QUESTION, "options": ["x"] * 11}}, "a list of at most 10"),
        ("draft_poll", {"id": None, "question": {**QUESTION, "options": ["x", 1]}}, "string of at most 120"),
        ("draft_poll", {"id": None, "question": {**QUESTION, "text": "x" * 301}}, "string of at most 300"),
        ("draft_poll", {"id": "../..", "question": QUESTION}, "“id” must be an id."),
        ("draft_quiz", {"id": None, **QUIZ, "questions": QUIZ["questions"] * 21}, "a list of at most 20"),
        ("draft_quiz", {"id": None, **QUIZ, "questions": [QUESTION]}, "“several” is not a field"),
        (
            "answer_questionnaire",
            {"questionnaire": "1", "choices": [0]},
            "“choices” must be a list of at most 10 items.",
        ),
        ("answer_questionnaire", {"questionnaire": "1", "choices": [[True]]}, "the indexes of options, from 0"),
        ("answer_questionnaire", {"questionnaire": "1", "choices": [[-1]]}, "the indexes of options, from 0"),
        ("answer_questionnaire", {"questionnaire": "1", "choices": [[0, 0]]}, "each option at most once"),
        ("open_questionnaire", {"questionnaire": None}, "“questionnaire” must be an id."),
    ],
)
def test_the_refusal_of_a_malformed_payload_names_the_problem(
    open_session: OpenSession, message: str, payload: object, problem: str
) -> None:
    acknowledgement = open_session("request", polls=True, quizzes=True).enter("Maya").send(message, payload)
    assert read_refusal_code(acknowledgement) == "bad_message"
    assert problem in acknowledgement["error"]["message"]


def test_texts_become_one_line_without_direction_overrides(open_session: OpenSession) -> None:
    session = QuestionnaireSession(open_session, "poll")
    question = {"text": " Shall\nwe\u202e? ", "options": ["<b>Yes</b>", " No\t"], "several": False}
    session.maya.do("draft_poll", id=None, question=question)
    shown_question = session.maya.wait_until(lambda view: view["polls"])["polls"][0]["questions"][0]
    assert (shown_question["text"], shown_question["options"]) == ("Shall we?", ["<b>Yes</b>", "No"])
