"""What people in a session know, told by names, so that two sessions can be compared."""

from typing import Any

from tests.reference_server.conftest import Cast
from tests.reference_server.live import Live, View

Truth = dict[str, Any]


def truth(view: View) -> Truth:
    """A view without what is another in each session or connection: ids, pages, the count of changes."""
    names = {one["id"]: one["name"] for one in view["people"]}

    def listed(key: str) -> list[str] | None:
        return [names[id] for id in view[key]] if key in view else None

    people = [{**one, "id": "", "page": ""} for one in view["people"]]
    session = {**view["session"], "id": ""}
    lists = {key: listed(key) for key in ("stage", "requests", "invitations")}
    return {"session": session, "you": {**view["you"], "id": ""}, "people": people, **lists}


def truths(people: dict[str, Live]) -> dict[str, Truth]:
    """What each of them knows once all of them have been told the same."""
    newest = max(live.view["revision"] for live in people.values())
    return {name: truth(live.waits(lambda view: view["revision"] >= newest)) for name, live in people.items()}


def come_again(cast: Cast, names: list[str]) -> dict[str, Live]:
    """Everybody opens the room, and is told how it stands with all of them in it."""
    people = {name: cast.comes(name) for name in names}
    newest = people[names[-1]].view["revision"]
    for live in people.values():
        live.waits(lambda view: view["revision"] >= newest)
    return people
