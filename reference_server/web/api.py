"""The HTTP API, with which programs create sessions."""

import flask
from flask import Blueprint, Response

from reference_server.client_address import counted_address
from reference_server.live.rates import NEW_SESSIONS, RateLimits
from reference_server.storage.session_store import SessionStore
from reference_server.web.link_urls import LinkUrls
from reference_server.web.new_session import FieldError, read_new_session
from reference_server.web.problems import problem_json
from reference_server.web.required_token import RequiredToken


def api(store: SessionStore, link_urls: LinkUrls, rates: RateLimits, create_token: RequiredToken) -> Blueprint:
    """Return the blueprint of `POST /api/sessions`."""
    blueprint = Blueprint("api", __name__, url_prefix="/api")

    @blueprint.post("/sessions")
    def new_session() -> Response:
        """Create a session: 201 with id and links; 400 with a problem naming the field; 401, 415 or 429.

        With `?links=entry`, people enter by following the links with `?name=` and their name, without a form.
        """
        rates.count(NEW_SESSIONS, "sessions", counted_address(flask.request.remote_addr or ""))
        if not create_token.is_right_in_header():
            return problem_json(401, "Send the room's token, with the header “Authorization: Bearer TOKEN”.")
        if not flask.request.is_json:
            return problem_json(415, "Send JSON, with the header “Content-Type: application/json”.")
        return _create_session(store, link_urls)

    return blueprint


def _create_session(store: SessionStore, link_urls: LinkUrls) -> Response:
    body = _body()
    if not isinstance(body, dict):
        return problem_json(400, "The body must be one JSON object.")
    try:
        id = store.create(read_new_session(body))
    except FieldError as error:
        return problem_json(400, error.detail, error.field)
    moderator, attendee = link_urls.of_session(id, entry=flask.request.args.get("links") == "entry")
    return _created({"id": id, "moderator": moderator, "attendee": attendee})


def _body() -> object:
    try:
        return flask.request.get_json(silent=True)
    except RecursionError:  # The parser raises this for JSON that is nested too deeply, which is the client's error.
        return None


def _created(session: dict[str, str]) -> Response:
    response = flask.jsonify(session)
    response.status_code = 201
    return response
