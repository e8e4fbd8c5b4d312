"""The screens of polls and quizzes, with the longest texts that they may have."""

from collections.abc import Callable, Mapping

from reference_server.rules import questionnaires
from reference_server.rules.questionnaires import Question, Questionnaire, QuestionnaireKind
from tests.screens.scripted_page import ScriptedPage
from tests.stand_ins.crowded_session import YOU, CrowdedSession

LONG_QUESTION = (
    "Which of these would you like to hear about in the second half of the morning, when everybody is back from the "
    "break?"
)
LONG_OPTIONS = (
    "Gemeinschaftsverpflegungseinrichtungen",
    "Costumes",
    "Lighting, and how it changes what an audience feels",
)
POLL = Questionnaire(
    "poll1", QuestionnaireKind.POLL, "", (Question("Where shall we meet?", ("Indoors", "Outdoors", "Online")),)
)
LONG_POLL = Questionnaire("poll2", QuestionnaireKind.POLL, "", (Question(LONG_QUESTION, LONG_OPTIONS, several=True),))
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
    crowd.bring_on_stage(crowd.add_attendees(attendees)[:2])
    for switch in (questionnaires.set_polls, questionnaires.set_quizzes):
        crowd.change_board(YOU if moderates else "maya", switch, True)
    return crowd


def _open_questionnaire(
    crowd: CrowdedSession, questionnaire: Questionnaire, answers: Mapping[str, tuple[int, ...]], *, close: bool = False
) -> None:
    moderator = "maya" if "maya" in crowd.snapshot.state.by_id else YOU
    crowd.change_board(moderator, questionnaires.draft, questionnaire)
    crowd.change_board(moderator, questionnaires.open_, questionnaire.id)
    for person, choices in answers.items():
        answer_choices = tuple(frozenset({choice}) if choice >= 0 else frozenset() for choice in choices)
        crowd.change_board(person, questionnaires.answer, questionnaire.id, answer_choices)
    if close:
        crowd.change_board(moderator, questionnaires.close, questionnaire.id)


VOTES = {"p1": (0,), "p2": (0,), "p3": (1,), "p4": (0,)}
ANSWERS = {"p1": (0, 1), "p2": (1, 2), "p3": (0, -1)}
"""The index of the option that each person chooses in each question; -1 for none."""


def _open_panel(scripted: ScriptedPage, name: str) -> None:
    scripted.page.get_by_role("button", name=name, exact=True).click()
    scripted.page.get_by_role("region", name=name, exact=True).wait_for()


def open_poll_notification(scripted: ScriptedPage) -> None:
    crowd = _crowd()
    _open_questionnaire(crowd, LONG_POLL, {})
    scripted.open(crowd)
    scripted.page.get_by_role("button", name="Go to poll").wait_for()


def no_poll_yet(scripted: ScriptedPage) -> None:
    scripted.open(_crowd())
    _open_panel(scripted, "Polls")


def polls(scripted: ScriptedPage) -> None:
    crowd = _crowd()
    _open_questionnaire(crowd, POLL, {**VOTES, YOU: (2,)}, close=True)
    _open_questionnaire(crowd, DRAFT, {YOU: (0,)})
    _open_questionnaire(crowd, LONG_POLL, {})
    scripted.open(crowd)
    _open_panel(scripted, "Polls")


def quiz_to_answer(scripted: ScriptedPage) -> None:
    crowd = _crowd()
    _open_questionnaire(crowd, QUIZ, {YOU: (0, 1)})
    scripted.open(crowd)
    _open_panel(scripted, "Quizzes")


def own_result_of_a_quiz(scripted: ScriptedPage) -> None:
    crowd = _crowd()
    _open_questionnaire(crowd, QUIZ, {**ANSWERS, YOU: (0, 1)}, close=True)
    scripted.open(crowd)
    _open_panel(scripted, "Quizzes")


def moderators_polls(scripted: ScriptedPage) -> None:
    crowd = _crowd(moderates=True)
    _open_questionnaire(crowd, POLL, VOTES)
    _open_questionnaire(crowd, LONG_POLL, VOTES, close=True)
    crowd.change_board(YOU, questionnaires.draft, DRAFT)
    scripted.open(crowd)
    _open_panel(scripted, "Polls")


def deleting_a_poll(scripted: ScriptedPage) -> None:
    crowd = _crowd(moderates=True)
    _open_questionnaire(crowd, POLL, VOTES, close=True)
    scripted.open(crowd)
    _open_panel(scripted, "Polls")
    scripted.page.get_by_role("button", name="Delete", exact=True).click()


def moderators_quizzes(scripted: ScriptedPage) -> None:
    crowd = _crowd(moderates=True)
    _open_questionnaire(crowd, QUIZ, ANSWERS, close=True)
    scripted.open(crowd)
    _open_panel(scripted, "Quizzes")
    scripted.page.get_by_role("region", name="Quizzes").locator("summary").first.click()


def writing_a_poll(scripted: ScriptedPage) -> None:
    scripted.refuse("draft_poll", "Write a question of 1 to 300 characters.", "bad_question")
    scripted.open(_crowd(moderates=True))
    _open_panel(scripted, "Polls")
    scripted.page.get_by_role("button", name="New poll").click()
    scripted.page.get_by_role("button", name="Add option").click()
    scripted.page.get_by_role("button", name="Open poll").click()
    scripted.page.get_by_role("alert").wait_for()


def restored_draft_of_a_poll(scripted: ScriptedPage) -> None:
    writing_a_poll(scripted)
    scripted.page.get_by_role("textbox", name="Question").fill("Where shall we meet?")
    scripted.page.keyboard.press("Escape")
    scripted.page.get_by_role("button", name="New poll").click()
    scripted.page.get_by_text("This is what you wrote before").wait_for()


def writing_a_quiz(scripted: ScriptedPage) -> None:
    crowd = _crowd(moderates=True)
    crowd.change_board(YOU, questionnaires.draft, QUIZ)
    scripted.open(crowd)
    _open_panel(scripted, "Quizzes")
    scripted.page.get_by_role("button", name="Edit").click()
    scripted.page.get_by_role("textbox", name="Title").wait_for()


QUESTIONNAIRE_SCREENS: tuple[Callable[[ScriptedPage], None], ...] = (
    open_poll_notification,
    no_poll_yet,
    polls,
    quiz_to_answer,
    own_result_of_a_quiz,
    moderators_polls,
    deleting_a_poll,
    moderators_quizzes,
    writing_a_poll,
    restored_draft_of_a_poll,
    writing_a_quiz,
)
