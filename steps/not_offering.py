"""What a room declares not to offer."""

from pytest_bdd import parsers, then

from pages.absence import NAMES
from people.scene import Scene


@then(parsers.re(rf"nobody finds (?P<what>{'|'.join(NAMES)})"))
def nobody_finds(scene: Scene, what: str) -> None:
    """Looked for on screens that are seen to be there: the toolbar stands on each of them."""
    for person in scene.people.values():
        person.places.absence.expect_of(what)
