"""Unused connections are ended in time, and others are served meanwhile (SAFE-4)."""

import contextlib
import resource
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import websocket

from reference_server.live.websocket_limits import CONNECT_SECONDS
from reference_server.request_limits import BODY_SECONDS, HEADER_SECONDS
from tests.reference_server.clients import Browser, PageClient, new_session
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import PATIENCE, ServerProcess

pytestmark = pytest.mark.disruption

SLACK = 15
"""Seconds by which a busy machine may exceed the room's time limits."""
DESCRIPTORS = (128, 256)
"""The soft and the hard limit on the file descriptors of the small server."""
ADDRESSES = 7
"""With 40 connections each, these need more file descriptors than there are; a third of them can be open at a time."""
REQUEST = b"GET /healthz HTTP/1.1\r\nHost: room\r\n\r\n"
HEADERS = b"GET /healthz HTTP/1.1\r\nHost: room\r\nX-Slow: "
BODY = b"POST /api/sessions HTTP/1.1\r\nHost: room\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
CHUNKS = b"POST /api/sessions HTTP/1.1\r\nHost: room\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"
UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: room\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
OpenConnection = Callable[..., socket.socket]


@pytest.fixture(scope="module")
def small_server(start_server: MakeServer) -> ServerProcess:
    """A room with few file descriptors."""
    return start_server(descriptors=DESCRIPTORS)


@pytest.fixture
def open_connection() -> Iterator[OpenConnection]:
    """Open connections from one of this machine's loopback addresses, and close them after the test."""
    with contextlib.ExitStack() as stack:

        def connect(server: ServerProcess, first_bytes: bytes = b"", source: str = "127.0.0.2") -> socket.socket:
            sock = socket.create_connection(("127.0.0.1", server.port), PATIENCE, (source, 0))
            stack.callback(sock.close)
            sock.sendall(first_bytes)
            return sock

        yield connect


def read_until_end(sock: socket.socket, timeout: float, repeated: bytes = b"") -> tuple[float, bytes]:
    """Read until the connection ends, and send ``repeated`` about every second.

    Return the seconds until the end, at most about `timeout`, and the bytes received.
    """
    start, received = time.monotonic(), b""
    sock.settimeout(1)
    while time.monotonic() - start < timeout:
        with contextlib.suppress(TimeoutError):
            try:
                if repeated:
                    sock.sendall(repeated)
                part = sock.recv(65536)
            except ConnectionError:
                break
            if not part:
                break
            received += part
    return time.monotonic() - start, received


UNUSED_CONNECTION_KINDS = {
    "nothing": (b"", b"", HEADER_SECONDS),
    "headers": (HEADERS, b"", HEADER_SECONDS),
    "slow_headers": (HEADERS, b"x", HEADER_SECONDS),
    "body": (BODY, b"", BODY_SECONDS),
    "slow_body": (BODY, b" ", BODY_SECONDS),
    "chunks": (CHUNKS, b"", BODY_SECONDS),
    "websocket": (UPGRADE, b"", CONNECT_SECONDS),
    # WebSocket pings, which are no messages of Socket.IO
    "pinging_websocket": (UPGRADE, b"\x89\x80\0\0\0\0", CONNECT_SECONDS),
    # Engine.IO pongs, again and again
    "answering_websocket": (UPGRADE, b"\x81\x81\0\0\0\x003", CONNECT_SECONDS),
    "idle_after_a_response": (REQUEST, b"", HEADER_SECONDS),
}
"""For each kind of connection: the first bytes sent, the bytes sent about every second, and the limit in seconds."""


@dataclass(frozen=True)
class UnusedConnections:
    """A connected page, and unused connections: when each ended, and what it received."""

    page: PageClient
    unused: dict[str, Future[tuple[float, bytes]]]


@pytest.fixture(scope="module")
def connections(server: ServerProcess) -> Iterator[UnusedConnections]:
    """Connect the page, then all unused connections at once, since each takes its whole time limit."""
    page = PageClient(server, Browser(new_session(server)["attendee"], "Ada"))
    with contextlib.ExitStack() as stack, ThreadPoolExecutor(len(UNUSED_CONNECTION_KINDS)) as pool:
        unused = {}
        for kind, (first_bytes, repeated, limit) in UNUSED_CONNECTION_KINDS.items():
            sock = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), PATIENCE))
            sock.sendall(first_bytes)
            unused[kind] = pool.submit(read_until_end, sock, limit + 2 * SLACK, repeated)
        yield UnusedConnections(page, unused)
    page.close()


