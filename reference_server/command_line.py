"""The command line's options, and what comes of them."""

import argparse
import json
import re
import sys
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from reference_server.app import create_app
from reference_server.logs import set_up_logging
from reference_server.server_settings import ServerSettings, SetupError
from reference_server.storage.secret_file import rotate_secrets
from reference_server.wsgi_server import listen, serve

DATABASE = Path("data/stagedoor.sqlite")
ROTATE = "rotate-secret"
SHOWN = "(default: %(default)s)"


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop, or rotate the secret. Answers the exit code: 0, or 2 after one line on stderr."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        if given[:1] == [ROTATE]:
            _rotate(given[1:])
        else:
            _serve(_parser().parse_args(given))
    except SetupError as error:
        print(f"reference_server: {error}", file=sys.stderr)
        return 2
    return 0


def _serve(options: argparse.Namespace) -> None:
    set_up_logging(options.log_format)
    serve(listen(options.host, options.port), create_app(_settings(options)))


def _rotate(arguments: list[str]) -> None:
    parser = _Parser(prog=f"reference_server {ROTATE}", description="Sign with a new secret from the next start on.")
    _add_files(parser)
    parser.add_argument("--keep", type=_count, default=1, help="older secrets that stay good (default: %(default)s)")
    options = parser.parse_args(arguments)
    file = ServerSettings(options.database, options.secret_file).secrets
    older = rotate_secrets(file, options.keep)
    stay = f"links of {older} older secret{'' if older == 1 else 's'} stay good" if older else "no older link is good"
    print(f"{file} has a new secret, and {stay}. Restart the room to use it.")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """End with one line instead of the whole usage."""
        self.exit(2, f"{self.prog}: {message} (see --help)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="reference_server",
        description="The reference room.",
        epilog=f"“{ROTATE}” instead of options changes the secret that links are signed with; “{ROTATE} --help”.",
    )
    add, default, shown = parser.add_argument, ServerSettings(DATABASE), SHOWN
    add("--host", default="127.0.0.1", help=f"address to listen on {shown}")
    add("--port", type=_port, default=8000, help=f"port, 0 for a free one {shown}")
    _add_files(parser)
    add("--public-url", type=_url, help="what links begin with (default: the address asked for)")
    add("--proxies", type=_count, default=default.proxies, help=f"reverse proxies in front of the room {shown}")
    add(
        "--frame-ancestor",
        action="append",
        type=_origin,
        default=[],
        help="origin whose pages may show the room in a frame, such as https://learn.example.org",
    )
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
        help=f"seconds to come back after the server's start or a silent loss {shown}",
    )
    add(
        "--rate-factor",
        type=_factor,
        default=default.rate_factor,
        help=f"how many times the usual number of messages anybody may send, 0 for any number {shown}",
    )
    add(
        "--metrics-for",
        action="append",
        type=_network,
        default=[],
        help="network that may read /metrics beside this machine, such as 10.0.0.0/8",
    )
    add(
        "--unbundled",
        action="store_true",
        help="serve the sources of scripts and style sheets as they are on disk, for working on them",
    )
    add("--log-format", choices=["text", "json"], default="text", help=f"how a line of the log is written {shown}")
    return parser


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", type=Path, default=DATABASE, help=f"SQLite file {SHOWN}")
    parser.add_argument("--secret-file", type=Path, help="what links are signed with (default: beside the database)")


def _settings(options: argparse.Namespace) -> ServerSettings:
    return ServerSettings(
        database=options.database,
        secret_file=options.secret_file,
        public_url=options.public_url,
        ice_servers=tuple(options.ice_server),
        grace=options.grace,
        restart_grace=options.restart_grace,
        rate_factor=options.rate_factor,
        frame_ancestors=tuple(options.frame_ancestor),
        proxies=options.proxies,
        metrics_for=tuple(options.metrics_for),
        unbundled=options.unbundled,
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


def _origin(value: str) -> str:
    if not re.fullmatch(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d+)?/?", value):
        raise argparse.ArgumentTypeError(f"{value!r} is not an origin such as https://learn.example.org")
    return value.rstrip("/")


def _network(value: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value!r} is not a network such as 10.0.0.0/8 or 192.0.2.7") from error


def _count(value: str) -> int:
    if not value.isdecimal() or int(value) > 9:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 0 to 9")
    return int(value)


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
