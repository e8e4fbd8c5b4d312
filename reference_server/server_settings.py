"""What a running room can be told from outside."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class ServerSettings:
    """`database` is the SQLite file; `public_url` what links begin with, by default the address asked for.

    `grace` and `restart_grace` are the seconds that someone may be away before they count as gone (STEADY-1 to
    STEADY-4): the first after their page went, the second after the server came back or the line fell silent.
    `ice_servers` is for RTCPeerConnection.
    `rate_factor` multiplies how often anybody may do a thing; 0 sets no bounds (SAFE-4). `frame_ancestors` are the
    origins of pages that may show the room in a frame, beside its own. `proxies` is the number of reverse proxies in
    front, whose word on the caller's address and on https is taken. `metrics_for` are the networks, beside this
    machine, that may read the room's numbers. `unbundled` has the pages load the sources of scripts and style sheets.
    """

    database: Path
    secret_file: Path | None = None
    public_url: str | None = None
    ice_servers: tuple[dict[str, Any], ...] = ()
    grace: float = 15.0
    restart_grace: float = 60.0
    rate_factor: float = 1.0
    frame_ancestors: tuple[str, ...] = ()
    proxies: int = 0
    metrics_for: tuple[IPv4Network | IPv6Network, ...] = ()
    unbundled: bool = False

    @property
    def secrets(self) -> Path:
        """The file of the secrets: beside the database where none is named."""
        return self.secret_file or self.database.with_suffix(".secret")


def reason(error: OSError) -> str:
    """What the system says, and about what: "Permission denied (/srv/room)"."""
    said = error.strerror or str(error)
    return f"{said} ({error.filename})" if error.filename else said


class SetupError(Exception):
    """The room cannot start; the message is one line that says what is wrong and what to do."""
