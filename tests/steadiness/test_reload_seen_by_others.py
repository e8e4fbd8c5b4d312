"""Nothing changes for the others when a person reloads the page (STEADY-1)."""

import pytest

from people.person import Person
from steps import joining, microphone_and_camera, raising_hands
from tests.steadiness.restart_scene import RestartScene, read_announcements
from tests.steadiness.whole_screen import expect_whole_screen

RECORD_LISTS = """() => {
  const names = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent.trim());
  const record = () => recordedLists.add([names(".tile .name"), names(".person .name")].join(" | "));
  window.recordedLists = new Set();
  record();
  new MutationObserver(record).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
"""Records the names on the stage and in the lists, in their order, at each change of the page."""
READ_LISTS = "() => [...recordedLists]"
READ_STREAMS = """() => [...document.querySelectorAll(".tile:not(.own)")].map((tile) =>
  [tile.getAttribute("aria-label"), tile.querySelector("video").srcObject?.id])"""


@pytest.mark.parametrize("access", ["everyone"])
@pytest.mark.parametrize("name", ["Ada", "Ben"])
def test_steady_1_a_reload_changes_nothing_for_others(restart_scene: RestartScene, name: str) -> None:
    """Ada is on stage, Maya joined after her, and Ben has raised a hand."""
    scene = restart_scene.scene
    for joiner in ("Ada", "Maya"):
        joining.join_stage(scene, joiner)
    microphone_and_camera.switch(scene, "Ada", "microphone", "off")
    raising_hands.raise_hand(scene, "Ben")
    restart_scene.catch_up()
    restart_scene.expect_media()
    before = restart_scene.read_state()
    others = scene.others_in_session(name)
    for person in others:
        person.page.evaluate(RECORD_LISTS)
    streams = {person.name: streams_of_others(person, name) for person in others}
    scene[name].reload()
    restart_scene.prepare_page(scene[name])
    restart_scene.expect_server_state(before, "after the reload")
    for person in others:
        expect_whole_screen(person, before.screens[person.name], "after the reload")
        assert len(person.page.evaluate(READ_LISTS)) == 1, f"{person.name} saw people come, go or change places"
        assert read_announcements(person) == before.announcements[person.name], (
            f"{person.name}'s page announced something"
        )
        assert streams_of_others(person, name) == streams[person.name], (
            f"{person.name} has new streams of people who stayed"
        )
    restart_scene.expect_same_state("after the reload")
    restart_scene.expect_media()


def streams_of_others(person: Person, name: str) -> list[list[str]]:
    """Return tile label and stream id of everybody on stage, except ``person`` and the person ``name``."""
    return [[label, stream] for label, stream in person.page.evaluate(READ_STREAMS) if label != name]
