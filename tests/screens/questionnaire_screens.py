"""The screens of polls and quizzes, with the longest texts that they may have."""

from collections.abc import Callable, Mapping

from reference_server.rules import questionnaires
from reference_server.rules.questionnaires import Question, Questionnaire, QuestionnaireKind
from tests.screens.stage_set import StageSet
from tests.stand_ins.crowded_session import YOU, CrowdedSession

LONG = "Which of these would you like to hear about in the second half of the morning, when everybody is back from the "
TOPICS = ("Gemeinschaftsverpflegungseinrichtungen", "Costumes", "Lighting, and how it changes what an audience feels")
POLL = Questionnaire(
    "poll1", QuestionnaireKind.POLL, "", (Question("Where shall we meet?", ("Indoors", "Outdoors", "Online")),)
)
LONG_POLL = Questionnaire("poll2", QuestionnaireKind.POLL, "", (Question(LONG + "break?", TOPICS, several=True),))
DRAFT = Questionnaire("poll3", QuestionnaireKind.POLL, "", (Question("Shall we go on until noon?", ("Yes", "No")),))
QUIZ = Questionnaire(
    "quiz1",
    QuestionnaireKind.QUIZ,
    "Stagecraft",
    (
        Question("Who calls the cues?", ("The stage manager", "The director", "The prompter"), right=frozenset({0})),
        Question("What belongs to a rig?", ("Truss", "Gauze", "Hoist"), several=True, right=frozenset({0, 2})),
    ),
)


def _crowd(*, moderates: bool = False, attendees: int = 6) -> CrowdedSession:
    crowd = CrowdedSession("request", you="Maya Okafor" if moderates else "Ada Lovelace", moderates=moderates)
    crowd.bring_on_stage(crowd.attendees(attendees)[:2])
    for switch in (questionnaires.set_polls, questionnaires.set_quizzes):
        crowd.asks(YOU if moderates else "maya", switch, True)
    return crowd


def _ask(
    crowd: CrowdedSession, one: Questionnaire, answers: Mapping[str, tuple[int, ...]], *, close: bool = False
) -> None:
    moderator = "maya" if "maya" in crowd.session.state.by_id else YOU
    crowd.asks(moderator, questionnaires.draft, one)
    crowd.asks(moderator, questionnaires.open_, one.id)
    for who, choices in answers.items():
        given = tuple(frozenset({choice}) if choice >= 0 else frozenset() for choice in choices)
        crowd.asks(who, questionnaires.answer, one.id, given)
    if close:
        crowd.asks(moderator, questionnaires.close, one.id)


VOTES = {"p1": (0,), "p2": (0,), "p3": (1,), "p4": (0,)}
ANSWERS = {"p1": (0, 1), "p2": (1, 2), "p3": (0, -1)}


def _open_panel(on: StageSet, name: str) -> None:
    on.page.get_by_role("button", name=name, exact=True).click()
    on.page.get_by_role("region", name=name, exact=True).wait_for()


def poll_opens(on: StageSet) -> None:
    crowd = _crowd()
    _ask(crowd, LONG_POLL, {})
    on.opens(crowd)
    on.page.get_by_role("button", name="Go to poll").wait_for()


def nothing_to_vote_on_yet(on: StageSet) -> None:
    on.opens(_crowd())
    _open_panel(on, "Polls")


def polls(on: StageSet) -> None:
    crowd = _crowd()
    _ask(crowd, POLL, {**VOTES, YOU: (2,)}, close=True)
    _ask(crowd, DRAFT, {YOU: (0,)})
    _ask(crowd, LONG_POLL, {})
    on.opens(crowd)
    _open_panel(on, "Polls")


def quiz_to_answer(on: StageSet) -> None:
    crowd = _crowd()
    _ask(crowd, QUIZ, {YOU: (0, 1)})
    on.opens(crowd)
    _open_panel(on, "Quizzes")


def own_result_of_a_quiz(on: StageSet) -> None:
    crowd = _crowd()
    _ask(crowd, QUIZ, {**ANSWERS, YOU: (0, 1)}, close=True)
    on.opens(crowd)
    _open_panel(on, "Quizzes")


def moderators_polls(on: StageSet) -> None:
    crowd = _crowd(moderates=True)
    _ask(crowd, POLL, VOTES)
    _ask(crowd, LONG_POLL, VOTES, close=True)
    crowd.asks(YOU, questionnaires.draft, DRAFT)
    on.opens(crowd)
    _open_panel(on, "Polls")


def deleting_a_poll(on: StageSet) -> None:
    crowd = _crowd(moderates=True)
    _ask(crowd, POLL, VOTES, close=True)
    on.opens(crowd)
    _open_panel(on, "Polls")
    on.page.get_by_role("button", name="Delete", exact=True).click()


def moderators_quizzes(on: StageSet) -> None:
    crowd = _crowd(moderates=True)
    _ask(crowd, QUIZ, ANSWERS, close=True)
    on.opens(crowd)
    _open_panel(on, "Quizzes")
    on.page.get_by_role("region", name="Quizzes").locator("summary").first.click()


def writing_a_poll(on: StageSet) -> None:
    on.refuses("draft_poll", "Write a question of 1 to 300 characters.", "bad_question")
    on.opens(_crowd(moderates=True))
    _open_panel(on, "Polls")
    on.page.get_by_role("button", name="New poll").click()
    on.page.get_by_role("button", name="Add option").click()
    on.page.get_by_role("button", name="Open poll").click()
    on.page.get_by_role("alert").wait_for()


def writing_a_poll_again(on: StageSet) -> None:
    writing_a_poll(on)
    on.page.get_by_role("textbox", name="Question").fill("Where shall we meet?")
    on.page.keyboard.press("Escape")
    on.page.get_by_role("button", name="New poll").click()
    on.page.get_by_text("This is what you wrote before").wait_for()


def writing_a_quiz(on: StageSet) -> None:
    crowd = _crowd(moderates=True)
    crowd.asks(YOU, questionnaires.draft, QUIZ)
    on.opens(crowd)
    _open_panel(on, "Quizzes")
    on.page.get_by_role("button", name="Edit").click()
    on.page.get_by_role("textbox", name="Title").wait_for()


SHOWN: tuple[Callable[[StageSet], None], ...] = (
    poll_opens,
    nothing_to_vote_on_yet,
    polls,
    quiz_to_answer,
    own_result_of_a_quiz,
    moderators_polls,
    deleting_a_poll,
    moderators_quizzes,
    writing_a_poll,
    writing_a_poll_again,
    writing_a_quiz,
)
