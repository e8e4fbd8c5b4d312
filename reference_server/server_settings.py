"""The settings of a room, as given on the command line."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL

DATABASE = Path("data/stagedoor.sqlite")
"""The default database."""


@dataclass(frozen=True)
class LiveKitAccess:
    """A LiveKit server: its URL (ws: or wss:), and the key and secret that sign tokens and requests."""

    url: str
    key: str
    secret: str


@dataclass(frozen=True)
class ServerSettings:
    """The settings of a room; all but the database have defaults.

    `database` is the SQLite file or the URL of a PostgreSQL database. `secret_file` is the file of the secrets that
    sign links. `create_token` is the file with the token that is required to create sessions; without the file,
    everybody may create them. `public_url` is the beginning of all links.
    `grace` and `restart_grace` are the grace periods in seconds (STEADY-1 to STEADY-4): the first after a page has
    closed, the second after a start of the server or a silent loss of the connection.
    `ice_servers` is passed to RTCPeerConnection.
    `rate_factor` multiplies the rate limits; 0 removes them (SAFE-4). `frame_ancestors` are the origins of pages that
    may embed the room in a frame, besides its own. `proxies` is the number of reverse proxies in front, whose headers
    about the client's address and HTTPS are trusted. `metrics_for` are the networks, besides this machine, that may
    read the metrics. `keep_sessions` is the number of seconds after which an unused session is removed; 0 keeps all.
    `connections_per_address` is the number of connections that one address may have at a time.
    `one_vote_per` is the unit that has one vote in a poll: "person", "browser" or "address".
    `lti_platforms` are the files of learning platforms that may launch the room; with the token in the file
    `lti_registration_token`, administrators register others.
    With `livekit`, audio and video go through this LiveKit server; without it, from browser to browser.
    With `redis`, the URL of a Redis server, several processes of the room share the database.
    With `unbundled`, pages load the sources of scripts and style sheets.
    """

    database: Path | URL
    secret_file: Path | None = None
    create_token: Path | None = None
    public_url: str = "http://localhost"
    ice_servers: tuple[dict[str, Any], ...] = ()
    grace: float = 15.0
    restart_grace: float = 60.0
    rate_factor: float = 1.0
    frame_ancestors: tuple[str, ...] = ()
    proxies: int = 0
    metrics_for: tuple[IPv4Network | IPv6Network, ...] = ()
    keep_sessions: float = 30 * 24 * 60 * 60
    connections_per_address: int = 1_000
    one_vote_per: str = "person"
    lti_platforms: tuple[Path, ...] = ()
    lti_registration_token: Path | None = None
    livekit: LiveKitAccess | None = None
    redis: str | None = None
    unbundled: bool = False

    @property
    def secrets(self) -> Path:
        """The secret file: by default beside the database file; with PostgreSQL, beside the default one."""
        return self.secret_file or (DATABASE if isinstance(self.database, URL) else self.database).with_suffix(
            ".secret"
        )

    @property
    def lti_keys(self) -> Path:
        """The file of the keys that sign messages to learning platforms.

        It is beside the database file; with PostgreSQL, beside the secret file.
        """
        return (self.secrets if isinstance(self.database, URL) else self.database).with_suffix(".lti-keys")


def reason(error: OSError) -> str:
    """Return the system's message with its file, such as "Permission denied (/srv/room)"."""
    message = error.strerror or str(error)
    return f"{message} ({error.filename})" if error.filename else message


class SetupError(Exception):
    """The room cannot start; the message is one line that says what is wrong and what to do."""
