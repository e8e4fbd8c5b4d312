"""Opens sessions for the suite in the way a teacher does: by adding an activity on the tool's page."""

import re
from typing import Any

import flask
from flask import Blueprint, Response

from rooms.lti_platform.accounts import PASSWORD
from rooms.lti_platform.platform_state import PlatformState, Tool
from rooms.lti_platform.teacher_client import Page, TeacherClient, UnexpectedPage

TEACHER = "maya"
ACTIVITY_LINK = re.compile(r'href="(/activities/[\w-]+)"')


def session_opening_blueprint(state: PlatformState, issuer: str) -> Blueprint:
    """Return the blueprint of ``POST /sessions``, which opens a session in the first tool of the platform."""
    blueprint = Blueprint("session_opening", __name__)

    @blueprint.post("/sessions")
    def open_session() -> Response | tuple[str, int]:
        """Return the activity's address, which is the same for everybody: the accounts determine the roles."""
        tool = next(iter(state.tools.values()))
        try:
            address = issuer + add_activity(issuer, tool, flask.request.get_json())
        except UnexpectedPage as error:
            return str(error), 502
        return flask.jsonify({"moderator": address, "attendee": address})

    return blueprint


def add_activity(issuer: str, tool: Tool, session_request: dict[str, Any]) -> str:
    """Log in as a teacher, add an activity by deep linking, and return its path.

    ``session_request``: values of the tool's form by name, and optionally ``limit``. The form has no field for the
    limit, so the teacher adds it to the activity's custom parameters. Raises UnexpectedPage.
    """
    client = TeacherClient()
    client.send(client.open(f"{issuer}/login"), user=TEACHER, password=PASSWORD)
    launch = client.open(f"{issuer}/launches/choice/{tool.client_id}")
    choice = client.send(launch)
    chosen = {name: value for name, value in session_request.items() if name != "limit"}
    path = _path_of_activity(client.send(client.send(choice, **chosen)))
    if "limit" in session_request:
        settings = client.open(f"{issuer}{path}/settings")
        custom = f"{settings.form.values['custom']}limit={session_request['limit']}"
        client.send(settings, custom=custom)
    return path


def _path_of_activity(page: Page) -> str:
    match = ACTIVITY_LINK.search(page.html)
    if match is None:
        raise UnexpectedPage(f"{page.address} has no link to a new activity: {page.html[:300]!r}")
    return match[1]
