"""The pages of a removed person, for which the real server also serves the WebSocket."""

from types import SimpleNamespace
from typing import Any, cast

from tests.reference_server.clients import Browser, PageClient
from tests.reference_server.server_process import ServerProcess
from tests.screens.scripted_page import ScriptedPage


def connect_moderator(scripted: ScriptedPage, links: dict[str, str]) -> PageClient:
    """Connect a moderator, Maya, to the session of these links."""
    server = cast(ServerProcess, SimpleNamespace(url=scripted.url))
    client = PageClient(server, Browser(links["moderator"], "Maya"))
    client.wait_until(lambda view: bool(view["people"]))
    return client


def enter_session(scripted: ScriptedPage) -> PageClient:
    """Let Ada enter a session; return its moderator."""
    links = scripted.create_session()
    scripted.page.goto(f"{links['attendee']}?name=Ada")
    scripted.places.toolbar.expect_there(scripted.places.toolbar.root, "the toolbar")
    maya = connect_moderator(scripted, links)
    maya.wait_until(lambda view: any(person["name"] == "Ada" and person["page"] for person in view["people"]))
    return maya


def enter_and_be_removed(scripted: ScriptedPage) -> PageClient:
    """Let Ada enter, and a moderator remove her; return the moderator."""
    maya = enter_session(scripted)
    maya.do("remove_from_session", person=find_id_of_ada(maya.view))
    scripted.page.get_by_role("button", name="Ask to be let in").wait_for()
    return maya


def find_id_of_ada(view: dict[str, Any]) -> str:
    return next(str(person["id"]) for person in view["people"] if person["name"] == "Ada")
