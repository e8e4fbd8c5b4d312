"""Somebody reloads the page, and for the others nothing changes (STEADY-1)."""

import pytest

from people.person import Person
from steps import joining, microphone_and_camera, raising_hands
from tests.steadiness.everybody import Everybody, announced
from tests.steadiness.whole_screen import expect_whole_screen

WATCH = """() => {
  const names = (where) => [...document.querySelectorAll(where)].map((one) => one.textContent.trim());
  const look = () => sights.add([names(".tile .name"), names(".person .name")].join(" | "));
  window.sights = new Set();
  look();
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
"""Keeps who is on the stage and in the lists, in which order, at each change of the page."""
SIGHTS = "() => [...sights]"
PICTURES = """() => [...document.querySelectorAll(".tile:not(.own)")].map((tile) =>
  [tile.getAttribute("aria-label"), tile.querySelector("video").srcObject?.id])"""


@pytest.mark.parametrize("access", ["everyone"])
@pytest.mark.parametrize("name", ["Ada", "Ben"])
def test_steady_1_a_reload_changes_nothing_for_others(everybody: Everybody, name: str) -> None:
    """Ada is on stage, Maya after her, and Ben has a hand raised."""
    scene = everybody.scene
    for one in ("Ada", "Maya"):
        joining.joins(scene, one)
    microphone_and_camera.switch(scene, "Ada", "microphone", "off")
    raising_hands.raise_hand(scene, "Ben")
    everybody.catches_up()
    everybody.expect_media()
    before = everybody.stand()
    others = scene.others(name)
    for person in others:
        person.page.evaluate(WATCH)
    pictures = {person.name: pictures_of_others(person, name) for person in others}
    scene[name].reload()
    everybody.has_come_anew(scene[name])
    everybody.expect_knowledge(before, "after the reload")
    for person in others:
        expect_whole_screen(person, before.screens[person.name], "after the reload")
        assert len(person.page.evaluate(SIGHTS)) == 1, f"{person.name} saw people come or go, or change places"
        assert announced(person) == before.announced[person.name], f"{person.name} was told something"
        assert pictures_of_others(person, name) == pictures[person.name], f"{person.name} was called anew by who stayed"
    everybody.expect_agreement("after the reload")
    everybody.expect_media()


def pictures_of_others(person: Person, name: str) -> list[list[str]]:
    """By whose tile, which stream somebody sees there, but for their own and for the one of this name."""
    return [[whose, stream] for whose, stream in person.page.evaluate(PICTURES) if whose != name]
