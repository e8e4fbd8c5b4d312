"""Raised hands: who raised one, in which order, and that it is not a request."""

from pytest_bdd import given, then, when

from people.scene import Scene
from steps.sentences import listed, sentence


@given(sentence("{NAME} has raised a hand"))
@when(sentence("{NAME} raises a hand"))
def raise_hand(scene: Scene, name: str) -> None:
    scene[name].places.toolbar.switch("Raise hand", on=True)


@when(sentence("{NAME} lowers the hand"))
def lower_hand(scene: Scene, name: str) -> None:
    scene[name].places.toolbar.switch("Raise hand", on=False)


@when(sentence("{MODERATOR} clears the raised hands"))
def clear(scene: Scene, moderator: str) -> None:
    scene[moderator].places.participants.clear_hands()


@given(sentence("{MODERATOR} finds raised the hands? of {NAMES}(?:, in this order)?"))
@then(sentence("{MODERATOR} finds raised the hands? of {NAMES}(?:, in this order)?"))
def finds_hands(scene: Scene, moderator: str, names: str) -> None:
    """These hands and no others."""
    scene[moderator].places.participants.expect_hands(listed(names))


@then(sentence("{MODERATOR} finds no hand raised"))
def finds_no_hands(scene: Scene, moderator: str) -> None:
    scene[moderator].places.participants.expect_hands([])


@then(sentence("{NAME} finds the own hand (?P<state>raised|not raised)"))
def own_hand(scene: Scene, name: str, state: str) -> None:
    scene[name].places.toolbar.expect_device("Raise hand", on=state == "raised")


@then(sentence("{OTHER} cannot clear the raised hands"))
def cannot_clear(scene: Scene, other: str) -> None:
    scene[other].places.participants.expect_no_clearing()
