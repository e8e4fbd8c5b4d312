"""The command line: parses the options and serves the room, or runs one of the operator's commands."""

import argparse
import json
import os
import re
import sys
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from reference_server.app import create_app
from reference_server.connection_limits import raise_descriptor_limit
from reference_server.logs import set_up_logging
from reference_server.server_settings import DATABASE, LiveKitAccess, ServerSettings, SetupError, reason
from reference_server.storage.database import open_database
from reference_server.storage.lti_store import LtiStore
from reference_server.storage.secret_file import rotate_secrets
from reference_server.storage.session_store import SessionStore
from reference_server.wsgi_server import listen, serve, url_of

POSTGRESQL = ("postgresql+psycopg", "postgresql", "postgres")
"""The schemes of the URLs of PostgreSQL databases."""
ROTATE_SECRET = "rotate-secret"  # noqa: S105 (a command)
ROTATE_LTI_KEY = "rotate-lti-key"
REMOVE_LTI_PLATFORM = "remove-lti-platform"
LIVEKIT_SECRET = "LIVEKIT_API_SECRET"  # noqa: S105 (a name)
"""The environment variable with LiveKit's secret, for use without --livekit-secret."""
ANY_HOST = ("0.0.0.0", "::", "")  # noqa: S104 (to tell when --public-url is needed)
DEFAULT_HINT = "(default: %(default)s)"
DEFAULTS = ServerSettings(DATABASE)
COMMANDS_HELP = (
    f"Commands, in place of options: “{ROTATE_SECRET}” creates a new secret for signing links, “{ROTATE_LTI_KEY}” "
    f"creates a new key for signing messages to learning platforms, and “{REMOVE_LTI_PLATFORM}” removes a "
    "platform. Each has its own “--help”."
)


def main(arguments: list[str] | None = None) -> int:
    """Serve the room until SIGTERM or SIGINT, or run one of the operator's commands.

    Returns the exit code: 0, or 2 after one line on stderr that says what is wrong.
    """
    try:
        _run(sys.argv[1:] if arguments is None else arguments)
    except SetupError as error:
        print(f"reference_server: {error}", file=sys.stderr)
        return 2
    return 0


def _run(arguments: list[str]) -> None:
    command = {
        ROTATE_SECRET: _rotate_secret,
        ROTATE_LTI_KEY: _rotate_lti_key,
        REMOVE_LTI_PLATFORM: _remove_lti_platform,
    }
    if arguments and arguments[0] in command:
        command[arguments[0]](arguments[1:])
    else:
        _serve(_parse_options(arguments))


def _serve(options: argparse.Namespace) -> None:
    os.umask(0o077)  # No other user of this machine may read the database, the secrets or the files beside them.
    set_up_logging(options.log_format)
    raise_descriptor_limit()
    listener = listen(options.host, options.port)
    serve(listener, create_app(_settings(options, options.public_url or url_of(listener))))


def _parse_options(arguments: list[str]) -> argparse.Namespace:
    parser = _create_parser()
    options = parser.parse_args(arguments)
    if not options.public_url and options.proxies:
        parser.error("--proxies needs --public-url: the URL that browsers use, such as https://rooms.example.org")
    if not options.public_url and options.host in ANY_HOST:
        parser.error(f"--host {options.host} needs --public-url: the URL that browsers use, such as http://192.0.2.7")
    if options.redis and isinstance(options.database, Path):
        parser.error("--redis needs --database: the URL of a PostgreSQL database, which all processes share")
    return options


def _rotate_secret(arguments: list[str]) -> None:
    parser = _command_parser(ROTATE_SECRET, "Create a new secret, which signs links after the next start.")
    _add_files(parser)
    help_ = f"number of older secrets that stay valid {DEFAULT_HINT}"
    parser.add_argument("--keep", type=_digit, default=1, help=help_)
    options = parser.parse_args(arguments)
    file = ServerSettings(options.database, options.secret_file).secrets
    links = _describe_older_links(rotate_secrets(file, options.keep))
    print(f"{file} has a new secret, and {links}. Restart the room to use it.")


