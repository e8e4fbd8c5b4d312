"""The structured log on stderr: one line for each event, without secrets.

``event(log, "join", session=…, person=…, result="ok")`` writes
``2026-11-23T14:00:00.000Z INFO stagedoor.live event=join session=… person=… result=ok``, or a JSON object.
"""

import json
import logging
import re
import time
from collections.abc import Iterable
from typing import Literal

import flask
from flask import Flask, Response

LogFormat = Literal["text", "json"]
LogFields = dict[str, object]

http = logging.getLogger("stagedoor.http")
# A signed token in the format of itsdangerous: a payload, perhaps a time, and a signature of 20 bytes, in Base64.
_TOKEN = re.compile(r"[\w-]{6,}(\.[\w-]{4,10})?\.[\w-]{27}(?![\w-])", re.ASCII)
_SESSION_ID = re.compile(r"(Invalid session) \S+")
_PLAIN = re.compile(r"[\w.:/+@-]+", re.ASCII)
_ID = re.compile(r"[0-9a-f]{1,36}")


def event(log: logging.Logger, name: str, **fields: object) -> None:
    """Log an event with its fields; fields that are None are left out."""
    log.info(name, extra={"fields": {"event": name, **fields}})


# Not structlog: importing it takes about 60 ms of a start of 900 ms, and it would replace little more than this class.
class LineFormatter(logging.Formatter):
    """Formats each record as one line, whatever its content."""

    def __init__(self, log_format: LogFormat) -> None:
        super().__init__()
        self._log_format = log_format

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        timestamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03}Z"
        head = {"time": timestamp, "level": record.levelname, "logger": record.name}
        fields = {name: _redacted(value) for name, value in self._fields(record).items() if value is not None}
        if self._log_format == "json":
            return json.dumps({**head, **fields}, default=str)
        return " ".join([*head.values(), *(f"{name}={_text_of(value)}" for name, value in fields.items())])

    def _fields(self, record: logging.LogRecord) -> LogFields:
        fields: LogFields = dict(getattr(record, "fields", {})) or {"event": "log", "message": record.getMessage()}
        if record.exc_info:
            fields["trace"] = self.formatException(record.exc_info)
        return fields


def _redacted(value: object) -> object:
    return _TOKEN.sub("…", value) if isinstance(value, str) else value


def _text_of(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=True)


def set_up_logging(log_format: LogFormat = "text") -> None:
    """Send the room's log to stderr, and shorten what its libraries log about malformed packets."""
    handler = logging.StreamHandler()
    handler.setFormatter(LineFormatter(log_format))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.getLogger("stagedoor").setLevel(logging.INFO)
    for name in ("engineio.server", "socketio.server"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.ERROR)
        logger.addFilter(_shorten)


def _shorten(record: logging.LogRecord) -> bool:
    # A malformed packet is not a failure of the room: log one line, without a traceback and without its content.
    error = record.exc_info[0] if record.exc_info else None
    text = _SESSION_ID.sub(r"\1 …", record.getMessage())
    record.msg, record.args = f"{text}: {error.__name__}" if error else text, ()
    record.exc_info = record.exc_text = None
    return True


def log_requests(app: Flask, quiet: Iterable[str] = ("/static/", "/healthz", "/readyz", "/metrics")) -> None:
    """Log the method, route, ids and status of each request; never its query, body or tokens."""

    @app.after_request
    def log_request(response: Response) -> Response:
        path = flask.request.path
        if not path.startswith(tuple(quiet)):
            event(http, "request", method=flask.request.method, **_logged_path(), status=response.status_code)
        return response


def _logged_path() -> LogFields:
    """Return the request's route with the ids of session and person, but no text that the client chose."""
    rule, values = flask.request.url_rule, flask.request.view_args or {}
    if rule is None:
        return {}
    ids = {name: value for name, value in values.items() if name in ("session", "person") and _ID.fullmatch(value)}
    path = re.sub(r"<(\w+)>", lambda match: ids.get(match[1], "..."), rule.rule)
    return {"path": path, **ids}
