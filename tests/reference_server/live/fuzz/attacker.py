"""A person with a link who sends arbitrary data over a raw WebSocket or by HTTP."""

import itertools
import json
import socket

import websocket

from tests.reference_server.clients import Browser, new_page, refusal_of
from tests.reference_server.server_process import PATIENCE, ServerProcess

_numbers = itertools.count(1)
# A message may announce attachments without sending them; texts in their place complete it.
PROBES = 6
ENDED = (OSError, websocket.WebSocketException)


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

    def send_piece(self, octets: bytes) -> None:
        """Send octets, such as a piece of a message, with more to come."""
        assert self._ws.sock is not None
        self._ws.sock.sendall(octets)

    def send_raw(self, octets: bytes) -> None:
        """Send octets that need not be a frame, and close the connection for sending."""
        self.send_piece(octets)
        assert self._ws.sock is not None
        self._ws.sock.shutdown(socket.SHUT_WR)

    def outcome(self) -> str:
        """Wait until the server has processed everything; return "ended" or "answered".

        Every answer must be typed.
        """
        place = f"/nowhere{next(_numbers)},"
        try:
            for _ in range(PROBES):
                self.send(f"40{place}")
            while shown := self._ws.recv():
                if isinstance(shown, str) and shown.startswith("43"):
                    _expect_typed(shown)
                if isinstance(shown, str) and shown.startswith(f"44{place}"):
                    return "answered"
            return "ended"
        except websocket.WebSocketTimeoutException:
            raise AssertionError("The server neither answered nor ended the connection.") from None
        except ENDED:
            return "ended"
        finally:
            self._ws.close(timeout=0)


def _expect_typed(acknowledgement: str) -> None:
    (shown,) = json.loads(acknowledgement[acknowledgement.index("[") :])
    if not shown["ok"]:
        assert refusal_of(shown) != "server_error", shown


def speak_http(server: ServerProcess, octets: bytes) -> bytes:
    """Send octets in place of a request, and nothing more; return the beginning of the response."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
        try:
            line.sendall(octets)
            line.shutdown(socket.SHUT_WR)
            return line.recv(4096)
        except TimeoutError:
            raise
        except OSError:  # The server has closed the connection before the end was sent.
            return b""
