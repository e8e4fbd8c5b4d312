"""Reads the command line, serves the room, and ends it quietly."""

import argparse
import json
import signal
import socket
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gevent
from gevent.pywsgi import WSGIServer

from reference_server.app import Room, create_app
from reference_server.logs import set_up_logging
from reference_server.settings import Settings, SetupError


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop. Answers the exit code: 0, or 2 after one line on stderr that says what is wrong."""
    options = _parser().parse_args(arguments)
    set_up_logging()
    try:
        listener = _listener(options.host, options.port)
        room = create_app(_settings(options))
    except SetupError as error:
        print(f"reference_server: {error}", file=sys.stderr)
        return 2
    _serve(listener, room)
    return 0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        """End with one line instead of the whole usage."""
        self.exit(2, f"{self.prog}: {message} (see --help)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="reference_server", description="The reference room.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=_port, default=8000, help="port, 0 for a free one (default: %(default)s)"
    )
    database = Path("data/stagedoor.sqlite")
    parser.add_argument("--database", type=Path, default=database, help="SQLite file (default: %(default)s)")
    parser.add_argument(
        "--secret-file", type=Path, help="what links are signed with (default: beside the database)"
    )
    parser.add_argument(
        "--public-url", type=_url, help="what links begin with (default: the address asked for)"
    )
    parser.add_argument(
        "--ice-server",
        action="append",
        type=_ice_server,
        default=[],
        help="STUN or TURN URL, or a JSON object",
    )
    parser.add_argument("--grace", type=_seconds, default=Settings.grace, help="seconds a page may be gone")
    parser.add_argument(
        "--restart-grace",
        type=_seconds,
        default=Settings.restart_grace,
        help="the same after the server's start",
    )
    return parser


def _settings(options: argparse.Namespace) -> Settings:
    return Settings(
        database=options.database,
        secret_file=options.secret_file,
        public_url=options.public_url,
        ice_servers=tuple(options.ice_server),
        grace=options.grace,
        restart_grace=options.restart_grace,
    )


def _serve(listener: socket.socket, room: Room) -> None:
    server = WSGIServer(listener, room.app, log=None)
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, server.stop, 0.5)
    server.start()
    print(f"Stagedoor room: {_address(listener)}", flush=True)
    server.serve_forever()
    room.store.close()


def _listener(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        reason = error.strerror or error
        raise SetupError(
            f"Cannot listen on {host}, port {port}: {reason}. Choose with --host, --port."
        ) from error
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _port(value: str) -> int:
    if not value.isdecimal() or int(value) > 65535:
        raise argparse.ArgumentTypeError(f"{value!r} is not a port from 0 to 65535")
    return int(value)


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number of seconds from 0 to 3600")
    return seconds


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise argparse.ArgumentTypeError(f"{value!r} is not an address that begins with http:// or https://")
    return value


def _ice_server(value: str) -> dict[str, Any]:
    if not value.startswith("{"):
        return {"urls": value}
    try:
        server: dict[str, Any] = json.loads(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value!r} is neither a URL nor a JSON object") from error
    return server
