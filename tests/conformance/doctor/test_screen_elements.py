"""The doctor finds the room's counterpart of a documented element by role and by similar names."""

import pytest

from conformance.doctor.screen_elements import (
    ScreenElement,
    count_nameless_buttons,
    elements_in,
    find_similar,
    names_of,
)

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


def test_only_buttons_without_a_name_and_without_text_are_nameless() -> None:
    assert count_nameless_buttons(SNAPSHOT) == 0
    assert count_nameless_buttons("- button [disabled]\n  - button:\n    - img\n- button: Send\n- button") == 3
    assert count_nameless_buttons('- button "\ue900"\n- button "\ue901" [pressed]: \ue901\n- button "\ue902 Send"') == 2


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
    ("names", "elements", "expected"),
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
    ids=["similar letters", "declared word", "nothing similar", "same name first", "whole words"],
)
def test_ranks_by_similarity(
    names: list[str], elements: list[ScreenElement], expected: list[ScreenElement | str]
) -> None:
    ranked = find_similar("button", names, elements, excluded_names=())
    ranking = [
        element.role if isinstance(expected_element, str) else element
        for element, expected_element in zip(ranked, expected, strict=True)
    ]
    assert ranking == expected


def test_ranks_the_same_role_first() -> None:
    menu, button = ScreenElement("menuitem", "Join the stage"), ScreenElement("button", "Join the stage")
    assert find_similar("button", ["Join stage"], [menu, button], excluded_names=()) == [button, menu]


def test_ignores_an_element_that_another_lookup_has_found() -> None:
    elements = [ScreenElement("switch", "Camera on")]
    assert find_similar("combobox", ["Camera"], elements, excluded_names=["Camera on"]) == []
    assert find_similar("combobox", ["Camera"], elements, excluded_names=[]) == elements


def test_finds_a_documented_name_even_if_another_lookup_uses_it() -> None:
    """A room file may swap two words."""
    elements = [ScreenElement("button", "Join stage")]
    assert find_similar("button", ["Hop on", "Join stage"], elements, excluded_names=["Join stage"]) == elements
