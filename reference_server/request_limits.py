"""Time limits for requests, so that slow clients cannot occupy connections without a limit (SAFE-4).

gevent's WSGI server waits without a limit for headers, for the body, and for a client to read the response.
"""

import contextlib
import errno
import logging
import socket
from io import BytesIO
from typing import Any

import gevent
from gevent.event import Event
from gevent.pywsgi import WSGIHandler, WSGIServer

from reference_server.connection_limits import ConnectionLimits, OpenConnections
from reference_server.logs import event

log = logging.getLogger("stagedoor.http")

HEADER_SECONDS = 10.0
"""From the start of a connection, or the end of the previous response, to the end of the next request's headers."""
BODY_SECONDS = 10.0
RESPONSE_SECONDS = 60.0
"""For each part of a response; a bundle of 100 KB may take a minute on the slowest network."""
LARGEST_BODY = 128 * 1024
"""The most bytes of a body that are read before the application is called; the application's own limit is lower."""
DISCARD_SECONDS = 2.0
"""For reading the rest of a larger body, so that the client can read the response that refuses it."""

Address = tuple[str, int] | tuple[str, int, int, int]


class RunningRequests:
    """Counts the requests that are being answered, so that a server can wait for them before it ends."""

    def __init__(self) -> None:
        self._number = 0
        self._none = Event()
        self._none.set()

    def __enter__(self) -> None:
        self._number += 1
        self._none.clear()

    def __exit__(self, *_: object) -> None:
        self._number -= 1
        if not self._number:
            self._none.set()

    def wait_until_none(self, seconds: float) -> None:
        """Return once no request is being answered, at the latest after this time."""
        self._none.wait(seconds)


class RequestHandler(WSGIHandler):
    """Handles the requests of one connection, each within the time limits."""

    server: "Server"

    def handle(self) -> None:
        """Handle the requests of one connection; a client may close it before the response."""
        self.socket.settimeout(RESPONSE_SECONDS)
        with contextlib.suppress(OSError):
            super().handle()

    def handle_one_request(self) -> Any:
        """Handle one request; close the connection if its headers take too long."""
        self._headers_due = gevent.Timeout.start_new(HEADER_SECONDS)
        try:
            return super().handle_one_request()
        except gevent.Timeout as timeout:
            if timeout is not self._headers_due:
                raise
            return "408", _refusal("408 Request Timeout")
        finally:
            self._headers_due.close()

    def handle_one_response(self) -> None:
        """Read the body, then handle the request; close the connection after a WebSocket."""
        self._headers_due.close()
        is_websocket = "HTTP_UPGRADE" in (self.environ or {})
        # A WebSocket lasts as long as its page, so an ending server does not wait for it.
        with contextlib.nullcontext() if is_websocket else self.server.running_requests:
            if not self._read_body():
                self.close_connection = True
                return
            super().handle_one_response()
        if is_websocket:
            self.close_connection = True

    def _read_body(self) -> bool:
        """Read the body and put it in place of the stream.

        Return False if the request was refused instead: its length is ambiguous, or the body did not arrive.
        """
        if self._is_ambiguous:
            self.socket.sendall(_refusal("400 Bad Request"))
            return False
        stream: Any = self.wsgi_input
        if not stream.chunked_input and not stream.content_length:
            return True
        try:
            with gevent.Timeout(BODY_SECONDS):
                body = stream.read(LARGEST_BODY + 1) if (stream.content_length or 0) <= LARGEST_BODY else None
        except gevent.Timeout:
            self.socket.sendall(_refusal("408 Request Timeout"))
            return False
        except (OSError, ValueError):
            self.socket.sendall(_refusal("400 Bad Request"))
            return False
        self._replace_body(stream, body)
        return True

    def MessageClass(self, *arguments: Any) -> Any:  # noqa: N802 (gevent's name)
        """Return a request's headers, and store whether they give an ambiguous length of the body.

        This is checked here, since gevent removes Content-Length from a chunked request.
        """
        headers = super().MessageClass(*arguments)
        self._is_ambiguous = _is_length_ambiguous(headers)
        return headers

    def _replace_body(self, stream: Any, body: bytes | None) -> None:
        too_large = body is None or len(body) > LARGEST_BODY
        if too_large:
            self.close_connection = True
            self._discard_in_time(stream)
        length = LARGEST_BODY + 1 if body is None or too_large else len(body)
        environ: Any = self.environ
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ["CONTENT_LENGTH"] = str(length)
        environ["wsgi.input"] = BytesIO(body or b"")

    def _discard_in_time(self, stream: Any) -> None:
        with contextlib.suppress(OSError, ValueError, gevent.Timeout), gevent.Timeout(DISCARD_SECONDS):
            stream._discard()
        # So that gevent reads nothing more from it.
        stream.content_length, stream.chunked_input = None, False

    def _handle_client_error(self, error: Exception) -> tuple[str, bytes]:
        # The error's text contains the client's data, which may be a token, so it is not logged.
        event(log, "bad_request", reason=type(error).__name__)
        return "400", _refusal("400 Bad Request")

    def _sendall(self, data: bytes) -> None:
        try:
            super()._sendall(data)  # type: ignore[misc]
        except TimeoutError as error:  # Handled like a lost connection, not like a failure of the room.
            raise ConnectionResetError(errno.ECONNRESET, "the client does not read the response") from error


class Server(WSGIServer):
    """A WSGI server that accepts no more connections than the limits allow."""

    def __init__(self, listener: socket.socket, app: Any, limits: ConnectionLimits, **options: Any) -> None:
        self._open = OpenConnections(limits)
        self.running_requests = RunningRequests()
        super().__init__(listener, app, handler_class=RequestHandler, **options)

    def full(self) -> bool:
        """Return whether to stop accepting until a connection has ended."""
        return self._open.are_full()

    def do_handle(self, sock: Any, address: Address) -> None:
        """Serve a connection, or close it if its address has too many."""
        if self._open.add(address[0]):
            super().do_handle(sock, address)
        else:
            super().do_close(sock, address)

    def do_close(self, sock: Any, address: Address) -> None:
        """End a connection that was served, and accept others again."""
        super().do_close(sock, address)
        self._open.remove(address[0])
        if self.started:
            self.start_accepting()


def _is_length_ambiguous(headers: Any) -> bool:
    """Return whether a proxy may see another end of the body than this server (request smuggling)."""
    lengths = headers.get_all("Content-Length") or []
    encodings = headers.get_all("Transfer-Encoding") or []
    if encodings and (lengths or [encoding.strip().lower() for encoding in encodings] != ["chunked"]):
        return True
    return len(lengths) > 1 or not all(length.strip().isdecimal() for length in lengths)


def _refusal(status: str) -> bytes:
    return f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode()
