"""What people in a session know, told so that two sessions can be compared."""

import re
from typing import Any

from tests.reference_server.clients import Live, View
from tests.stand_ins.connected_session import ConnectedSession

Truth = dict[str, Any]

AN_ID = re.compile(r"[0-9a-f]{16}")
OTHER_EACH_TIME = ("page", "revision")
"""What is another in each connection, or counts what nobody sees."""


def truth(view: View) -> Truth:
    """A view with people's names for their ids, numbers for other ids, and without what is another each time."""
    words = {one["id"]: one["name"] for one in view["people"]}

    def shown(value: Any) -> Any:
        if isinstance(value, dict):
            return {shown(key): shown(part) for key, part in value.items() if key not in OTHER_EACH_TIME}
        if isinstance(value, list):
            return [shown(part) for part in value]
        if isinstance(value, str) and AN_ID.fullmatch(value):
            return words.setdefault(value, f"id {len(words)}")
        return value

    retold: Truth = shown(view)
    return retold


def truths(people: dict[str, Live]) -> dict[str, Truth]:
    """What each of them knows once all of them have been told the same, and what each can read in the chat."""
    newest = max(live.view["revision"] for live in people.values())
    views = {name: live.waits(lambda view: view["revision"] >= newest) for name, live in people.items()}
    return {name: truth(view) | {"chat": in_the_chat(people[name])} for name, view in views.items()}


def in_the_chat(live: Live) -> list[tuple[str, str]]:
    """Who wrote what, in order, as it is read back."""
    seen = len(live.chats)
    live.does("read_chat", after=0)
    live.waits_for(lambda: len(live.chats) > seen, lambda: live.chats)
    return [(message["name"], message["text"]) for message in live.chats[seen]["messages"]]


def come_again(session: ConnectedSession, names: list[str]) -> dict[str, Live]:
    """Everybody opens the room, and is told how it stands with all of them in it."""
    people = {name: session.comes(name) for name in names}
    newest = people[names[-1]].view["revision"]
    for live in people.values():
        live.waits(lambda view: view["revision"] >= newest)
    return people
