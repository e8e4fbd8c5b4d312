"""Raised hands: raising, lowering and clearing them, and their order."""

from pytest_bdd import given, then, when

from people.scene import Scene
from steps.step_patterns import listed, step_pattern


@given(step_pattern("{NAME} has raised a hand"))
@when(step_pattern("{NAME} raises a hand"))
def raise_hand(scene: Scene, name: str) -> None:
    scene[name].places.toolbar.switch("Raise hand", on=True)


@when(step_pattern("{NAME} lowers the hand"))
def lower_hand(scene: Scene, name: str) -> None:
    scene[name].places.toolbar.switch("Raise hand", on=False)


@when(step_pattern("{MODERATOR} clears the raised hands"))
def clear_hands(scene: Scene, moderator: str) -> None:
    scene[moderator].places.participants.clear_raised_hands()


@given(step_pattern("{MODERATOR} finds the raised hands? of {NAMES}(?:, in this order)?"))
@then(step_pattern("{MODERATOR} finds the raised hands? of {NAMES}(?:, in this order)?"))
def expect_hands(scene: Scene, moderator: str, names: str) -> None:
    """Expect exactly these raised hands."""
    scene[moderator].places.participants.expect_raised_hands(listed(names))


@then(step_pattern("{MODERATOR} finds no hand raised"))
def expect_no_hands(scene: Scene, moderator: str) -> None:
    scene[moderator].places.participants.expect_raised_hands([])


@then(step_pattern("{NAME} finds their own hand (?P<state>raised|not raised)"))
def expect_own_hand(scene: Scene, name: str, state: str) -> None:
    scene[name].places.toolbar.expect_device("Raise hand", on=state == "raised")


@then(step_pattern("{OTHER} cannot clear the raised hands"))
def expect_cannot_clear(scene: Scene, other: str) -> None:
    scene[other].places.participants.expect_no_clearing()
