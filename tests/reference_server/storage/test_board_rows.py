"""Stored polls, quizzes and answers: they stay after SIGKILL, and after people have left (STEADY-3)."""

from collections.abc import Iterator

import pytest

from tests.reference_server.clients import PageClient
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import ServerProcess
from tests.stand_ins.connected_session import ConnectedSession

pytestmark = pytest.mark.disruption

QUESTION = {"text": "Outdoors?", "options": ["Yes", "No"], "several": True}
QUESTIONS = [
    {"text": "Who?", "options": ["She", "He"], "right": [0]},
    {"text": "What?", "options": ["This", "That", "Those"], "right": [0, 2]},
]


@pytest.fixture
def own_server(start_server: MakeServer) -> ServerProcess:
    """A room that the test can kill."""
    return start_server("--grace", "600", "--restart-grace", "600")


@pytest.fixture
def session(own_server: ServerProcess) -> Iterator[ConnectedSession]:
    """A session in that room."""
    session = ConnectedSession(own_server, access="nobody", polls=True, quizzes=True)
    yield session
    session.close()


def restart(server: ServerProcess) -> None:
    """Kill the server and start it again."""
    server.kill()
    server.start()


def create_draft(moderator: PageClient, **content: object) -> str:
    """Create the draft of a quiz if the content has a title, otherwise of a poll; return its id."""
    answer = moderator.send("draft_quiz" if "title" in content else "draft_poll", {"id": None, **content})
    return str(answer["facts"][0]["questionnaire"])


def create_questionnaires(maya: PageClient, ada: PageClient, ben: PageClient) -> None:
    """Create four polls, of which one each is closed, open, an edited draft and deleted, and an open quiz."""
    closed, open_, draft, deleted = (
        create_draft(maya, question={**QUESTION, "text": text}) for text in ("A", "B", "C", "D")
    )
    quiz = create_draft(maya, title="Stagecraft", questions=QUESTIONS)
    for questionnaire in (closed, open_, quiz):
        maya.do("open_questionnaire", questionnaire=questionnaire)
    for poll in (closed, open_):
        ben.do("answer_questionnaire", questionnaire=poll, choices=[[0]])
        ada.do("answer_questionnaire", questionnaire=poll, choices=[[0]])
        ada.do("answer_questionnaire", questionnaire=poll, choices=[[0, 1]])
    ada.do("answer_questionnaire", questionnaire=quiz, choices=[[0], [2, 0]])
    ben.do("answer_questionnaire", questionnaire=quiz, choices=[[], [1]])
    maya.do("close_questionnaire", questionnaire=closed)
    maya.do("draft_poll", id=draft, question={**QUESTION, "text": "Edited?"})
    maya.do("discard_questionnaire", questionnaire=deleted)


def test_steady_3_a_restart_loses_no_poll_quiz_or_vote(own_server: ServerProcess, session: ConnectedSession) -> None:
    people = {name: session.enter(name) for name in ("Maya", "Ada", "Ben")}
    create_questionnaires(*people.values())
    newest = people["Maya"].wait_until(lambda view: len(view["polls"]) == 3 and len(view["quizzes"]) == 1)["revision"]
    before = {name: client.catch_up(newest) for name, client in people.items()}
    restart(own_server)
    for name in people:
        after = session.enter(name).view
        assert (after["polls"], after["quizzes"]) == (before[name]["polls"], before[name]["quizzes"])


def test_an_acknowledged_vote_is_stored_even_if_the_server_is_killed_at_once(
    own_server: ServerProcess, session: ConnectedSession
) -> None:
    poll = create_draft(session.enter("Maya"), question=QUESTION)
    session.enter("Maya").do("open_questionnaire", questionnaire=poll)
    for choice in (0, 1):
        session.enter("Ada").do("answer_questionnaire", questionnaire=poll, choices=[[choice]])
        restart(own_server)
        assert session.enter("Ada").view["polls"][0]["choices"] == [[choice]]
        assert sum(session.enter("Maya").view["polls"][0]["questions"][0]["counts"]) == 1


def test_polls_that_are_switched_off_and_on_again_are_unchanged_even_after_a_restart(
    own_server: ServerProcess, session: ConnectedSession
) -> None:
    maya, ada = session.enter("Maya"), session.enter("Ada")
    poll = create_draft(maya, question=QUESTION)
    maya.do("open_questionnaire", questionnaire=poll)
    ada.do("answer_questionnaire", questionnaire=poll, choices=[[1]])
    maya.do("set_polls", on=False)
    restart(own_server)
    maya = session.enter("Maya")
    assert "polls" not in maya.view
    maya.do("set_polls", on=True)
    poll_view = session.enter("Ada").wait_until(lambda view: "polls" in view)["polls"][0]
    assert (poll_view["phase"], poll_view["choices"]) == ("open", [[1]])


def test_a_vote_stays_stored_when_the_person_leaves_and_returns(short_grace_server: ServerProcess) -> None:
    session = ConnectedSession(short_grace_server, access="nobody", polls=True)
    maya, ada = session.enter("Maya"), session.enter("Ada")
    poll = create_draft(maya, question=QUESTION)
    maya.do("open_questionnaire", questionnaire=poll)
    ada.do("answer_questionnaire", questionnaire=poll, choices=[[1]])
    ada.close()
    view = maya.wait_until(lambda view: len(view["people"]) == 1)
    assert view["polls"][0]["questions"][0]["counts"] == [0, 1]
    returned = session.enter("Ada")
    assert returned.id == ada.id
    assert returned.view["polls"][0]["choices"] == [[1]]
    returned.do("answer_questionnaire", questionnaire=poll, choices=[[0]])
    view = maya.wait_until(lambda view: view["polls"][0]["questions"][0]["counts"] == [1, 0])
    assert view["polls"][0]["answered"] == 1
    session.close()
