"""The proxy delays the data of a connection, and changes nothing else."""

import asyncio
import contextlib
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rooms.started_server import StartedServer
from tools.latency_proxy import LatencyProxy

LATENCY = 0.1
"""Seconds in each direction."""
TIME_LIMIT = 20
"""Seconds after which data count as lost, and a test fails."""


class EchoHandler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        while chunk := self.request.recv(1024):
            self.request.sendall(chunk)


class EchoServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def serve(port: int = 0) -> EchoServer:
    server = EchoServer(("127.0.0.1", port), EchoHandler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return server


@pytest.fixture
def server() -> Iterator[EchoServer]:
    server = serve()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def port(server: EchoServer, tmp_path: Path) -> Iterator[int]:
    """The port of a proxy in front of the server."""
    command = ["python", "-m", "tools.latency_proxy", "--to", str(server.server_address[1])]
    proxy = StartedServer("Latency proxy", [*command, "--latency", str(LATENCY * 1000)], tmp_path / "proxy.log")
    yield proxy.port
    proxy.kill()


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=TIME_LIMIT)


def send(message: bytes, port: int) -> bytes:
    """Send a message, and return the answer, b"" if the connection is closed instead."""
    with connect(port) as client, contextlib.suppress(ConnectionError):
        client.sendall(message)
        return client.recv(1024)
    return b""


def test_delays_bytes_in_order(port: int) -> None:
    sent = [f"{number:03} ".encode() for number in range(100)]
    with connect(port) as client:
        start = time.monotonic()
        for part in sent:
            client.sendall(part)
        received = client.recv(1)
        assert time.monotonic() - start >= 4 * LATENCY  # The handshake and the data, each in both directions.
        while len(received) < len(b"".join(sent)):
            received += client.recv(1024)
        assert received == b"".join(sent)
        start = time.monotonic()
        client.sendall(b"again")
        assert client.recv(1024) == b"again"
        assert time.monotonic() - start >= 2 * LATENCY


def test_forwards_the_end_of_a_connection(port: int) -> None:
    with connect(port) as client:
        client.sendall(b"farewell")
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1024) == b"farewell"
        assert client.recv(1024) == b""


def test_a_slow_reader_receives_everything_after_both_directions_have_ended() -> None:
    sent = bytes(60 * 1024)
    # In a thread of its own, since a browser of an earlier test may still run an event loop in this one.
    with ThreadPoolExecutor(1) as threads:
        received = threads.submit(asyncio.run, download(sent, buffer_size=4096)).result()
    assert len(received) == len(sent)


async def download(content: bytes, buffer_size: int) -> bytes:
    """Send the content through a proxy, and return what arrives.

    The proxy's connection to the client has buffers of this size.
    """

    async def serve_content(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.write(content)
        writer.close()

    server = await asyncio.start_server(serve_content, "127.0.0.1", 0)
    proxy = LatencyProxy(server.sockets[0].getsockname()[1], latency=0)
    proxy_server = await asyncio.start_server(proxy._serve_client, "127.0.0.1", 0)
    proxy_server.sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer_size)
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_size)
    client.connect(proxy_server.sockets[0].getsockname())
    reader, writer = await asyncio.open_connection(sock=client, limit=buffer_size)
    writer.write_eof()
    async with asyncio.timeout(TIME_LIMIT):
        received = await reader.read()
    writer.close()
    return received


def test_follows_a_restart_of_the_server(port: int, server: EchoServer) -> None:
    server.shutdown()
    server.server_close()
    assert send(b"hello", port) == b""
    restarted = serve(int(server.server_address[1]))
    assert send(b"hello", port) == b"hello"
    restarted.shutdown()
    restarted.server_close()
