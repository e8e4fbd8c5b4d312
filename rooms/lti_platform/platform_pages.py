"""The pages of the platform: login, course, activities, and forms that add tools and activities."""

import re
from urllib.parse import parse_qsl, urlsplit

import flask
from flask import Blueprint, Response
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from rooms.lti_platform.accounts import ACCOUNTS, PASSWORD, Account
from rooms.lti_platform.messages import BadMessage, LaunchForm, Messages
from rooms.lti_platform.platform_state import Activity, PlatformState, Tool

FRAME_ALLOW = "camera; microphone; autoplay; fullscreen"
"""The permissions of an activity's frame, as in the attribute ``allow``."""
WITHOUT_LOGIN = ("platform_pages.log_in", "platform_pages.add_chosen_activity")
"""The endpoints that need no login."""
Page = str | AnyResponse


class PlatformPages:
    """The views that return pages for people; `blueprint` has their routes.

    ``issuer``: the platform's address; ``frame_allow``: what frames with tools may use.
    """

    def __init__(self, state: PlatformState, issuer: str, frame_allow: str = FRAME_ALLOW) -> None:
        self._state = state
        self._issuer = issuer
        self._frame_allow = frame_allow
        self.blueprint = Blueprint("platform_pages", __name__, template_folder="templates")
        self.blueprint.before_request(_expect_login)
        for rule, view, methods in (
            ("/login", self.log_in, ["GET", "POST"]),
            ("/", self.course, ["GET"]),
            ("/tools/new", self.new_tool, ["GET"]),
            ("/tools", self.add_tool, ["POST"]),
            ("/tools/<client_id>", self.tool, ["GET"]),
            ("/activities/new/<client_id>", self.choose_activity, ["GET"]),
            ("/activities/chosen", self.add_chosen_activity, ["POST"]),
            ("/activities/<id>", self.activity, ["GET"]),
            ("/activities/<id>/settings", self.settings, ["GET", "POST"]),
            ("/launches/<kind>/<id>", self.launch, ["GET"]),
            ("/authorize", self.authorize, ["GET", "POST"]),
        ):
            self.blueprint.add_url_rule(rule, view_func=view, methods=methods, endpoint=view.__name__)

    def log_in(self) -> Page:
        """Show the login form, or log in; a name in the form replaces the name of the account."""
        form = flask.request.form
        if flask.request.method == "GET":
            return flask.render_template("login.html")
        account = ACCOUNTS.get(form["user"].strip().lower())
        if account is None or form["password"] != PASSWORD:
            return flask.render_template("login.html", error="Wrong username or password.")
        flask.session.update(user=account.user, name=form.get("name", "").strip() or account.name)
        return flask.redirect(_own_path(flask.request.args.get("next", "")), 303)

    def course(self) -> Page:
        activities = self._state.activities.values()
        return self._page("course.html", activities=activities, tools=self._state.tools.values())

    def new_tool(self) -> Page:
        """Show the forms that add a tool: by dynamic registration, or by its URLs.

        With ``?registration=``, show the tool's registration page in a frame (dynamic registration).
        """
        _expect_teacher()
        address = flask.request.args.get("registration", "")
        if not address:
            return self._page("new_tool.html", issuer=self._issuer)
        if not re.match(r"https?://[^/]", address):
            flask.abort(400, "The registration address must begin with http:// or https://.")
        return self._page("registration.html", address=self._registration_address(address))

    def _registration_address(self, address: str) -> str:
        """Return a registration address with the parameters of dynamic registration."""
        ticket = self._state.new_ticket("registration")
        configuration = f"{self._issuer}/.well-known/openid-configuration"
        separator = "&" if "?" in address else "?"
        return f"{address}{separator}openid_configuration={configuration}&registration_token={ticket}"

    def add_tool(self) -> Page:
        """Register a tool by its URLs, and show the values to enter at the tool."""
        _expect_teacher()
        form = flask.request.form
        tool = self._state.add_tool(
            form["name"], form["login_url"], form["launch_url"], [form["launch_url"]], form["jwks_url"]
        )
        return flask.redirect(f"/tools/{tool.client_id}", 303)

    def tool(self, client_id: str) -> Page:
        _expect_teacher()
        return self._page("tool.html", tool=self._tool(client_id), issuer=self._issuer)

    def choose_activity(self, client_id: str) -> Page:
        """Show the tool's own page, on which the teacher chooses what the activity shows (deep linking)."""
        _expect_teacher()
        return self._page_with_frame(self._tool(client_id), "New activity", f"/launches/choice/{client_id}")

    def add_chosen_activity(self) -> Page:
        """Add the activity in the tool's response to deep linking.

        The tool's page sends the response. It needs no login: its ticket shows that a teacher requested it.
        """
        token = flask.request.form.get("JWT", "")
        tool = self._tool(flask.request.args.get("tool", ""))
        try:
            item, ticket = self._messages(tool).deep_linking_answer(token)
        except BadMessage as error:
            flask.abort(400, str(error))
        if not self._state.use_ticket(ticket, f"choice by {tool.client_id}"):
            flask.abort(400, "“data” of the response is not that of a request, or was used before.")
        activity = self._state.add_activity(
            item.get("title") or tool.name, tool, item.get("url") or tool.launch_url, item.get("custom") or {}
        )
        return flask.render_template("activity_added.html", activity=activity)

    def activity(self, id: str) -> Page:
        activity = self._activity(id)
        return self._page_with_frame(self._tool(activity.client_id), activity.title, f"/launches/activity/{id}")

    def settings(self, id: str) -> Page:
        """Show or replace the custom parameters of an activity, one NAME=VALUE in each line."""
        _expect_teacher()
        activity = self._activity(id)
        if flask.request.method == "GET":
            return self._page("settings.html", activity=activity)
        lines = (line.partition("=") for line in flask.request.form["custom"].splitlines())
        self._state.set_custom(activity, {name.strip(): value.strip() for name, _, value in lines if name.strip()})
        return flask.redirect(f"/activities/{id}", 303)

    def launch(self, kind: str, id: str) -> Page:
        """Start the launch in the frame: a login at the tool, which redirects to ``/authorize``.

        The login of an activity is started by POST, as Moodle does, and that of a choice by GET.
        """
        tool = self._tool(self._activity(id).client_id if kind == "activity" else id)
        target = self._activity(id).url if kind == "activity" else tool.launch_url
        address = self._messages(tool).login_address(_account().user, f"{kind}:{id}", target)
        if kind != "activity":
            return flask.redirect(address, 302)
        action, _, query = address.partition("?")
        return _auto_submitted_form(action, dict(parse_qsl(query)))

    def authorize(self) -> Page:
        """Answer the tool's authentication request with a launch."""
        request = flask.request.values
        tool = self._tool(request.get("client_id", ""))
        messages = self._messages(tool)
        try:
            messages.expect_authentication_request(request)
        except BadMessage as error:
            flask.abort(400, str(error))
        if request["login_hint"] != _account().user:
            flask.abort(403, "login_hint is not the account that is logged in.")
        launch = self._create_launch(messages, tool, request.get("lti_message_hint", ""))
        return _auto_submitted_form(launch.address, {"id_token": launch.id_token, "state": launch.state})

    def _create_launch(self, messages: Messages, tool: Tool, hint: str) -> LaunchForm:
        kind, _, id = hint.partition(":")
        request, account, name = flask.request.values, _account(), flask.session["name"]
        if kind == "activity" and self._activity(id).client_id == tool.client_id:
            return messages.resource_launch(request, account, name, self._activity(id))
        if kind == "choice" and id == tool.client_id:
            _expect_teacher()
            answer_to = f"{self._issuer}/activities/chosen?tool={id}"
            data = self._state.new_ticket(f"choice by {id}")
            return messages.deep_linking_launch(request, account, name, answer_to, data)
        raise BadRequest("lti_message_hint is not that of a launch.")

    def _page(self, template: str, **values: object) -> str:
        return flask.render_template(template, account=_account(), name=flask.session["name"], **values)

    def _page_with_frame(self, tool: Tool, title: str, address: str) -> str:
        return self._page("framed.html", tool=tool, title=title, address=address, allow=self._allow_of(tool))

    def _allow_of(self, tool: Tool) -> str:
        """Return the attribute ``allow`` with the tool's origin.

        Without the origin, it would apply only to the frame's first page, which is the platform's own.
        """
        parts = urlsplit(tool.launch_url)
        features = (feature.strip() for feature in self._frame_allow.split(";"))
        return "; ".join(f"{feature} {parts.scheme}://{parts.netloc}" for feature in features)

    def _messages(self, tool: Tool) -> Messages:
        return Messages(self._issuer, self._state.private_key, tool)

    def _tool(self, client_id: str) -> Tool:
        if client_id not in self._state.tools:
            flask.abort(404, "There is no such tool.")
        return self._state.tools[client_id]

    def _activity(self, id: str) -> Activity:
        if id not in self._state.activities:
            flask.abort(404, "There is no such activity.")
        return self._state.activities[id]


def _expect_login() -> AnyResponse | None:
    if flask.request.endpoint in WITHOUT_LOGIN or flask.session.get("user") in ACCOUNTS:
        return None
    return flask.redirect(flask.url_for("platform_pages.log_in", next=flask.request.full_path.rstrip("?")))


def _account() -> Account:
    return ACCOUNTS[flask.session["user"]]


def _expect_teacher() -> None:
    if not _account().is_teacher:
        flask.abort(403, "Only teachers of the course may do this.")


def _own_path(path: str) -> str:
    """Return the path, or the course's path if this one could lead to another site."""
    # Browsers ignore tabs and line breaks in URLs, so that "/\t/elsewhere" leads to another site.
    return path if re.fullmatch(r"/(?![/\\])[!-~]*", path) else "/"


def _auto_submitted_form(action: str, fields: dict[str, str]) -> Response:
    page = flask.render_template("auto_submitted_form.html", action=action, fields=fields)
    return flask.Response(page, headers={"Cache-Control": "no-store"})
