"""HTTP error responses: a page for people, `application/problem+json` (RFC 9457) for programs."""

import logging
from http import HTTPStatus

import flask
from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from reference_server.live.rates import RateExceeded

log = logging.getLogger("stagedoor.http")

_DETAILS = {
    404: "There is nothing at this address.",
    405: "This address does not accept this kind of request.",
    413: "The request is too large.",
    500: "The room's server failed. Try again; if it fails again, its log says why.",
}


def problem_page(status: int, title: str, detail: str) -> Response:
    """Return a page that says what is wrong and what to do."""
    page = flask.render_template("problem.html", title=title, detail=detail, status=status)
    return flask.make_response(page, status)


def problem_json(status: int, detail: str, field: str | None = None) -> Response:
    """Return a problem as JSON; `field` is the name of the wrong field, None if there is no single one."""
    title = HTTPStatus(status).phrase
    problem = {"type": "about:blank", "title": title, "status": status, "detail": detail, "field": field}
    response = flask.jsonify(problem)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def handle_errors(app: Flask) -> None:
    """Register handlers for all errors: API requests get JSON, others a page."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        response = _error_response(error.code or 500, error.description)
        # Such as Allow, which RFC 9110 requires of every 405.
        response.headers.extend(header for header in error.get_headers() if header[0] != "Content-Type")
        return response

    @app.errorhandler(RateExceeded)
    def too_many(refusal: RateExceeded) -> Response:
        response = _error_response(429, refusal.message)
        response.headers["Retry-After"] = str(refusal.wait)
        return response

    @app.errorhandler(Exception)
    def failure(_error: Exception) -> Response:
        log.exception("request failed")
        return _error_response(500, None)


def _error_response(status: int, description: str | None) -> Response:
    detail = _DETAILS.get(status) or description or "The request cannot be answered."
    if flask.request.path.startswith("/api/"):
        return problem_json(status, detail)
    return problem_page(status, HTTPStatus(status).phrase, detail)
