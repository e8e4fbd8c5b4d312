"""The log: one line an event on stderr, and no secret in it."""

import logging
import re
from collections.abc import Iterable

import flask
from flask import Flask, Response

http = logging.getLogger("stagedoor.http")
_TOKEN = re.compile(r"^/join/.*")


def set_up_logging() -> None:
    """Send the room's log to stderr, and keep quiet what its libraries would say about single packets."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.WARNING)
    logging.getLogger("stagedoor").setLevel(logging.INFO)
    for name in ("engineio.server", "socketio.server"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.ERROR)
        logger.addFilter(_without_traceback)


def _without_traceback(record: logging.LogRecord) -> bool:
    # A packet that cannot be read is its sender's fault, and no news about this program.
    if record.exc_info:
        error = record.exc_info[0]
        record.msg, record.args = f"{record.getMessage()}: {error.__name__ if error else ''}", ()
        record.exc_info = record.exc_text = None
    return True


def log_requests(app: Flask, quiet: Iterable[str] = ("/static/", "/healthz")) -> None:
    """Log each request by its path, without what came in it."""

    @app.after_request
    def log_request(response: Response) -> Response:
        path = flask.request.path
        if not path.startswith(tuple(quiet)):
            shown = _TOKEN.sub("/join/…", path)
            http.info("event=request method=%s path=%r status=%d", flask.request.method, shown, response.status_code)
        return response
