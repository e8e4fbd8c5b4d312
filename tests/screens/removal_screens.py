"""The pages of a person whom a moderator removes from the session, of the real server."""

from types import SimpleNamespace
from typing import Any, cast

from tests.reference_server.clients import Browser, Live
from tests.reference_server.server_process import ServerProcess
from tests.screens.stage_set import StageSet


def moderator_of(on: StageSet, links: dict[str, str]) -> Live:
    """Return a moderator who is connected to the session of these links."""
    server = cast(ServerProcess, SimpleNamespace(url=on.url))
    live = Live(server, Browser(links["moderator"], "Maya"))
    live.waits(lambda view: bool(view["people"]))
    return live


def enter(on: StageSet) -> Live:
    """Let Ada enter a session, and return its moderator."""
    links = on.links()
    on.page.goto(f"{links['attendee']}?name=Ada")
    on.places.toolbar.expect_there(on.places.toolbar.root, "the toolbar")
    maya = moderator_of(on, links)
    maya.waits(lambda view: any(person["name"] == "Ada" and person["page"] for person in view["people"]))
    return maya


def be_removed(on: StageSet) -> Live:
    """Let Ada enter, and a moderator remove her; return the moderator."""
    maya = enter(on)
    maya.does("remove_from_session", person=ada_in(maya.view))
    on.page.get_by_role("button", name="Ask to be let in").wait_for()
    return maya


def ada_in(view: dict[str, Any]) -> str:
    """Return Ada's id."""
    return next(str(person["id"]) for person in view["people"] if person["name"] == "Ada")
