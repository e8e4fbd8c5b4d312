"""What a running room can be told from outside."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Settings:
    """`database` is the SQLite file; `public_url` what links begin with, by default the address asked for.

    `grace` and `restart_grace` are the seconds that someone may be away, after their page went and after the
    server came back, before they count as gone (STEADY-1, STEADY-4). `ice_servers` is for RTCPeerConnection.
    `rate_factor` multiplies how often anybody may do a thing; 0 sets no bounds (SAFE-4).
    """

    database: Path
    secret_file: Path | None = None
    public_url: str | None = None
    ice_servers: tuple[dict[str, Any], ...] = ()
    grace: float = 5.0
    restart_grace: float = 20.0
    rate_factor: float = 1.0


def reason(error: OSError) -> str:
    """What the system says, and about what: "Permission denied (/srv/room)"."""
    said = error.strerror or str(error)
    return f"{said} ({error.filename})" if error.filename else said


class SetupError(Exception):
    """The room cannot start; the message is one line that says what is wrong and what to do."""