def _describe_older_links(older: int) -> str:
    if not older:
        return "no older link is valid"
    return f"links of {older} older secret{'' if older == 1 else 's'} stay valid"


def _rotate_lti_key(arguments: list[str]) -> None:
    from reference_server.lti.tool_keys import KEEP_DAYS, rotate_tool_keys

    description = "Create a new key, which signs messages to learning platforms after the next start."
    parser = _command_parser(ROTATE_LTI_KEY, description)
    _add_files(parser)
    options = parser.parse_args(arguments)
    file = ServerSettings(options.database, options.secret_file).lti_keys
    older = rotate_tool_keys(file)
    keys = "1 older public key" if older == 1 else f"{older} older public keys"
    print(f"{file} has a new key; {keys} can be read for {KEEP_DAYS} days. Restart the room to use it.")


def _remove_lti_platform(arguments: list[str]) -> None:
    description = "Remove a learning platform that was registered at /lti/register. Stop the room first."
    parser = _command_parser(REMOVE_LTI_PLATFORM, description)
    parser.add_argument("client_id", help="client id of the platform's registration")
    _add_database(parser)
    options = parser.parse_args(arguments)
    if not _remove_platforms(options.database, options.client_id):
        raise SetupError(f"No platform with the client id {options.client_id} was registered at /lti/register.")
    print(f"Removed. Launches with the client id {options.client_id} are refused from now on; its sessions remain.")


def _remove_platforms(database: Path | URL, client_id: str) -> int:
    engine = open_database(database)
    removed = LtiStore(engine, SessionStore(engine)).remove_platforms(client_id)
    engine.dispose()
    return removed


def _command_parser(command: str, description: str) -> argparse.ArgumentParser:
    return _OneLineParser(prog=f"reference_server {command}", description=description)


