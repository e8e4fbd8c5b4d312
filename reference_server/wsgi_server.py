"""Serves a room on a socket until SIGTERM or SIGINT."""

import logging
import signal
import socket

import gevent
from gevent.pywsgi import LoggingLogAdapter

from reference_server.app import RoomServer
from reference_server.request_limits import Server
from reference_server.server_settings import SetupError, reason

FINISH_SECONDS = 5.0
"""Seconds in which running requests may finish after SIGTERM or SIGINT; most take milliseconds."""


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises SetupError."""
    try:
        return _listening_socket(host, port)
    except OSError as error:
        advice = "Choose another --host or --port (0 takes a free one)."
        raise SetupError(f"Cannot listen on {host}, port {port}: {reason(error)}. {advice}") from error


def _listening_socket(host: str, port: int) -> socket.socket:
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Connections inherit this. Without it, the second part of a response waits 40 ms for the first's TCP ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind((host, port))
    listener.listen(1024)
    return listener


def serve(listener: socket.socket, room: RoomServer) -> None:
    """Serve until SIGTERM or SIGINT; print the URL to stdout as soon as connections are accepted.

    After the signal, no more connections are accepted, and running requests have FINISH_SECONDS to finish.
    """
    log = LoggingLogAdapter(logging.getLogger("stagedoor.http"), logging.WARNING)
    server = Server(listener, room.app, room.connection_limits, log=None, error_log=log)
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, server.stop)
    server.start()
    gevent.spawn(room.retention.run)
    print(f"Stagedoor room: {url_of(listener)}", flush=True)
    server.serve_forever()
    room.stop()
    server.running_requests.wait_until_none(FINISH_SECONDS)
    room.store.close()


def url_of(listener: socket.socket) -> str:
    """Return the URL at which a listening socket is reached."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