@pytest.mark.parametrize("kind", UNUSED_CONNECTION_KINDS)
def test_an_unused_connection_ends_in_time(connections: UnusedConnections, kind: str) -> None:
    seconds, received = connections.unused[kind].result()
    assert seconds < UNUSED_CONNECTION_KINDS[kind][2] + SLACK
    assert (b"200 OK" in received) == (kind == "idle_after_a_response")


def test_a_connected_page_stays_connected(connections: UnusedConnections) -> None:
    """The page connects before the unused WebSocket, and is still connected after that has ended."""
    connections.unused["websocket"].result()
    assert connections.page.is_connected
    assert connections.page.expect_refusal("cancel_request") == "not_asking"


def test_the_room_raises_its_soft_limit_on_file_descriptors_to_the_hard_limit(small_server: ServerProcess) -> None:
    limits = Path(f"/proc/{small_server.process.pid}/limits").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in limits if line.startswith("Max open files"))
    assert line.split()[3:5] == [str(DESCRIPTORS[1])] * 2


@pytest.mark.parametrize("first_bytes", [UPGRADE, HEADERS, BODY], ids=["websockets", "headers", "bodies"])
def test_one_address_cannot_keep_others_out(
    small_server: ServerProcess, open_connection: OpenConnection, first_bytes: bytes
) -> None:
    for _ in range(200):
        with contextlib.suppress(ConnectionError):
            open_connection(small_server, first_bytes)
    assert requests.get(f"{small_server.url}/healthz", timeout=5).text == "ok"


@pytest.fixture
def _many_descriptors() -> Iterator[None]:
    """Let this process open as many connections as the test needs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4_096), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("_many_descriptors")
def test_file_descriptors_never_run_out(small_server: ServerProcess, open_connection: OpenConnection) -> None:
    for source in range(10, 10 + ADDRESSES):
        for _ in range(40):
            with contextlib.suppress(ConnectionError):
                open_connection(small_server, UPGRADE, f"127.0.0.{source}")
    start = time.monotonic()
    assert requests.get(f"{small_server.url}/healthz", timeout=PATIENCE).text == "ok"
    assert time.monotonic() - start < 2 * (CONNECT_SECONDS + SLACK)
    assert "Too many open files" not in small_server.log()
    assert "event=full" in small_server.log()


def test_an_address_has_a_bounded_number_of_connections(
    start_server: MakeServer, open_connection: OpenConnection
) -> None:
    server = start_server("--connections-per-address", "3")
    first_socket, *_others = [open_connection(server, HEADERS) for _ in range(3)]
    assert read_until_end(open_connection(server), PATIENCE)[0] < 5
    assert requests.get(f"{server.url}/healthz", timeout=5).text == "ok", "requests from another address are refused"
    first_socket.sendall(b"\r\n\r\n")
    assert b"200 OK" in first_socket.recv(65536)
    first_socket.close()
    sock = open_connection(server)
    for _ in range(PATIENCE):  # the server soon notices that the first connection has ended
        with contextlib.suppress(ConnectionError):
            sock.sendall(REQUEST)
            if b"200 OK" in sock.recv(65536):
                return
        sock = open_connection(server)
    pytest.fail("no connection was accepted after another had ended")


def test_behind_a_proxy_connections_are_counted_by_client_address(start_server: MakeServer) -> None:
    server = start_server("--connections-per-address", "2", "--proxies", "1", "--public-url", "http://127.0.0.1")
    url = f"ws{server.url.removeprefix('http')}/socket.io/?EIO=4&transport=websocket"

    def open_websocket(client_address: str) -> websocket.WebSocket:
        return websocket.create_connection(url, PATIENCE, header={"X-Forwarded-For": client_address})

    connections = [open_websocket("192.0.2.1"), open_websocket("192.0.2.1")]
    with pytest.raises(websocket.WebSocketBadStatusException, match="503"):
        open_websocket("192.0.2.1")
    for connection in [*connections, open_websocket("192.0.2.2")]:
        connection.close()
