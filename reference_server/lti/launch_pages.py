"""The end of a launch: a person enters the session, or a teacher adds a session to a course."""

from collections.abc import Callable, Mapping

import flask
from flask import Response

from reference_server.client_address import counted_address
from reference_server.live.rates import ENTRIES, SESSION_ENTRIES, SESSION_PREFIX, RateLimits
from reference_server.logs import event
from reference_server.lti.claims import DEEP_LINK, Claims
from reference_server.lti.custom_parameters import read_session_properties
from reference_server.lti.launch_check import LaunchCheck
from reference_server.lti.login_ticket import FORM_SECONDS, LOGIN_SECONDS, BadTicket, LoginTicket, Tickets
from reference_server.lti.platforms import Platform, Platforms
from reference_server.lti.refusals import RefusedLaunch, log
from reference_server.rules.names import LONGEST_NAME, BadName, normalise_name
from reference_server.rules.stage import Role
from reference_server.storage.lti_store import LtiStore, ResourceLink
from reference_server.storage.session_rows import UnknownSession
from reference_server.storage.session_store import Identity, SessionStore

RedirectIntoRoom = Callable[[Identity], Response]
"""Redirects a person into the room, and sets the cookie that identifies them."""
ShowDeepLinkForm = Callable[[Claims], Response]
"""Shows the form with which a teacher adds a session to a course. Raises RefusedLaunch."""


class LaunchPages:
    """The Flask view functions of launches."""

    def __init__(
        self,
        platforms: Platforms,
        tickets: Tickets,
        check: LaunchCheck,
        sessions: SessionStore,
        store: LtiStore,
        rates: RateLimits,
        redirect_into_room: RedirectIntoRoom,
        show_deep_link_form: ShowDeepLinkForm,
    ) -> None:
        self._platforms = platforms
        self._tickets = tickets
        self._check = check
        self._sessions = sessions
        self._store = store
        self._rates = rates
        self._redirect_into_room = redirect_into_room
        self._show_deep_link_form = show_deep_link_form

    def launch(self) -> Response:
        """Check the token, then let the person in or show the deep linking form. Raises RefusedLaunch."""
        form = flask.request.form
        login = self._read_login(form)
        flask.g.lti_issuer = login.issuer  # for the log, if the launch is refused
        claims = self._verify_launch(form, login)
        response = self._show_deep_link_form(claims) if claims.message_type == DEEP_LINK else self._enter(claims)
        self._tickets.remove_login_cookie(response, login.state)
        return response

    def _verify_launch(self, form: Mapping[str, str], login: LoginTicket) -> Claims:
        if "error" in form:
            raise RefusedLaunch("platform_error", _describe_error(form))
        claims = self._check.verify(form, self._find_platform(login), login)
        if not self._store.use_once(f"launch {login.state}", LOGIN_SECONDS):
            raise RefusedLaunch("replayed", "state and nonce of this launch were used before")
        return claims

    def enter(self) -> Response:
        """Let a person in with the name that they entered. Raises RefusedLaunch."""
        session, subject, role = self._read_name_ticket()
        name = flask.request.form.get("name", "")
        try:
            return self._redirect_into_room(self._find_or_add_person(session, subject, role, normalise_name(name)))
        except BadName as error:
            return self._show_name_form(session, subject, role, name, str(error), 400)

    def _read_login(self, form: Mapping[str, str]) -> LoginTicket:
        state = form.get("state", "")
        if not state:
            raise RefusedLaunch("no_login", "the form has no state")
        if not self._tickets.has_login_cookie(state):
            raise RefusedLaunch("no_login", "the browser has no cookie of a login with this state")
        try:
            return self._tickets.read_login_cookie(state)
        except BadTicket as error:
            raise RefusedLaunch("no_login", "the cookie of the login is forged or too old") from error

    def _find_platform(self, login: LoginTicket) -> Platform:
        platform = self._platforms.find(login.issuer, login.client_id)
        if platform is None:
            why = f"issuer {login.issuer!r}, client id {login.client_id!r}: this platform is no longer registered"
            raise RefusedLaunch("unknown_platform", why)
        return platform

    def _enter(self, claims: Claims) -> Response:
        link = ResourceLink(claims.issuer, claims.client_id, claims.deployment, claims.link_id)
        session = self._store.find_or_create_session(link, lambda: read_session_properties(claims))
        event(log, "lti_launch", session=session, role=claims.role, issuer=claims.issuer)
        try:
            name = normalise_name(_shorten(claims.name()))
        except BadName as error:
            return self._enter_without_name(session, claims, str(error))
        return self._redirect_into_room(self._find_or_add_person(session, claims.subject, claims.role, name))

    def _enter_without_name(self, session: str, claims: Claims, error: str) -> Response:
        person = self._store.find_person(session, claims.subject, claims.role)
        if person is not None:
            return self._redirect_into_room(person)
        name = claims.name()
        return self._show_name_form(session, claims.subject, claims.role, name, error if name else None)

    def _read_name_ticket(self) -> tuple[str, str, Role]:
        ticket = flask.request.form.get("ticket", "")
        try:
            session, subject, role = self._tickets.read("name", ticket, FORM_SECONDS)
            self._sessions.session(session)
        except (BadTicket, UnknownSession) as error:
            why = "the name form's ticket is forged or too old, or its session no longer exists"
            raise RefusedLaunch("form_expired", why) from error
        return session, subject, Role(role)

    def _find_or_add_person(self, session: str, subject: str, role: Role, name: str) -> Identity:
        if self._store.find_person(session, subject, role) is None:
            self._rates.count(ENTRIES, "entries", counted_address(flask.request.remote_addr or ""))
            self._rates.count(SESSION_ENTRIES, "entries", f"{SESSION_PREFIX}{session}")
        return self._store.add_person(session, subject, role, name)

    def _show_name_form(
        self, session: str, subject: str, role: Role, name: str, error: str | None, status: int = 200
    ) -> Response:
        """Show the form for a name; `error` says why the room does not allow the previous `name`."""
        ticket = self._tickets.sign("name", [session, subject, role])
        values = {"session_title": self._sessions.session(session).title, "role": role, "ticket": ticket}
        page = flask.render_template("entry.html", **values, action="/lti/enter", error=error, name=name)
        response = flask.make_response(page, status)
        response.headers["Cache-Control"] = "no-store"
        return response


def _shorten(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]


def _describe_error(form: Mapping[str, str]) -> str:
    description = f": {form['error_description']}" if form.get("error_description") else ""
    return f"the platform answered the login with {form['error']!r}{description}"
