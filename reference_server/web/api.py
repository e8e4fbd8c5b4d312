"""The API: what the start page does, for programs."""

import flask
from flask import Blueprint, Response

from reference_server.live.rates import NEW_SESSIONS, RateLimits
from reference_server.storage.session_store import SessionStore
from reference_server.web.link_addresses import LinkAddresses
from reference_server.web.new_session import FieldError, read_new_session
from reference_server.web.problems import problem_json


def api(store: SessionStore, addresses: LinkAddresses, rates: RateLimits) -> Blueprint:
    """The blueprint with `POST /api/sessions`."""
    blueprint = Blueprint("api", __name__, url_prefix="/api")

    @blueprint.post("/sessions")
    def new_session() -> Response:
        """201 with the id and both links; 400 with a problem that names the field, 415 if it is not JSON, 429."""
        rates.count(NEW_SESSIONS, "sessions", flask.request.remote_addr or "")
        if not flask.request.is_json:
            return problem_json(415, "Send JSON, with the header “Content-Type: application/json”.")
        given = _given()
        if not isinstance(given, dict):
            return problem_json(400, "The body must be one JSON object.")
        try:
            id = store.create(read_new_session(given))
        except FieldError as error:
            return problem_json(400, error.detail, error.field)
        moderator, attendee = addresses.of_session(id)
        return _created({"id": id, "moderator": moderator, "attendee": attendee})

    return blueprint


def _given() -> object:
    try:
        return flask.request.get_json(silent=True)
    except RecursionError:  # Nested deeper than any wish is: no JSON error to the parser, and none of the server's.
        return None


def _created(body: dict[str, str]) -> Response:
    response = flask.jsonify(body)
    response.status_code = 201
    return response
