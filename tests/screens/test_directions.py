"""Names and titles that run from right to left, or try to turn what is around them, leave all other words in place."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from reference_server.rules import questionnaires
from reference_server.rules.questionnaires import Question, Questionnaire, QuestionnaireKind
from tests.screens.conftest import MakeSet
from tests.screens.stage_set import StageSet, await_paint
from tests.screens.talk_screens import open_chat
from tests.stand_ins.crowded_session import YOU, CrowdedSession

ORDER = (Path(__file__).parent / "reading_order.js").read_text()
HEBREW, ARABIC = "עדה כהן (2", "عائشة ٣!"
OVERRIDE = "\u202eadA"
"""The server lets no such control in; should one come in nevertheless, the page stands up to it."""
NAMES = {"hebrew": HEBREW, "arabic": ARABIC, "override": OVERRIDE}


def read(page: Page, name: str) -> dict[str, list[str]]:
    """What stands beside the name on the whole screen, and which texts are not in order."""
    await_paint(page)
    found: dict[str, list[str]] = page.evaluate(ORDER, name)
    return found


def poll(name: str, *, closed: bool = False) -> Callable[[CrowdedSession], None]:
    """A poll whose question and options are this name."""

    def ask(crowd: CrowdedSession) -> None:
        for switch in (questionnaires.set_polls, questionnaires.set_quizzes):
            crowd.asks(moderator(crowd), switch, True)
        one = Questionnaire("poll1", QuestionnaireKind.POLL, "", (Question(name, (name, "Other")),))
        crowd.asks(moderator(crowd), questionnaires.draft, one)
        crowd.asks(moderator(crowd), questionnaires.open_, one.id)
        crowd.asks("p1", questionnaires.answer, one.id, (frozenset({0}),))
        if closed:
            crowd.asks(moderator(crowd), questionnaires.close, one.id)

    return ask


def quiz(crowd: CrowdedSession, name: str) -> None:
    """A quiz of such questions and options, answered."""
    crowd.asks(YOU, questionnaires.set_quizzes, True)
    question = Question(name, (name, "Other", "None"), several=True, right=frozenset({0, 1}))
    crowd.asks(YOU, questionnaires.draft, Questionnaire("quiz1", QuestionnaireKind.QUIZ, name, (question,)))
    crowd.asks(YOU, questionnaires.open_, "quiz1")
    crowd.asks("p1", questionnaires.answer, "quiz1", (frozenset({0, 1}),))


def moderator(crowd: CrowdedSession) -> str:
    return "maya" if "maya" in crowd.session.state.by_id else YOU


def called(name: str, access: str = "request", *, moderates: bool = False) -> CrowdedSession:
    """A session in which everybody bears the name."""
    crowd = CrowdedSession(access, you=name, moderates=moderates)
    crowd.attendees(4, [name] * 4)
    crowd.bring_on_stage(["p1", "p2"])
    return crowd


# Each shows the name at one or several places, and answers what must stand beside it there.


def requests_and_people(on: StageSet, name: str) -> set[str]:
    crowd = called(name, moderates=True)
    crowd.does("p3", "ask")
    on.opens(crowd)
    return set()


def call_to_a_poll(on: StageSet, name: str) -> set[str]:
    crowd = called(name)
    poll(name)(crowd)
    on.opens(crowd)
    on.page.get_by_role("button", name="Go to poll").wait_for()
    return {"Apollisopen:“”"}


def results_of_a_poll(on: StageSet, name: str) -> set[str]:
    crowd = called(name, moderates=True)
    poll(name, closed=True)(crowd)
    on.opens(crowd)
    on.page.get_by_role("button", name="Polls", exact=True).click()
    return set()


def results_of_a_quiz(on: StageSet, name: str) -> set[str]:
    crowd = called(name, moderates=True)
    quiz(crowd, name)
    on.opens(crowd)
    on.page.get_by_role("button", name="Quizzes", exact=True).click()
    on.page.get_by_role("region", name="Quizzes").locator("summary").click()
    return {",Other"}


def chat_and_reactions(on: StageSet, name: str) -> set[str]:
    on.page.emulate_media(reduced_motion="reduce")
    on.opens(called(name))
    link = f"https://example.org/{name}"
    said = [
        {"person": "p1", "name": name, "number": n + 1, "at": "2026-11-23T09:05:00Z", "text": text}
        for n, text in enumerate((name, link))
    ]
    on.tells("chat", {"messages": said, "after": 0})
    open_chat(on)
    on.tells("reaction", {"person": "p1", "name": name, "reaction": "heart"})
    return set()


SHOWN: tuple[Callable[[StageSet, str], set[str]], ...] = (
    requests_and_people,
    call_to_a_poll,
    results_of_a_poll,
    results_of_a_quiz,
    chat_and_reactions,
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("show", SHOWN)
def test_no_word_beside_a_name_moves(stage_set: MakeSet, show: Callable[[StageSet, str], set[str]], name: str) -> None:
    on = stage_set("laptop")
    expected = show(on, NAMES[name])
    found = read(on.page, NAMES[name])
    assert found["faults"] == []
    assert expected <= set(found["beside"])


@pytest.mark.parametrize("name", [HEBREW, ARABIC])
def test_nor_does_one_in_the_news(stage_set: MakeSet, name: str) -> None:
    on, crowd = stage_set("laptop"), called(name, "invite", moderates=True)
    crowd.does(YOU, "invite", "p3")
    crowd.does("p3", "decline_invitation")
    on.opens(crowd)
    on.places.status_messages.expect_shown("declined")
    found = read(on.page, name)
    assert found["faults"] == []
    assert "declinedtheinvitationtojointhestage." in found["beside"]


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_word_that_moves_would_be_found(stage_set: MakeSet, name: str) -> None:
    on = stage_set("laptop")
    on.page.goto(on.url)
    on.page.evaluate("name => document.body.append(`${name} 12 votes`)", name)
    assert len(read(on.page, name)["faults"]) == 1


def test_controls_that_turn_text_do_not_come_in_by_name_or_title(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    links = on.links(title="\u202enosseL \u2067one\u2066")
    on.page.goto(f"{links['attendee']}?name={quote(OVERRIDE)}")
    expect(on.page.get_by_role("heading", level=1)).to_have_text("nosseL one")
    expect(on.places.participants.section("Viewers")).to_contain_text("adA")
    expect(on.page).to_have_title("nosseL one · Stagedoor")
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067") & set(on.page.content())


def test_a_title_from_right_to_left_stays_before_the_name_of_the_house(stage_set: MakeSet) -> None:
    on = stage_set("laptop")
    on.page.goto(on.links(title=HEBREW)["attendee"])
    expect(on.page).to_have_title(f"\u2068{HEBREW}\u2069 · Stagedoor")
