"""Text direction: names from right to left, or with direction controls, do not reorder other words."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from reference_server.rules import questionnaires
from reference_server.rules.questionnaires import Question, Questionnaire, QuestionnaireKind
from tests.screens.chat_screens import open_chat
from tests.screens.conftest import MakeScriptedPage
from tests.screens.scripted_page import ScriptedPage, await_paint
from tests.stand_ins.crowded_session import YOU, CrowdedSession

READING_ORDER = (Path(__file__).parent / "reading_order.js").read_text()
HEBREW, ARABIC = "עדה כהן (2", "عائشة ٣!"
OVERRIDE = "\u202eadA"
"""A name with a right-to-left override. The server removes such controls, but the page must isolate them too."""
NAMES = {"hebrew": HEBREW, "arabic": ARABIC, "override": OVERRIDE}


def measure_order(page: Page, name: str) -> dict[str, list[str]]:
    """Return the texts beside the name ("beside") and those in the wrong order ("faults").

    All are without spaces.
    """
    await_paint(page)
    order: dict[str, list[str]] = page.evaluate(READING_ORDER, name)
    return order


def open_poll(crowd: CrowdedSession, name: str) -> None:
    """Open a poll whose question and first option are this name, with one vote."""
    for switch in (questionnaires.set_polls, questionnaires.set_quizzes):
        crowd.change_board(find_moderator(crowd), switch, True)
    poll = Questionnaire("poll1", QuestionnaireKind.POLL, "", (Question(name, (name, "Other")),))
    crowd.change_board(find_moderator(crowd), questionnaires.draft, poll)
    crowd.change_board(find_moderator(crowd), questionnaires.open_, poll.id)
    crowd.change_board("p1", questionnaires.answer, poll.id, (frozenset({0}),))


def open_quiz(crowd: CrowdedSession, name: str) -> None:
    """Open a quiz whose title, question and first option are this name, with one answer."""
    crowd.change_board(YOU, questionnaires.set_quizzes, True)
    question = Question(name, (name, "Other", "None"), several=True, right=frozenset({0, 1}))
    crowd.change_board(YOU, questionnaires.draft, Questionnaire("quiz1", QuestionnaireKind.QUIZ, name, (question,)))
    crowd.change_board(YOU, questionnaires.open_, "quiz1")
    crowd.change_board("p1", questionnaires.answer, "quiz1", (frozenset({0, 1}),))


def find_moderator(crowd: CrowdedSession) -> str:
    return "maya" if "maya" in crowd.snapshot.state.by_id else YOU


def session_of_people_named(name: str, access: str = "request", *, moderates: bool = False) -> CrowdedSession:
    """Return a session in which YOU and all attendees have this name, and two attendees are on stage."""
    crowd = CrowdedSession(access, you=name, moderates=moderates)
    crowd.add_attendees(4, [name] * 4)
    crowd.bring_on_stage(["p1", "p2"])
    return crowd


# Each function opens the room with the name in several places, and returns texts that must be beside the name.


def requests_and_people(scripted: ScriptedPage, name: str) -> set[str]:
    crowd = session_of_people_named(name, moderates=True)
    crowd.do("p3", "ask")
    scripted.open(crowd)
    return set()


def notification_of_a_poll(scripted: ScriptedPage, name: str) -> set[str]:
    crowd = session_of_people_named(name)
    open_poll(crowd, name)
    scripted.open(crowd)
    scripted.page.get_by_role("button", name="Go to poll").wait_for()
    return {"Apollisopen:“”"}


def results_of_a_poll(scripted: ScriptedPage, name: str) -> set[str]:
    crowd = session_of_people_named(name, moderates=True)
    open_poll(crowd, name)
    crowd.change_board(find_moderator(crowd), questionnaires.close, "poll1")
    scripted.open(crowd)
    scripted.page.get_by_role("button", name="Polls", exact=True).click()
    return set()


def results_of_a_quiz(scripted: ScriptedPage, name: str) -> set[str]:
    crowd = session_of_people_named(name, moderates=True)
    open_quiz(crowd, name)
    scripted.open(crowd)
    scripted.page.get_by_role("button", name="Quizzes", exact=True).click()
    scripted.page.get_by_role("region", name="Quizzes").locator("summary").click()
    return {",Other"}


def chat_and_reactions(scripted: ScriptedPage, name: str) -> set[str]:
    scripted.page.emulate_media(reduced_motion="reduce")
    scripted.open(session_of_people_named(name))
    link = f"https://example.org/{name}"
    chat_messages = [
        {"person": "p1", "name": name, "number": n + 1, "at": "2026-11-23T09:05:00Z", "text": text}
        for n, text in enumerate((name, link))
    ]
    scripted.send_event("chat", {"messages": chat_messages, "after": 0})
    open_chat(scripted)
    scripted.send_event("reaction", {"person": "p1", "name": name, "reaction": "heart"})
    return set()


PAGES: tuple[Callable[[ScriptedPage, str], set[str]], ...] = (
    requests_and_people,
    notification_of_a_poll,
    results_of_a_poll,
    results_of_a_quiz,
    chat_and_reactions,
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("show", PAGES)
def test_the_words_beside_a_name_stay_in_order(
    make_scripted_page: MakeScriptedPage, show: Callable[[ScriptedPage, str], set[str]], name: str
) -> None:
    scripted = make_scripted_page("laptop")
    expected = show(scripted, NAMES[name])
    order = measure_order(scripted.page, NAMES[name])
    assert order["faults"] == []
    assert expected <= set(order["beside"])


@pytest.mark.parametrize("name", [HEBREW, ARABIC])
def test_the_words_of_a_notification_with_a_name_stay_in_order(make_scripted_page: MakeScriptedPage, name: str) -> None:
    scripted, crowd = make_scripted_page("laptop"), session_of_people_named(name, "invite", moderates=True)
    crowd.do(YOU, "invite", "p3")
    crowd.do("p3", "decline_invitation")
    scripted.open(crowd)
    scripted.places.status_messages.expect_shown("declined")
    order = measure_order(scripted.page, name)
    assert order["faults"] == []
    assert "declinedtheinvitationtojointhestage." in order["beside"]


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_words_out_of_order_are_found(make_scripted_page: MakeScriptedPage, name: str) -> None:
    scripted = make_scripted_page("laptop")
    scripted.page.goto(scripted.url)
    scripted.page.evaluate("name => document.body.append(`${name} 12 votes`)", name)
    assert len(measure_order(scripted.page, name)["faults"]) == 1


def test_direction_controls_are_removed_from_names_and_titles(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    links = scripted.create_session(title="\u202enosseL \u2067one\u2066")
    scripted.page.goto(f"{links['attendee']}?name={quote(OVERRIDE)}")
    expect(scripted.page.get_by_role("heading", level=1)).to_have_text("nosseL one")
    expect(scripted.places.participants.section("Viewers")).to_contain_text("adA")
    expect(scripted.page).to_have_title("nosseL one · Stagedoor")
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067") & set(scripted.page.content())


def test_a_title_from_right_to_left_stays_before_the_name_of_the_room_software(
    make_scripted_page: MakeScriptedPage,
) -> None:
    scripted = make_scripted_page("laptop")
    scripted.page.goto(scripted.create_session(title=HEBREW)["attendee"])
    expect(scripted.page).to_have_title(f"\u2068{HEBREW}\u2069 · Stagedoor")
