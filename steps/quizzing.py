"""Quizzes: writing, opening, answering, results."""

from pytest_bdd import given, then, when

from pages.composer import QuestionDraft, QuestionnaireDraft
from people.scene import Scene
from steps.polls_and_quizzes import LatestQuestionnaires
from steps.step_patterns import step_pattern

SCORE = r"(?P<score>\d+ of \d+)"
Table = list[list[str]]


def _quiz(title: str, table: Table) -> QuestionnaireDraft:
    """Return a quiz from a table of three columns: question, right options, wrong options."""
    questions = [
        QuestionDraft(text, [*_listed_options(right), *_listed_options(wrong)], _listed_options(right))
        for text, right, wrong in table[1:]
    ]
    return QuestionnaireDraft(questions, title)


def _listed_options(cell: str) -> list[str]:
    return cell.split(", ")


@given(step_pattern('{MODERATOR} has opened the quiz "(?P<title>[^"]+)"'))
@when(step_pattern('{MODERATOR} opens the quiz "(?P<title>[^"]+)"'))
def write_and_open(
    scene: Scene, latest_questionnaires: LatestQuestionnaires, moderator: str, title: str, datatable: Table
) -> None:
    latest_questionnaires.quiz = title
    scene[moderator].places.quizzes.write(_quiz(title, datatable), and_open=True)


@given(step_pattern('{MODERATOR} has written the quiz "(?P<title>[^"]+)"'))
def write(
    scene: Scene, latest_questionnaires: LatestQuestionnaires, moderator: str, title: str, datatable: Table
) -> None:
    latest_questionnaires.quiz = title
    scene[moderator].places.quizzes.write(_quiz(title, datatable), and_open=False)


@given(step_pattern("{NAME} has answered"))
@when(step_pattern("{NAME} answers"))
def answer(scene: Scene, latest_questionnaires: LatestQuestionnaires, name: str, datatable: Table) -> None:
    """Answer as the two columns say: question and chosen options.

    Record the sent messages for forgery steps.
    """
    person = scene[name]
    with person.recording_sent_messages("answering"):
        person.places.quizzes.answer(
            latest_questionnaires.quiz, {text: _listed_options(chosen) for text, chosen in datatable[1:]}
        )


@when(step_pattern("the browser of {NAME} repeats what it sent to answer"))
def forge_answer(scene: Scene, name: str) -> None:
    scene[name].probe.send_again(scene[name].sent_messages["answering"])


@then(step_pattern(f"{{NAME}} has {SCORE} right"))
def expect_own_score(scene: Scene, latest_questionnaires: LatestQuestionnaires, name: str, score: str) -> None:
    scene[name].places.quizzes.expect_own_score(latest_questionnaires.quiz, score)


@then(step_pattern(f"{{MODERATOR}} finds {{NAME}} with {SCORE} right"))
def expect_score_of(
    scene: Scene, latest_questionnaires: LatestQuestionnaires, moderator: str, name: str, score: str
) -> None:
    scene[moderator].places.quizzes.expect_score_of(latest_questionnaires.quiz, name, score)


@then(step_pattern("{OTHER} finds no result of {NAME}"))
def expect_no_score_of(scene: Scene, latest_questionnaires: LatestQuestionnaires, other: str, name: str) -> None:
    scene[other].places.quizzes.expect_no_score_of(latest_questionnaires.quiz, name)


@then(step_pattern("{NAME} finds neither right answers nor a result"))
def expect_no_answers_and_no_result(scene: Scene, latest_questionnaires: LatestQuestionnaires, name: str) -> None:
    scene[name].places.quizzes.expect_no_result(latest_questionnaires.quiz)


@then(step_pattern('{NAME} finds these marked as right under "(?P<text>[^"]+)": (?P<right>.+)'))
def expect_marked_right(
    scene: Scene, latest_questionnaires: LatestQuestionnaires, name: str, text: str, right: str
) -> None:
    scene[name].places.quizzes.expect_right(latest_questionnaires.quiz, text, _listed_options(right))
