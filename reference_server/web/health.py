"""Health checks: whether this process runs, and whether it can serve people."""

from collections.abc import Callable
from functools import partial

import flask
from flask import Blueprint, Response
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

HealthCheck = Callable[[], bool]


def health_pages(checks: dict[str, HealthCheck]) -> Blueprint:
    """Return the pages `/healthz` and `/readyz`.

    `/readyz` returns the state of each dependency, with status 503 if one is unavailable.
    """
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def healthz() -> Response:
        return Response("ok", content_type="text/plain; charset=utf-8")

    @pages.get("/readyz")
    def readyz() -> Response:
        states = {name: "ok" if is_up() else "away" for name, is_up in checks.items()}
        is_ready = "away" not in states.values()
        response = flask.jsonify({"ready": is_ready, **states})
        response.status_code = 200 if is_ready else 503
        response.headers["Cache-Control"] = "no-store"
        return response

    return pages


def database_check(engine: Engine) -> HealthCheck:
    """Return the check of a database."""
    return partial(_is_up, engine)


def _is_up(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
