"""The stage as a person's accessibility tree shows it, and as it should be by the server's view."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.reference_server.clients import View

LINE = re.compile(r'(?P<indent> *)- (?P<role>\w+)(?: "(?P<name>[^"]*)")?(?: \[[^]]*\])*(?::(?: (?P<text>.+))?)?')
INVITATION = "You are invited to join the stage"
STAGE_BUTTONS = ("Join stage", "Ask to join stage", "Cancel request", "Answer invitation", "Microphone", "Camera")
"""The toolbar buttons that depend on whether a person is on stage, invited or asking."""


@dataclass(frozen=True)
class StageScreen:
    """The texts and accessible names of a screen: list items, tiles, requests, buttons and invitation."""

    on_stage: list[str]
    viewers: list[str]
    tiles: list[str]
    requests: list[str]
    buttons: list[str]
    invited: bool


@dataclass
class Node:
    """An element of the accessibility tree."""

    role: str
    name: str
    text: str
    children: "list[Node]" = field(default_factory=list)

    def descendants(self, role: str, name: str | None = None) -> "Iterator[Node]":
        """Yield every descendant with this role (and name)."""
        for node in self.children:
            if node.role == role and name in (None, node.name):
                yield node
            yield from node.descendants(role, name)

    def first(self, role: str, name: str) -> "Node":
        """Return the first descendant with this role and name, or an empty node if there is none."""
        return next(self.descendants(role, name), Node(role, name, ""))

    def items(self, name: str) -> list[str]:
        """Return the text of each item of the list with this name."""
        items = self.first("list", name).descendants("listitem")
        return [" · ".join(paragraph.text for paragraph in item.descendants("paragraph")) for item in items]


def read_stage_screen(page: Page) -> StageScreen:
    """Return what the page currently shows."""
    root = parse_snapshot(page.locator("body").aria_snapshot())
    toolbar = {button.name for button in root.first("toolbar", "Controls").descendants("button")}
    return StageScreen(
        on_stage=root.items("On stage"),
        viewers=root.items("Viewers"),
        tiles=[tile.name for tile in root.first("region", "Stage").descendants("group")],
        requests=root.items("Requests"),
        buttons=[name for name in STAGE_BUTTONS if name in toolbar],
        invited=any(root.descendants("dialog", INVITATION)),
    )


def parse_snapshot(snapshot: str) -> Node:
    """Parse Playwright's accessibility snapshot, and return the root of the tree."""
    root = Node("page", "", "")
    ancestors = [(-1, root)]
    for line in filter(None, map(LINE.match, snapshot.splitlines())):
        node, indent = Node(line["role"], line["name"] or "", line["text"] or ""), len(line["indent"])
        while ancestors[-1][0] >= indent:
            ancestors.pop()
        ancestors[-1][1].children.append(node)
        ancestors.append((indent, node))
    return root


def expected_stage_screen(name: str, view: View) -> StageScreen:
    """Return what the page of the named person should show according to a moderator's view."""
    by_id = {person["id"]: person for person in view["people"]}
    reader = next(person for person in view["people"] if person["name"] == name)
    is_moderator = reader["role"] == "moderator"
    items = ListItems(view, name, is_moderator)
    return StageScreen(
        on_stage=[items.text(by_id[id_]) for id_ in view["stage"]],
        viewers=[items.text(person) for person in view["people"] if person["id"] not in view["stage"]],
        tiles=[by_id[id_]["name"] for id_ in view["stage"]],
        requests=[f"{by_id[id_]['name']} asks to join the stage" for id_ in view["requests"] if is_moderator],
        buttons=expected_buttons(reader, view),
        invited=reader["id"] in view["invitations"],
    )


@dataclass(frozen=True)
class ListItems:
    """The participants list as the person named ``reader`` sees it."""

    view: View
    reader: str
    is_moderator: bool

    def text(self, person: View) -> str:
        """Return the text of a person's item: the name, and the labels beside it."""
        suffix = " (you)" if person["name"] == self.reader else ""
        keys = {"Asks to join": "requests", "Invited": "invitations"} if self.is_moderator else {}
        labels = ["Moderator"] * (person["role"] == "moderator")
        labels += [label for label, key in keys.items() if person["id"] in self.view[key]]
        return " · ".join([person["name"] + suffix, *labels])


def expected_buttons(person: View, view: View) -> list[str]:
    """Return the buttons of STAGE_BUTTONS that the person's toolbar should have."""
    if person["id"] in view["stage"]:
        return ["Microphone", "Camera"]
    if person["id"] in view["invitations"]:
        return ["Answer invitation"]
    if person["id"] in view["requests"]:
        return ["Cancel request"]
    may_join = person["role"] == "moderator" or view["session"]["access"] == "everyone"
    return ["Join stage"] if may_join else ["Ask to join stage"] * (view["session"]["access"] == "request")
