"""Views in a form that can be compared between sessions and connections."""

import re
from typing import Any

from tests.reference_server.clients import PageClient, View
from tests.stand_ins.connected_session import ConnectedSession

ComparableView = dict[str, Any]

ID_PATTERN = re.compile(r"[0-9a-f]{16}")
VARYING_KEYS = ("page", "revision")
"""Keys whose values differ between connections, or also count changes that are not in the view."""


def comparable_view(view: View) -> ComparableView:
    """Return a view with names in place of people's ids, numbers for other ids, and no varying keys."""
    names = {person["id"]: person["name"] for person in view["people"]}

    def normalize(value: Any) -> Any:
        if isinstance(value, dict):
            return {normalize(key): normalize(part) for key, part in value.items() if key not in VARYING_KEYS}
        if isinstance(value, list):
            return [normalize(part) for part in value]
        if isinstance(value, str) and ID_PATTERN.fullmatch(value):
            return names.setdefault(value, f"id {len(names)}")
        return value

    comparable: ComparableView = normalize(view)
    return comparable


def comparable_views(people: dict[str, PageClient]) -> dict[str, ComparableView]:
    """Wait until all people have received the newest revision; return the view and the chat of each."""
    newest = max(client.view["revision"] for client in people.values())
    views = {name: client.catch_up(newest) for name, client in people.items()}
    return {name: comparable_view(view) | {"chat": read_chat(people[name])} for name, view in views.items()}


def read_chat(client: PageClient) -> list[tuple[str, str]]:
    """Request the chat and return the names and texts of its messages, in order."""
    count_before = len(client.chats)
    client.do("read_chat", after=0)
    client.wait_for(lambda: len(client.chats) > count_before, lambda: client.chats)
    return [(message["name"], message["text"]) for message in client.chats[count_before]["messages"]]


def connect_all(session: ConnectedSession, names: list[str]) -> dict[str, PageClient]:
    """Connect all these people, and wait until each has received the view with all of them."""
    people = {name: session.enter(name) for name in names}
    newest = people[names[-1]].view["revision"]
    for client in people.values():
        client.wait_until(lambda view: view["revision"] >= newest)
    return people
