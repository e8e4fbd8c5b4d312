"""A person with a link who sends arbitrary data over a raw WebSocket or by HTTP."""

import itertools
import json
import socket

import websocket

from tests.reference_server.clients import Browser, new_page, read_refusal_code
from tests.reference_server.server_process import PATIENCE, ServerProcess

_numbers = itertools.count(1)
FINAL_PACKETS = 6
"""The number of packets sent at the end; the first ones may count as attachments that an earlier frame announced."""
DISCONNECTION_ERRORS = (OSError, websocket.WebSocketException)


class Attacker:
    """A raw connection of a person who has entered."""

    def __init__(self, server: ServerProcess, browser: Browser) -> None:
        address = f"ws{server.url.removeprefix('http')}/socket.io/?EIO=4&transport=websocket"
        self._ws = websocket.create_connection(address, timeout=PATIENCE, header=browser.headers)
        auth = {"person": browser.person, "page": new_page()}
        self.send(f"40{json.dumps(auth)}")
        while not str(self._ws.recv()).startswith("40"):
            pass

    def send(self, frame: str | bytes) -> None:
        """Send a frame: text or binary, by its type."""
        opcode = websocket.ABNF.OPCODE_BINARY if isinstance(frame, bytes) else websocket.ABNF.OPCODE_TEXT
        self._ws.send(frame, opcode=opcode)

    def send_fragment(self, octets: bytes) -> None:
        """Send raw bytes, such as a part of a message, and leave the connection open."""
        assert self._ws.sock is not None
        self._ws.sock.sendall(octets)

    def send_raw(self, octets: bytes) -> None:
        """Send raw bytes, which need not be a frame, and shut down the sending side of the connection."""
        self.send_fragment(octets)
        assert self._ws.sock is not None
        self._ws.sock.shutdown(socket.SHUT_WR)

    def wait_for_outcome(self) -> str:
        """Wait until the server has processed everything; return "ended" or "answered".

        Fail if an acknowledgement is an untyped error.
        """
        namespace = f"/nowhere{next(_numbers)},"
        try:
            for _ in range(FINAL_PACKETS):
                self.send(f"40{namespace}")
            while packet := self._ws.recv():
                if isinstance(packet, str) and packet.startswith("43"):
                    _expect_typed_error(packet)
                if isinstance(packet, str) and packet.startswith(f"44{namespace}"):
                    return "answered"
            return "ended"
        except websocket.WebSocketTimeoutException:
            raise AssertionError("The server neither replied nor closed the connection.") from None
        except DISCONNECTION_ERRORS:
            return "ended"
        finally:
            self._ws.close(timeout=0)


def _expect_typed_error(acknowledgement: str) -> None:
    (result,) = json.loads(acknowledgement[acknowledgement.index("[") :])
    if not result["ok"]:
        assert read_refusal_code(result) != "server_error", result


def send_raw_http(server: ServerProcess, octets: bytes) -> bytes:
    """Send raw bytes in place of a request; return the beginning of the response."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        try:
            connection.sendall(octets)
            connection.shutdown(socket.SHUT_WR)
            return connection.recv(4096)
        except TimeoutError:
            raise
        except OSError:  # The server closed the connection before everything was sent.
            return b""
