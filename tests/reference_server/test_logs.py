"""The log: one line for each event, whatever its values are, as text or JSON."""

import json
import logging
import sys
from collections.abc import Callable

import pytest

from reference_server.logs import LineFormatter, LogFormat, event
from reference_server.rules.stage import Role
from reference_server.web.links import Link, Signer
from tests.reference_server.conftest import MakeServer
from tests.stand_ins.connected_session import ConnectedSession

FormatEvent = Callable[..., str]


@pytest.fixture
def format_event(caplog: pytest.LogCaptureFixture) -> FormatEvent:
    """Log an event, and return its line of the log."""

    def log_and_format(log_format: LogFormat, name: str, **fields: object) -> str:
        with caplog.at_level(logging.INFO, "stagedoor.test"):
            event(logging.getLogger("stagedoor.test"), name, **fields)
        return LineFormatter(log_format).format(caplog.records[-1])

    return log_and_format


def test_a_text_line_has_the_names_and_values_of_the_event(format_event: FormatEvent) -> None:
    text = format_event("text", "join", session="5e55", person=None, result="ok", seconds=0.12345)
    assert text.endswith("Z INFO stagedoor.test event=join session=5e55 result=ok seconds=0.123")


def test_a_json_line_has_the_same_fields(format_event: FormatEvent) -> None:
    fields = json.loads(format_event("json", "join", session="5e55", person=None, result="ok"))
    assert fields.pop("time").endswith("Z")
    assert fields == {
        "level": "INFO",
        "logger": "stagedoor.test",
        "event": "join",
        "session": "5e55",
        "result": "ok",
    }


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.parametrize(
    "value", ["a b", "x\nevent=forged", "\u2028event=forged", 'say "x" y=z', "\u202e", "\x1b[2J", ""]
)
def test_no_value_can_add_a_line_or_a_field(format_event: FormatEvent, log_format: LogFormat, value: str) -> None:
    text = format_event(log_format, "join", word=value)
    assert len(text.splitlines()) == 1 and text.isprintable()
    assert " event=forged" not in text.replace(json.dumps(value), "")


def test_signed_tokens_are_redacted_in_every_field(format_event: FormatEvent) -> None:
    signer = Signer(["secret" * 8])
    tokens = (signer.token(Link("5e55", Role.MODERATOR)), signer.links_page_token("5e55"), signer.cookie("p1"))
    for token in tokens:
        for log_format in ("text", "json"):
            text = format_event(log_format, "log", word=f"GET /x/{token}?a=b", message=token)
            assert token not in text and "GET /x/…?a=b" in text.replace("\\u2026", "…"), token
    try:
        raise RuntimeError(tokens[0])
    except RuntimeError:
        record = logging.LogRecord("stagedoor.x", logging.ERROR, "x.py", 1, f"failed {tokens[1]}", None, sys.exc_info())
    assert not [token for token in tokens if token in LineFormatter("text").format(record)]


def test_an_exception_is_logged_with_its_traceback_on_one_line() -> None:
    try:
        raise RuntimeError("broken")
    except RuntimeError:
        record = logging.LogRecord("stagedoor.x", logging.ERROR, "x.py", 1, "failed", None, sys.exc_info())
    text = LineFormatter("text").format(record)
    assert 'event=log message=failed trace="Traceback' in text and "RuntimeError: broken" in text
    assert len(text.splitlines()) == 1


def test_with_log_format_json_each_log_line_is_a_json_object(start_server: MakeServer) -> None:
    server = start_server("--log-format", "json")
    ada = ConnectedSession(server).enter("Ada")
    ada.do("join", microphone=True, camera=True)
    entries = [json.loads(line) for line in server.log().splitlines()]
    (joining,) = [entry for entry in entries if entry["event"] == "join"]
    assert (joining["person"], joining["result"], joining["level"]) == (ada.id, "ok", "INFO")
