"""Deep linking: a teacher sets up a session, and the platform receives a signed link to it."""

import secrets
from collections.abc import Mapping
from typing import Any

import flask
from flask import Response
from pylti1p3.deep_link import DeepLink
from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.registration import Registration

from reference_server.lti.claims import DEEP_LINKING, Claims
from reference_server.lti.custom_parameters import write_custom_parameters
from reference_server.lti.library import OnePlatform
from reference_server.lti.login_ticket import FORM_SECONDS, BadTicket, Tickets
from reference_server.lti.platforms import Platforms
from reference_server.lti.refusals import RefusedLaunch
from reference_server.lti.tool_keys import ToolKeys
from reference_server.rules.stage import Role
from reference_server.rules.user_text import one_line
from reference_server.storage.lti_store import LtiStore
from reference_server.storage.session_store import NewSession
from reference_server.web.new_session import EMPTY_FORM, LONGEST_TITLE, FieldError, form_fields, read_new_session
from reference_server.web.protection import Protection, origin_of

DeepLinkRequest = tuple[str, str, str, str, Any, str]
"""Issuer, client id, deployment, return URL, data that the answer must contain or None, and a random id.

Without the id, forms that are opened in the same second would have the same ticket, which works only once."""


class DeepLinkPages:
    """The teacher's form, and the answer to the platform."""

    def __init__(
        self,
        platforms: Platforms,
        tickets: Tickets,
        store: LtiStore,
        keys: ToolKeys,
        protection: Protection,
        launch_url: str,
    ) -> None:
        self._platforms = platforms
        self._tickets = tickets
        self._store = store
        self._keys = keys
        self._protection = protection
        self._launch_url = launch_url

    def show_form(self, claims: Claims) -> Response:
        """Show the form to a teacher. Raises RefusedLaunch."""
        if claims.role is not Role.MODERATOR:
            raise RefusedLaunch("not_a_teacher", "a deep linking request by a user without a teacher's role")
        settings = claims.deep_linking_settings()
        title = settings.get("title")
        title = one_line(title)[:LONGEST_TITLE] if isinstance(title, str) else ""
        ticket = self._tickets.sign("deep link", _read_request(claims, settings))
        return self._render_form(ticket, {**EMPTY_FORM, "title": title})

    def answer(self) -> Response:
        """Send the link to the platform, or show the form again with the error. Raises RefusedLaunch."""
        fields = form_fields(flask.request.form)
        ticket = str(fields.pop("ticket", ""))
        try:
            request: DeepLinkRequest = self._tickets.read("deep link", ticket, FORM_SECONDS)
        except BadTicket as error:
            raise RefusedLaunch("form_expired", "the ticket of the deep linking form is forged or too old") from error
        try:
            new = read_new_session(fields)
        except FieldError as error:
            return self._render_form(ticket, {**EMPTY_FORM, **fields}, {"field": error.field, "detail": error.detail})
        if not self._store.use_once(f"deep link {ticket}", FORM_SECONDS):
            raise RefusedLaunch("replayed", "the form of a deep link was sent before")
        return self._answer(request, new)

    def _answer(self, request: DeepLinkRequest, new: NewSession) -> Response:
        url = request[3]
        page = flask.render_template("lti_deep_link_answer.html", url=url, jwt=self._sign(request, new))
        response = flask.make_response(page)
        response.headers["Content-Security-Policy"] = self._protection.policy(
            flask.request.host, forms_to=(origin_of(url),)
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def _sign(self, request: DeepLinkRequest, new: NewSession) -> str:
        _, _, deployment, url, data, _ = request
        link = DeepLink(self._find_registration(request), deployment, {"deep_link_return_url": url, "data": data})
        resource = (
            DeepLinkResource()
            .set_title(new.title)
            .set_url(self._launch_url)
            .set_custom_params(write_custom_parameters(new))
        )
        message = link.get_message_jwt([resource])
        if data is None:
            del message[DEEP_LINKING + "data"]
        return str(link.encode_jwt(message))  # type: ignore[no-untyped-call]

    def _find_registration(self, request: DeepLinkRequest) -> Registration:
        issuer, client_id, *_ = request
        platform = self._platforms.find(issuer, client_id)
        if platform is None:
            why = f"issuer {issuer!r}, client id {client_id!r}: this platform is no longer registered"
            raise RefusedLaunch("unknown_platform", why)
        return OnePlatform(platform, (self._keys.private, self._keys.public[0])).registration()

    def _render_form(self, ticket: str, form: dict[str, object], error: dict[str, str] | None = None) -> Response:
        page = flask.render_template("lti_deep_link.html", ticket=ticket, form=form, error=error)
        response = flask.make_response(page, 400 if error else 200)
        response.headers["Cache-Control"] = "no-store"
        return response


def _read_request(claims: Claims, settings: Mapping[str, Any]) -> DeepLinkRequest:
    return (
        claims.issuer,
        claims.client_id,
        claims.deployment,
        settings["deep_link_return_url"],
        settings.get("data"),
        secrets.token_hex(8),
    )