class _OneLineParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Exit with one line instead of the whole usage."""
        self.exit(2, f"{self.prog}: {message} (see --help)\n")


def _create_parser() -> argparse.ArgumentParser:
    parser = _OneLineParser(prog="reference_server", description="The reference room.", epilog=COMMANDS_HELP)
    _add_listening(parser)
    _add_files(parser)
    _add_http(parser)
    _add_lti(parser)
    _add_media(parser)
    _add_redis(parser)
    _add_grace_periods(parser)
    _add_limits(parser)
    _add_metrics(parser)
    _add_retention(parser)
    _add_votes(parser)
    _add_development(parser)
    _add_logs(parser)
    return parser


def _add_listening(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=f"address to listen on {DEFAULT_HINT}")
    parser.add_argument("--port", type=_port, default=8000, help=f"port, 0 for a free one {DEFAULT_HINT}")


def _add_http(parser: argparse.ArgumentParser) -> None:
    """Add the options for creating sessions and for the URLs at which browsers reach the room."""
    add = parser.add_argument
    help_ = "file with the token that is required to create sessions (default: none is required)"
    add("--create-token", type=Path, metavar="FILE", help=help_)
    add("--public-url", type=_http_url, help="URL that links begin with (default: the address to listen on)")
    help_ = f"reverse proxies in front of the room {DEFAULT_HINT}"
    add("--proxies", type=_digit, default=DEFAULTS.proxies, help=help_)
    help_ = "origin whose pages may embed the room in a frame, such as https://learn.example.org"
    add("--frame-ancestor", action="append", type=_origin, default=[], help=help_)


def _add_lti(parser: argparse.ArgumentParser) -> None:
    help_ = "TOML file of a learning platform that may launch the room by LTI 1.3"
    parser.add_argument("--lti-platform", action="append", type=Path, metavar="FILE", default=[], help=help_)
    help_ = "file with the token with which administrators register their learning platforms at /lti/register"
    parser.add_argument("--lti-registration-token", type=Path, metavar="FILE", help=help_)


def _add_media(parser: argparse.ArgumentParser) -> None:
    help_ = "STUN or TURN server: URL, or JSON object of RTCIceServer"
    parser.add_argument("--ice-server", action="append", type=_ice_server, default=[], help=help_)
    _add_livekit(parser)


def _add_redis(parser: argparse.ArgumentParser) -> None:
    help_ = (
        "Redis server by which several processes of the room work together on one PostgreSQL database, such as "
        "redis://127.0.0.1:6379/0 (default: there is one process)"
    )
    parser.add_argument("--redis", type=_redis_url, metavar="URL", help=help_)


def _add_grace_periods(parser: argparse.ArgumentParser) -> None:
    help_ = f"seconds that a page may be disconnected before its person leaves {DEFAULT_HINT}"
    parser.add_argument("--grace", type=_seconds, default=DEFAULTS.grace, help=help_)
    help_ = f"the same after a start of the server, or a silent loss of the connection {DEFAULT_HINT}"
    parser.add_argument("--restart-grace", type=_seconds, default=DEFAULTS.restart_grace, help=help_)


def _add_limits(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    help_ = f"factor of all rate limits; 0 removes them {DEFAULT_HINT}"
    add("--rate-factor", type=_factor, default=DEFAULTS.rate_factor, help=help_)
    help_ = f"connections that one address may have at a time {DEFAULT_HINT}"
    default = DEFAULTS.connections_per_address
    add("--connections-per-address", type=_connections, default=default, help=help_)


def _add_metrics(parser: argparse.ArgumentParser) -> None:
    help_ = "network that may read /metrics besides this machine, such as 10.0.0.0/8"
    parser.add_argument("--metrics-for", action="append", type=_network, default=[], help=help_)


def _add_retention(parser: argparse.ArgumentParser) -> None:
    help_ = "remove sessions that nobody has used for this long, such as 30d or 12h; 0 keeps all (default: 30d)"
    parser.add_argument("--keep-sessions", type=_duration, default=DEFAULTS.keep_sessions, help=help_)


def _add_votes(parser: argparse.ArgumentParser) -> None:
    choices = ["person", "browser", "address"]
    help_ = f"who has one vote in a poll; “address” includes “browser” {DEFAULT_HINT}"
    parser.add_argument("--one-vote-per", choices=choices, default=DEFAULTS.one_vote_per, help=help_)


def _add_development(parser: argparse.ArgumentParser) -> None:
    help_ = "serve the sources of scripts and style sheets from disk, for development"
    parser.add_argument("--unbundled", action="store_true", help=help_)


def _add_logs(parser: argparse.ArgumentParser) -> None:
    help_ = f"format of the log {DEFAULT_HINT}"
    parser.add_argument("--log-format", choices=["text", "json"], default="text", help=help_)


def _add_livekit(parser: argparse.ArgumentParser) -> None:
    help_ = (
        "LiveKit server that carries audio and video, such as wss://livekit.example.org (default: "
        "none, they go from browser to browser)"
    )
    parser.add_argument("--livekit-url", type=_websocket_url, metavar="URL", help=help_)
    parser.add_argument("--livekit-key", metavar="KEY", help="key of the LiveKit server")
    help_ = f"file with the secret that belongs to the key (default: the environment variable {LIVEKIT_SECRET})"
    parser.add_argument("--livekit-secret", type=Path, metavar="FILE", help=help_)


def _livekit(options: argparse.Namespace) -> LiveKitAccess | None:
    """Return the LiveKit server of the options, if any. Raises SetupError."""
    if options.livekit_url:
        return _livekit_access(options)
    if options.livekit_key or options.livekit_secret:
        raise SetupError("--livekit-key and --livekit-secret need --livekit-url, such as wss://livekit.example.org.")
    return None


def _livekit_access(options: argparse.Namespace) -> LiveKitAccess:
    if not options.livekit_key:
        raise SetupError("--livekit-url needs --livekit-key: a key of LiveKit's configuration, under “keys”.")
    secret = _livekit_secret(options.livekit_secret)
    if not secret:
        raise SetupError(f"--livekit-url needs a secret: --livekit-secret FILE, or the variable {LIVEKIT_SECRET}.")
    return LiveKitAccess(options.livekit_url, options.livekit_key, secret)


def _livekit_secret(file: Path | None) -> str:
    if file is None:
        return os.environ.get(LIVEKIT_SECRET, "").strip()
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is not a text file"
        raise SetupError(f"LiveKit's secret {file} cannot be read: {why}.") from error


def _add_database(parser: argparse.ArgumentParser) -> None:
    form = "SQLite file, or URL of a PostgreSQL database such as postgresql+psycopg://room@db.example.org/room"
    parser.add_argument("--database", type=_database, default=DATABASE, metavar="FILE", help=f"{form} {DEFAULT_HINT}")


def _add_files(parser: argparse.ArgumentParser) -> None:
    _add_database(parser)
    parser.add_argument(
        "--secret-file",
        type=Path,
        metavar="FILE",
        help="file of the secrets that sign links (default: beside the database file; with PostgreSQL, "
        f"{DATABASE.with_suffix('.secret')})",
    )


def _settings(options: argparse.Namespace, public_url: str) -> ServerSettings:
    return ServerSettings(
        database=options.database,
        secret_file=options.secret_file,
        create_token=options.create_token,
        public_url=public_url,
        ice_servers=tuple(options.ice_server),
        grace=options.grace,
        restart_grace=options.restart_grace,
        rate_factor=options.rate_factor,
        frame_ancestors=tuple(options.frame_ancestor),
        proxies=options.proxies,
        metrics_for=tuple(options.metrics_for),
        keep_sessions=options.keep_sessions,
        connections_per_address=options.connections_per_address,
        one_vote_per=options.one_vote_per,
        lti_platforms=tuple(options.lti_platform),
        lti_registration_token=options.lti_registration_token,
        livekit=_livekit(options),
        redis=options.redis,
        unbundled=options.unbundled,
    )


def _database(value: str) -> Path | URL:
    if "://" not in value:
        return Path(value)
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        url = make_url("unreadable://")
    # The message does not repeat the URL, which may contain a password. An unencoded “@” in a password would make the
    # rest of the password a part of the host.
    if url.drivername not in POSTGRESQL or "@" in (url.host or ""):
        raise argparse.ArgumentTypeError(
            "a URL must look like postgresql+psycopg://user:password@host/name, percent-encoded (“%40” for “@”)"
        )
    return url


def _redis_url(value: str) -> str:
    if urlsplit(value).scheme not in ("redis", "rediss", "unix"):
        raise argparse.ArgumentTypeError("a URL must begin with redis://, rediss:// or unix://")
    return value


def _port(value: str) -> int:
    if not value.isdecimal() or int(value) > 65535:
        raise argparse.ArgumentTypeError(f"{value!r} is not a port from 0 to 65535")
    return int(value)


def _connections(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 100_000:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 1 to 100000")
    return int(value)


def _seconds(value: str) -> float:
    return _number(value, 3600, "a number of seconds")


def _factor(value: str) -> float:
    return _number(value, 1000, "a number")


def _number(value: str, largest: int, noun: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1
    if not 0 <= number <= largest:
        raise argparse.ArgumentTypeError(f"{value!r} is not {noun} from 0 to {largest}")
    return number


def _duration(value: str) -> float:
    match = re.fullmatch(r"(\d{1,5})([dh])|0", value, re.ASCII)
    if not match:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number of days or hours such as 30d or 12h, or 0")
    return int(match[1]) * {"d": 24 * 60 * 60, "h": 60 * 60}[match[2]] if match[1] else 0


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise argparse.ArgumentTypeError(f"{value!r} is not a URL that begins with http:// or https://")
    return value


def _websocket_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("ws", "wss") or not parts.netloc:
        raise argparse.ArgumentTypeError(f"{value!r} is not a URL that begins with ws:// or wss://")
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


def _digit(value: str) -> int:
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
