"""Quizzes: asked, answered, closed, read."""

from pytest_bdd import given, then, when

from pages.composer import Asked, Composed
from people.scene import Scene
from steps.asked import WasAsked
from steps.sentences import sentence

SCORE = r"(?P<score>\d+ of \d+)"
Table = list[list[str]]


def _quiz(title: str, table: Table) -> Composed:
    """From a table of three columns: question, what is right, what is wrong."""
    questions = [Asked(text, [*_several(right), *_several(wrong)], _several(right)) for text, right, wrong in table[1:]]
    return Composed(questions, title)


def _several(cell: str) -> list[str]:
    return cell.split(", ")


@given(sentence('{MODERATOR} has opened the quiz "(?P<title>[^"]+)"'))
@when(sentence('{MODERATOR} opens the quiz "(?P<title>[^"]+)"'))
def write_and_open(scene: Scene, asked: WasAsked, moderator: str, title: str, datatable: Table) -> None:
    asked.quiz = title
    scene[moderator].places.quizzes.write(_quiz(title, datatable), and_open=True)


@given(sentence('{MODERATOR} has written the quiz "(?P<title>[^"]+)"'))
def write(scene: Scene, asked: WasAsked, moderator: str, title: str, datatable: Table) -> None:
    asked.quiz = title
    scene[moderator].places.quizzes.write(_quiz(title, datatable), and_open=False)


@given(sentence("{NAME} has answered"))
@when(sentence("{NAME} answers"))
def answer(scene: Scene, asked: WasAsked, name: str, datatable: Table) -> None:
    """By a table of two columns: question, what is chosen. What the browser sends for it is kept for forgers."""
    person = scene[name]
    with person.keeping_what_is_sent("answering"):
        person.places.quizzes.answer(asked.quiz, {text: _several(chosen) for text, chosen in datatable[1:]})


@when(sentence("the browser of {NAME} repeats what it sent to answer"))
def forge_answer(scene: Scene, name: str) -> None:
    scene[name].witness.send_again(scene[name].sent["answering"])


@then(sentence(f"{{NAME}} has {SCORE} right"))
def own_score(scene: Scene, asked: WasAsked, name: str, score: str) -> None:
    scene[name].places.quizzes.expect_own_score(asked.quiz, score)


@then(sentence(f"{{MODERATOR}} finds {{NAME}} with {SCORE} right"))
def score_of(scene: Scene, asked: WasAsked, moderator: str, name: str, score: str) -> None:
    scene[moderator].places.quizzes.expect_score_of(asked.quiz, name, score)


@then(sentence("{OTHER} finds no result of {NAME}"))
def no_score_of(scene: Scene, asked: WasAsked, other: str, name: str) -> None:
    scene[other].places.quizzes.expect_no_score_of(asked.quiz, name)


@then(sentence("{NAME} finds nothing of what is right"))
def nothing_known(scene: Scene, asked: WasAsked, name: str) -> None:
    scene[name].places.quizzes.expect_nothing_known(asked.quiz)


@then(sentence('{NAME} finds these marked as right under "(?P<text>[^"]+)": (?P<right>.+)'))
def marked_right(scene: Scene, asked: WasAsked, name: str, text: str, right: str) -> None:
    scene[name].places.quizzes.expect_right(asked.quiz, text, _several(right))
