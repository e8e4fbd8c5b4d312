"""The doctor finds a room's element for a documented one, by its role and by similar names."""

import pytest

from conformance.doctor.screen_elements import ScreenElement, elements_in, names_of, nearest

SNAPSHOT = """
- banner:
  - heading "Morning lesson" [level=1]
- main:
  - region "Stage":
    - paragraph: Nobody is on stage
  - status: "Ada declined: maybe later"
  - text: loose words
- toolbar "Controls":
  - button "Raise hand"
  - button "Participants" [expanded]
  - button "Say \\"yes\\""
  - link "Join stage":
    - /url: /join
- dialog:
  - button "Raise hand"
"""


def test_a_snapshot_is_read_as_roles_and_names() -> None:
    assert elements_in(SNAPSHOT) == [
        ScreenElement("heading", "Morning lesson"),
        ScreenElement("region", "Stage"),
        ScreenElement("paragraph", "Nobody is on stage"),
        ScreenElement("status", "Ada declined: maybe later"),
        ScreenElement("toolbar", "Controls"),
        ScreenElement("button", "Raise hand"),
        ScreenElement("button", "Participants"),
        ScreenElement("button", 'Say "yes"'),
        ScreenElement("link", "Join stage"),
    ]


LISTS = """
- complementary "People":
  - list "On":
    - listitem: Maya
  - list "Off":
    - listitem:
      - text: Ada
      - button "Actions for Ada"
- region "Asking":
  - listitem: Ben
"""


def test_an_element_is_recognised_by_what_it_contains() -> None:
    assert names_of("list", LISTS) == ["On", "Off"]
    assert names_of("list", LISTS, "Ada") == ["Off"]
    assert names_of("button", LISTS, "Ada") == ["Actions for Ada"]
    assert names_of("region", LISTS, "Ada") == []


SPEAK = ScreenElement("button", "Request to speak")
ASK = ScreenElement("button", "Ask to join the stage")
LEAVE = ScreenElement("button", "Leave")


@pytest.mark.parametrize(
    ("names", "there", "found"),
    [
        (["Ask to join stage"], [LEAVE, ASK], [ASK]),
        (["Request to talk", "Ask to join stage"], [SPEAK, LEAVE], [SPEAK]),
        (["Ask to join stage"], [LEAVE], []),
        (
            ["Join stage"],
            [ScreenElement("link", "Join stage"), ScreenElement("button", "Join the stage")],
            ["link", "button"],
        ),
        (["Join stage"], [ScreenElement("paragraph", "Joints"), ScreenElement("button", "Go on stage")], ["button"]),
    ],
    ids=["letters", "declared word", "nothing like it", "same name first", "whole words"],
)
def test_ranks_by_similarity(names: list[str], there: list[ScreenElement], found: list[ScreenElement | str]) -> None:
    ranked = nearest("button", names, there, taken=())
    shown = [
        element.role if isinstance(wanted, str) else element for element, wanted in zip(ranked, found, strict=True)
    ]
    assert shown == found


def test_ranks_the_same_role_first() -> None:
    menu, button = ScreenElement("menuitem", "Join the stage"), ScreenElement("button", "Join the stage")
    assert nearest("button", ["Join stage"], [menu, button], taken=()) == [button, menu]


def test_an_element_that_belongs_to_another_place_is_not_found() -> None:
    there = [ScreenElement("switch", "Camera on")]
    assert nearest("combobox", ["Camera"], there, taken=["Camera on"]) == []
    assert nearest("combobox", ["Camera"], there, taken=[]) == there


def test_a_documented_name_is_found_even_if_it_is_the_word_of_another_place() -> None:
    """A room file may exchange two words."""
    there = [ScreenElement("button", "Join stage")]
    assert nearest("button", ["Hop on", "Join stage"], there, taken=["Join stage"]) == there
