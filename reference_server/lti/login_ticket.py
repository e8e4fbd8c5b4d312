"""Tickets: values that the room signs for a browser.

Each is valid for one purpose and for a limited time.

The ticket of a login binds a launch to the browser that began it. It is in a cookie, so that the room stores nothing
of a login before the platform has signed the launch.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import flask
from flask import Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from reference_server.web.protection import Protection

LOGIN_SECONDS = 10 * 60
"""The longest time from the beginning of a login to its launch."""
FORM_SECONDS = 60 * 60
"""The longest time from showing a form to its submission."""
COOKIE_PREFIX = "lti_login_"


@dataclass(frozen=True)
class LoginTicket:
    """A login that this browser has begun."""

    state: str
    nonce: str
    issuer: str
    client_id: str


class BadTicket(Exception):
    """A ticket that the room did not sign for this purpose, or that is too old."""


class Tickets:
    """Signs tickets with the room's newest secret, and verifies them with each of its secrets."""

    def __init__(self, secrets: list[str], protection: Protection) -> None:
        self._secrets = secrets
        self._protection = protection

    def sign(self, purpose: str, value: object) -> str:
        """Return a ticket that contains the value and is valid for one purpose."""
        return str(self._serializer(purpose).dumps(value))

    def read(self, purpose: str, ticket: str, seconds: int = LOGIN_SECONDS) -> Any:
        """Return the value that was signed for this purpose at most `seconds` ago. Raises BadTicket."""
        try:
            return self._serializer(purpose).loads(ticket, max_age=seconds)
        except BadSignature as error:
            raise BadTicket from error

    def set_login_cookie(self, response: Response, login: LoginTicket) -> None:
        """Set the cookie with the ticket of a login."""
        value = self.sign("login", [login.state, login.nonce, login.issuer, login.client_id])
        response.set_cookie(_cookie_name(login.state), value, max_age=LOGIN_SECONDS, **self._cookie_options())

    def has_login_cookie(self, state: str) -> bool:
        """Return whether the request has the cookie of this login, without verifying its ticket."""
        return _cookie_name(state) in flask.request.cookies

    def read_login_cookie(self, state: str) -> LoginTicket:
        """Return the login that this browser has begun with this state. Raises BadTicket."""
        value = self.read("login", flask.request.cookies.get(_cookie_name(state), ""))
        if not isinstance(value, list) or value[0] != state:
            raise BadTicket
        return LoginTicket(*value)

    def remove_login_cookie(self, response: Response, state: str) -> None:
        """Delete the cookie with the ticket of a login."""
        options = self._cookie_options()
        response.set_cookie(_cookie_name(state), "", max_age=0, **options)

    def _cookie_options(self) -> dict[str, Any]:
        return {"httponly": True, "path": "/lti/", **self._protection.cookie_options()}

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._secrets, salt=f"stagedoor.lti.{purpose}")


def _cookie_name(state: str) -> str:
    return COOKIE_PREFIX + hashlib.sha256(state.encode()).hexdigest()[:16]
