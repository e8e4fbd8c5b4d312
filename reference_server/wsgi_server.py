"""Serves a room on a socket until the process is told to stop."""

import contextlib
import logging
import signal
import socket

import gevent
from gevent.pywsgi import LoggingLogAdapter, WSGIHandler, WSGIServer

from reference_server.app import RoomServer
from reference_server.server_settings import SetupError, reason

STOPPING_SECONDS = 0.5


class _Handler(WSGIHandler):
    def handle(self) -> None:
        """Answer the requests of one connection; whoever goes before the answer is their own affair."""
        with contextlib.suppress(OSError):
            super().handle()

    def handle_one_response(self) -> None:
        """Answer one request; a connection that was a WebSocket is over then, and carries no other."""
        super().handle_one_response()
        if self.environ and "HTTP_UPGRADE" in self.environ:
            self.close_connection = True


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections. Raises SetupError."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Connections inherit it: an answer in two parts otherwise waits 40 ms for the first to be acknowledged.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        what_to_do = "Choose another --host or --port (0 takes a free one)."
        raise SetupError(f"Cannot listen on {host}, port {port}: {reason(error)}. {what_to_do}") from error
    return listener


def serve(listener: socket.socket, room: RoomServer) -> None:
    """Serve, saying the address on stdout as soon as connections are accepted; ends at SIGTERM or SIGINT."""
    log = LoggingLogAdapter(logging.getLogger("stagedoor.http"), logging.WARNING)
    server = WSGIServer(listener, room.app, handler_class=_Handler, log=None, error_log=log)
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, server.stop, STOPPING_SECONDS)
    server.start()
    print(f"Stagedoor room: {_address(listener)}", flush=True)
    server.serve_forever()
    room.store.close()


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
