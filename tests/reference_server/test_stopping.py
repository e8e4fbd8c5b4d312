"""A room that is stopped finishes the requests that it is answering."""

import signal
import socket
import time

import pytest

from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import PATIENCE

pytestmark = pytest.mark.disruption

BODY = b'{"access": "request"}'
HEADERS = (
    b"POST /api/sessions HTTP/1.1\r\nHost: room\r\nContent-Type: application/json\r\nConnection: close\r\n"
    b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(BODY)
)


def wait_until_closed(port: int) -> None:
    """Return once nothing listens on the port any more."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), PATIENCE).close()
        except ConnectionError:
            return
    pytest.fail("the server still accepts connections")


def test_a_request_that_is_running_when_the_room_stops_is_answered(start_server: MakeServer) -> None:
    server = start_server()
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as client:
        client.sendall(HEADERS)
        # Sent once the server reads the body.
        assert client.recv(1024).startswith(b"HTTP/1.1 100 Continue")
        server.process.send_signal(signal.SIGTERM)
        wait_until_closed(server.port)
        client.sendall(BODY)
        assert client.recv(1024).startswith(b"HTTP/1.1 201 ")
    assert server.process.wait(PATIENCE) == 0
