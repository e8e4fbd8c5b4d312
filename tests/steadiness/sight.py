"""What a person finds on the screen of the reference room, as a screen reader would, and what they ought to find."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.reference_server.clients import View

LINE = re.compile(r'(?P<indent> *)- (?P<role>\w+)(?: "(?P<name>[^"]*)")?(?: \[[^]]*\])*(?::(?: (?P<text>.+))?)?')
INVITATION = "You are invited to join the stage"
WAYS = ("Join stage", "Ask to join stage", "Cancel request", "Answer invitation", "Microphone", "Camera")
"""The buttons of the toolbar that depend on where somebody stands."""


@dataclass(frozen=True)
class Sight:
    """The lists (each line with its remarks), the tiles, the requests, the ways on the toolbar, the invitation."""

    on_stage: list[str]
    viewers: list[str]
    tiles: list[str]
    requests: list[str]
    ways: list[str]
    invited: bool


@dataclass
class Node:
    """An element by its role and name, with its text and what stands in it."""

    role: str
    name: str
    text: str
    within: "list[Node]" = field(default_factory=list)

    def all(self, role: str, name: str | None = None) -> "Iterator[Node]":
        """Every element of this role (and name) within."""
        for node in self.within:
            if node.role == role and name in (None, node.name):
                yield node
            yield from node.all(role, name)

    def first(self, role: str, name: str) -> "Node":
        """The element of this role and name; an empty one where there is none."""
        return next(self.all(role, name), Node(role, name, ""))

    def items(self, name: str) -> list[str]:
        """The lines of the list of this name."""
        found = self.first("list", name).all("listitem")
        return [" · ".join(one.text for one in item.all("paragraph")) for item in found]


def seen_on(page: Page) -> Sight:
    """What there is at this moment."""
    root = tree(page.locator("body").aria_snapshot())
    buttons = {one.name for one in root.first("toolbar", "Controls").all("button")}
    return Sight(
        on_stage=root.items("On stage"),
        viewers=root.items("Viewers"),
        tiles=[tile.name for tile in root.first("region", "Stage").all("group")],
        requests=root.items("Requests"),
        ways=[way for way in WAYS if way in buttons],
        invited=any(root.all("dialog", INVITATION)),
    )


def tree(snapshot: str) -> Node:
    """An accessibility snapshot as elements within elements."""
    root = Node("page", "", "")
    above = [(-1, root)]
    for found in filter(None, map(LINE.match, snapshot.splitlines())):
        node, indent = Node(found["role"], found["name"] or "", found["text"] or ""), len(found["indent"])
        while above[-1][0] >= indent:
            above.pop()
        above[-1][1].within.append(node)
        above.append((indent, node))
    return root


def due_to(name: str, view: View) -> Sight:
    """What somebody ought to find when a moderator is told this view."""
    known = {one["id"]: one for one in view["people"]}
    me = next(one for one in view["people"] if one["name"] == name)
    moderates = me["role"] == "moderator"
    line = SightLines(view, name, moderates)
    return Sight(
        on_stage=[line.of(known[one]) for one in view["stage"]],
        viewers=[line.of(one) for one in view["people"] if one["id"] not in view["stage"]],
        tiles=[known[one]["name"] for one in view["stage"]],
        requests=[f"{known[one]['name']} asks to join the stage" for one in view["requests"] if moderates],
        ways=ways(me, view),
        invited=me["id"] in view["invitations"],
    )


@dataclass(frozen=True)
class SightLines:
    """How people are listed before somebody's eyes."""

    view: View
    eyes: str
    moderates: bool

    def of(self, person: View) -> str:
        """Their name, and what is remarked on them."""
        you = " (you)" if person["name"] == self.eyes else ""
        shown = {"Asks to join": "requests", "Invited": "invitations"} if self.moderates else {}
        remarks = ["Moderator"] * (person["role"] == "moderator")
        remarks += [word for word, key in shown.items() if person["id"] in self.view[key]]
        return " · ".join([person["name"] + you, *remarks])


def ways(person: View, view: View) -> list[str]:
    """What the person's toolbar offers about the stage."""
    if person["id"] in view["stage"]:
        return ["Microphone", "Camera"]
    if person["id"] in view["invitations"]:
        return ["Answer invitation"]
    if person["id"] in view["requests"]:
        return ["Cancel request"]
    freely = person["role"] == "moderator" or view["session"]["access"] == "everyone"
    return ["Join stage"] if freely else ["Ask to join stage"] * (view["session"]["access"] == "request")
