"""The first step of a launch.

The platform redirects to the room, which redirects to the platform's login. Between the two redirects, the room checks
whether the browser returns the ticket's cookie. Some browsers accept no cookies in a frame; the login then continues in
a new tab.
"""

from collections.abc import Mapping

import flask
from flask import Response

from reference_server.lti.launch_check import LaunchCheck
from reference_server.lti.library import Login, LoginState, OnePlatform, Parameters
from reference_server.lti.login_ticket import BadTicket, LoginTicket, Tickets
from reference_server.lti.platforms import Platform, Platforms
from reference_server.lti.refusals import RefusedLaunch
from reference_server.web.protection import Protection

CONTINUE_PATH = "/lti/login/continue"


class LoginPages:
    """The Flask view functions of the login; `launch_url` is the URL that the platform sends the token to."""

    def __init__(
        self, platforms: Platforms, tickets: Tickets, check: LaunchCheck, protection: Protection, launch_url: str
    ) -> None:
        self._platforms = platforms
        self._tickets = tickets
        self._check = check
        self._protection = protection
        self._launch_url = launch_url

    def begin(self) -> Response:
        """Set the ticket's cookie, and redirect to `continue_login`. Raises RefusedLaunch."""
        fields = flask.request.values
        login, url = self._create_login(fields, self._read_platform(fields))
        response = self._redirect_to_continue(login, url)
        self._tickets.set_login_cookie(response, login)
        return response

    def continue_login(self) -> Response:
        """Redirect to the platform's login, or offer to open it in a tab. Raises RefusedLaunch."""
        login, url = self._read_login(flask.request.args.get("login", ""))
        if "tab" in flask.request.args:
            response = _redirect_to_platform(url)
            self._tickets.set_login_cookie(response, login)
            return response
        if not self._tickets.has_login_cookie(login.state):
            return self._offer_tab(login, url)
        return _redirect_to_platform(url)

    def _read_platform(self, fields: Mapping[str, str]) -> Platform:
        for name in ("iss", "login_hint", "target_link_uri"):
            if not fields.get(name):
                raise RefusedLaunch("incomplete_login", f"the platform's login request has no {name}")
        self._check.check_target(fields["target_link_uri"])
        return self._find_platform(fields["iss"], fields.get("client_id", ""))

    def _find_platform(self, issuer: str, client_id: str) -> Platform:
        platform = self._platforms.find(issuer, client_id)
        if platform is None:
            raise self._unknown_platform(issuer, client_id)
        return platform

    def _unknown_platform(self, issuer: str, client_id: str) -> RefusedLaunch:
        if self._platforms.has_issuer(issuer):
            problem = "the issuer is known, but not with this client id"
        else:
            problem = "no platform with this issuer is registered"
        return RefusedLaunch("unknown_platform", f"issuer {issuer!r}, client id {client_id!r}: {problem}")

    def _create_login(self, fields: Mapping[str, str], platform: Platform) -> tuple[LoginTicket, str]:
        login_state = LoginState()
        login = Login(Parameters(fields), OnePlatform(platform), login_state, login_state)
        url = str(login.get_redirect_object(self._launch_url))
        endpoint = platform.authorization_endpoint
        if "?" in endpoint:  # the library adds a second “?”
            url = f"{endpoint}&{url.removeprefix(endpoint)[1:]}"
        return LoginTicket(login_state.state, login_state.nonce, platform.issuer, platform.client_id), url

    def _redirect_to_continue(self, login: LoginTicket, url: str) -> Response:
        response = flask.make_response(flask.redirect(f"{CONTINUE_PATH}?login={self._sign_login(login, url)}", 303))
        response.headers["Cache-Control"] = "no-store"
        return response

    def _sign_login(self, login: LoginTicket, url: str) -> str:
        return self._tickets.sign("continue", [login.state, login.nonce, login.issuer, login.client_id, url])

    def _read_login(self, signed: str) -> tuple[LoginTicket, str]:
        try:
            *login, url = self._tickets.read("continue", signed)
        except BadTicket as error:
            raise RefusedLaunch("no_login", "the room did not begin this login, or began it too long ago") from error
        return LoginTicket(*login), str(url)

    def _offer_tab(self, login: LoginTicket, url: str) -> Response:
        tab = f"{CONTINUE_PATH}?tab=1&login={self._sign_login(login, url)}"
        response = flask.make_response(flask.render_template("lti_new_tab.html", url=tab))
        response.headers["Cache-Control"] = "no-store"
        return response


def _redirect_to_platform(url: str) -> Response:
    response = flask.make_response(flask.redirect(url, 302))
    response.headers["Cache-Control"] = "no-store"
    return response
