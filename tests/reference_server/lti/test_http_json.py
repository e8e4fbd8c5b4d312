"""The limits of requests to learning platforms."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.reference_server.server_process import ROOT

TEST_LIMIT = 30.0
"""Seconds within which the request must have ended; the whole slow response takes ten times as long."""
PAUSE = 0.3
"""Seconds between two bytes of a slow response; less than the limit of a request for each part that arrives."""
REQUEST = """
from gevent import monkey
monkey.patch_all()
import sys
from reference_server.lti import http_json
http_json.RESPONSE_SECONDS = 1.0
try:
    http_json.get_json(sys.argv[1])
except http_json.PlatformUnreachable as error:
    print(error)
"""
"""Requests JSON as the room does, whose libraries are patched by gevent, but with a short limit."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n"


class SlowPlatform(ThreadingHTTPServer):
    """A platform that sends the body (at `/body`) or the headers (at `/head`) byte by byte."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), SlowHandler)
        self.is_closed = threading.Event()


class SlowHandler(BaseHTTPRequestHandler):
    """Sends the start of a response at once, then the rest slowly, until the client closes the connection."""

    server: SlowPlatform

    def do_GET(self) -> None:
        is_body = self.path == "/body"
        self.wfile.write(HEAD + b"\r\n" if is_body else HEAD + b"X-Slow: ")
        while not self.server.is_closed.wait(PAUSE):
            try:
                self.wfile.write(b" ")
            except ConnectionError:
                return

    def log_message(self, *_arguments: object) -> None:
        """Log nothing."""


@pytest.fixture
def platform() -> Iterator[str]:
    """The URL of a slow platform."""
    with SlowPlatform() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.is_closed.set()
        server.shutdown()


@pytest.mark.parametrize("part", ["body", "head"])
def test_a_response_that_arrives_byte_by_byte_ends_at_the_limit(platform: str, part: str) -> None:
    command = [sys.executable, "-c", REQUEST, f"{platform}/{part}"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=TEST_LIMIT, check=True)
    assert result.stdout == "its answer takes longer than 1 seconds\n"
