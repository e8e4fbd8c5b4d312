"""The command line's options, and what comes of them."""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from reference_server.app import create_app
from reference_server.logs import set_up_logging
from reference_server.serving import listen, serve
from reference_server.settings import Settings, SetupError


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop. Answers the exit code: 0, or 2 after one line on stderr on what is wrong."""
    options = _parser().parse_args(arguments)
    set_up_logging()
    try:
        listener = listen(options.host, options.port)
        room = create_app(_settings(options))
    except SetupError as error:
        print(f"reference_server: {error}", file=sys.stderr)
        return 2
    serve(listener, room)
    return 0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """End with one line instead of the whole usage."""
        self.exit(2, f"{self.prog}: {message} (see --help)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="reference_server", description="The reference room.")
    add, default = parser.add_argument, Settings(Path("data/stagedoor.sqlite"))
    shown = "(default: %(default)s)"
    add("--host", default="127.0.0.1", help=f"address to listen on {shown}")
    add("--port", type=_port, default=8000, help=f"port, 0 for a free one {shown}")
    add("--database", type=Path, default=default.database, help=f"SQLite file {shown}")
    add("--secret-file", type=Path, help="what links are signed with (default: beside the database)")
    add("--public-url", type=_url, help="what links begin with (default: the address asked for)")
    add(
        "--ice-server",
        action="append",
        type=_ice_server,
        default=[],
        help="STUN or TURN: URL, or JSON object",
    )
    add("--grace", type=_seconds, default=default.grace, help=f"seconds a page may be gone {shown}")
    add(
        "--restart-grace",
        type=_seconds,
        default=default.restart_grace,
        help=f"seconds to come back after the server's start {shown}",
    )
    add(
        "--rate-factor",
        type=_factor,
        default=default.rate_factor,
        help=f"how many times the usual number of messages anybody may send, 0 for any number {shown}",
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
        rate_factor=options.rate_factor,
    )


def _port(value: str) -> int:
    if not value.isdecimal() or int(value) > 65535:
        raise argparse.ArgumentTypeError(f"{value!r} is not a port from 0 to 65535")
    return int(value)


def _seconds(value: str) -> float:
    return _number(value, 3600, "a number of seconds")


def _factor(value: str) -> float:
    return _number(value, 1000, "a number")


def _number(value: str, largest: int, what: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1
    if not 0 <= number <= largest:
        raise argparse.ArgumentTypeError(f"{value!r} is not {what} from 0 to {largest}")
    return number


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise argparse.ArgumentTypeError(f"{value!r} is not an address that begins with http:// or https://")
    return value


def _ice_server(value: str) -> dict[str, Any]:
    if re.match(r"(stun|turn)s?:", value):
        return {"urls": value}
    try:
        server = json.loads(value)
    except ValueError:
        server = None
    if not isinstance(server, dict):
        raise argparse.ArgumentTypeError(f"{value!r} is neither a URL nor a JSON object")
    return server
