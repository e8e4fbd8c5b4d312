"""Unused connections are ended in time, and others are served meanwhile (SAFE-4)."""

import contextlib
import resource
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
import websocket

from reference_server.live.websocket_limits import CONNECT_SECONDS
from reference_server.request_limits import BODY_SECONDS, HEADER_SECONDS
from tests.reference_server.clients import Browser, Live, new_session
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import PATIENCE, ServerProcess

pytestmark = pytest.mark.disruption

SOME_MORE = 15
"""Seconds that a busy machine may take longer than the room's time limits."""
DESCRIPTORS = (128, 256)
HEADERS = b"GET /healthz HTTP/1.1\r\nHost: room\r\nX-Slow: "
BODY = b"POST /api/sessions HTTP/1.1\r\nHost: room\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
CHUNKS = b"POST /api/sessions HTTP/1.1\r\nHost: room\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"
UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: room\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
Connect = Callable[..., socket.socket]


@pytest.fixture(scope="module")
def small_server(start_server: MakeServer) -> ServerProcess:
    """A room with few file descriptors."""
    return start_server(descriptors=DESCRIPTORS)


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Opens connections from one of this machine's loopback addresses, and closes them after the test."""
    with contextlib.ExitStack() as stack:

        def open_connection(server: ServerProcess, sent: bytes = b"", source: str = "127.0.0.2") -> socket.socket:
            sock = socket.create_connection(("127.0.0.1", server.port), PATIENCE, (source, 0))
            stack.callback(sock.close)
            sock.sendall(sent)
            return sock

        yield open_connection


def seconds_to_end(sock: socket.socket, within: float, drip: bytes = b"") -> float:
    """Return the seconds until the server ends the connection; ``drip`` is sent about every second."""
    began = time.monotonic()
    sock.settimeout(1)
    while time.monotonic() - began < within:
        with contextlib.suppress(TimeoutError):
            try:
                if drip:
                    sock.sendall(drip)
                if not sock.recv(65536):
                    break
            except ConnectionError:
                break
    return time.monotonic() - began


@pytest.mark.parametrize(
    ("sent", "drip", "limit"),
    [
        (b"", b"", HEADER_SECONDS),
        (HEADERS, b"", HEADER_SECONDS),
        (HEADERS, b"x", HEADER_SECONDS),
        (BODY, b"", BODY_SECONDS),
        (BODY, b" ", BODY_SECONDS),
        (CHUNKS, b"", BODY_SECONDS),
        (UPGRADE, b"", CONNECT_SECONDS),
        # WebSocket pings, which say nothing to Socket.IO
        (UPGRADE, b"\x89\x80\0\0\0\0", CONNECT_SECONDS),
        # Engine.IO's answer to a ping, over and over
        (UPGRADE, b"\x81\x81\0\0\0\x003", CONNECT_SECONDS),
    ],
    ids="nothing headers slow_headers body slow_body chunks websocket pinging_websocket answering_websocket".split(),
)
def test_a_connection_that_is_not_used_ends_in_time(
    server: ServerProcess, connect: Connect, sent: bytes, drip: bytes, limit: float
) -> None:
    assert seconds_to_end(connect(server, sent), limit + 2 * SOME_MORE, drip) < limit + SOME_MORE


def test_keeping_a_connection_idle_after_a_response_is_limited_too(server: ServerProcess, connect: Connect) -> None:
    sock = connect(server, b"GET /healthz HTTP/1.1\r\nHost: room\r\n\r\n")
    assert b"200 OK" in sock.recv(65536)
    assert seconds_to_end(sock, HEADER_SECONDS + 2 * SOME_MORE) < HEADER_SECONDS + SOME_MORE


def test_a_page_that_is_connected_stays_so(server: ServerProcess) -> None:
    live = Live(server, Browser(new_session(server)["attendee"], "Ada"))
    time.sleep(CONNECT_SECONDS + 2)  # noqa: TID251 -- what must not happen would happen then
    assert live.connected
    assert live.expect_refusal("cancel_request") == "not_asking"
    live.close()


def test_the_room_takes_all_file_descriptors_that_the_system_permits(small_server: ServerProcess) -> None:
    limits = Path(f"/proc/{small_server.process.pid}/limits").read_text().splitlines()
    (line,) = (line for line in limits if line.startswith("Max open files"))
    assert line.split()[3:5] == [str(DESCRIPTORS[1])] * 2


@pytest.mark.parametrize("sent", [UPGRADE, HEADERS, BODY], ids=["websockets", "headers", "bodies"])
def test_one_address_cannot_keep_others_out(small_server: ServerProcess, connect: Connect, sent: bytes) -> None:
    for _ in range(200):
        with contextlib.suppress(ConnectionError):
            connect(small_server, sent)
    assert requests.get(f"{small_server.url}/healthz", timeout=5).text == "ok"


def test_file_descriptors_never_run_out(small_server: ServerProcess, connect: Connect) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4_096), hard))
    for source in range(10, 20):
        for _ in range(40):
            with contextlib.suppress(ConnectionError):
                connect(small_server, UPGRADE, f"127.0.0.{source}")
    began = time.monotonic()
    assert requests.get(f"{small_server.url}/healthz", timeout=PATIENCE).text == "ok"
    assert time.monotonic() - began < 2 * (CONNECT_SECONDS + SOME_MORE)
    assert "Too many open files" not in small_server.log()
    assert "event=full" in small_server.log()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_an_address_has_a_bounded_number_of_connections(start_server: MakeServer, connect: Connect) -> None:
    server = start_server("--connections-per-address", "3")
    first, *_others = [connect(server, HEADERS) for _ in range(3)]
    assert seconds_to_end(connect(server), PATIENCE) < 5
    assert requests.get(f"{server.url}/healthz", timeout=5).text == "ok", "from another address"
    first.sendall(b"\r\n\r\n")
    assert b"200 OK" in first.recv(65536)
    first.close()
    sock = connect(server)
    for _ in range(PATIENCE):  # the server notices the end of the first one by itself, and soon
        with contextlib.suppress(ConnectionError):
            sock.sendall(b"GET /healthz HTTP/1.1\r\nHost: room\r\n\r\n")
            if b"200 OK" in sock.recv(65536):
                return
        sock = connect(server)
    pytest.fail("no connection was taken after another had ended")


def test_behind_a_proxy_the_address_is_that_of_the_client(start_server: MakeServer) -> None:
    server = start_server("--connections-per-address", "2", "--proxies", "1", "--public-url", "http://127.0.0.1")
    address = f"ws{server.url.removeprefix('http')}/socket.io/?EIO=4&transport=websocket"

    def opened(client: str) -> websocket.WebSocket:
        return websocket.create_connection(address, PATIENCE, header={"X-Forwarded-For": client})

    connections = [opened("192.0.2.1"), opened("192.0.2.1")]
    with pytest.raises(websocket.WebSocketBadStatusException, match="503"):
        opened("192.0.2.1")
    for connection in [*connections, opened("192.0.2.2")]:
        connection.close()
