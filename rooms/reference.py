"""The reference room as a separate process, which is the only way in which the suite uses it."""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from conformance.errors import NotReached
from conformance.room_profile import RoomProfile
from rooms.room import Links, SessionRequest
from rooms.session_requests import post_session
from rooms.started_server import PORT, StartedServer

ROOT = Path(__file__).resolve().parents[1]
LATENCY = "STAGEDOOR_LATENCY"
"""The environment variable for the added network latency, in milliseconds each way."""
NAME = "Stagedoor reference room"


class ReferenceServer(StartedServer):
    """The reference room's server, on a free port, with these options of its command line.

    ``folder`` holds its database, and its log unless ``log`` names another file. ``source`` is the project's folder, or
    that of another commit of the project, and ``python`` the Python with its packages. ``prefix``: a command that runs
    the server, such as one that slows it down.
    """

    def __init__(
        self,
        folder: Path,
        *options: str,
        log: Path | None = None,
        source: Path = ROOT,
        python: str = sys.executable,
        prefix: Sequence[str] = (),
    ) -> None:
        self.database = folder / "room.sqlite"
        command = [*prefix, python, "-m", "reference_server", "--port", PORT, "--database", str(self.database)]
        super().__init__(NAME, [*command, *options], log or folder / "room.log", folder=source)


class ReferenceRoom:
    """The reference room on a free port with an empty database, started for the run.

    ``source`` is the folder that contains the package ``reference_server`` to run.
    """

    name = NAME
    profile = RoomProfile()

    def __init__(self, log: Path, source: Path = ROOT) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="stagedoor-room-")
        self._server = ReferenceServer(Path(self._folder.name), log=log, source=source)
        self._proxy = _start_proxy(self._server, log.with_name(f"{log.stem}-latency.log"))
        self.address = self._proxy.address if self._proxy else self._server.address

    def open_session(self, session_request: SessionRequest) -> Links:
        self.expect_alive()
        links = post_session(f"{self.address}/api/sessions?links=entry", session_request)
        return Links(*(f"{self._through_proxy(link)}?name={{name}}" for link in (links.moderator, links.attendee)))

    def _through_proxy(self, link: str) -> str:
        """Return the link through the proxy, if there is one."""
        return self.address + link.removeprefix(self._server.address)

    def expect_alive(self) -> None:
        self._server.expect_alive()

    def stop(self) -> None:
        self._server.kill()

    def hang(self) -> None:
        self._server.hang()

    def recover(self) -> None:
        self._server.recover()

    def close(self) -> None:
        self._server.close()
        if self._proxy:
            self._proxy.kill()
        self._folder.cleanup()


def _start_proxy(server: StartedServer, log: Path) -> StartedServer | None:
    """Start the proxy that adds the latency, if any.

    It continues to run while the room is stopped or suspended.
    """
    latency = _read_latency()
    if not latency:
        return None
    command = ["python", "-m", "tools.latency_proxy", "--to", str(server.port), "--latency", str(latency)]
    return StartedServer("Latency proxy", command, log, folder=ROOT)


def _read_latency() -> float:
    """Return the milliseconds in the environment variable; raise NotReached if it is not a number."""
    value = os.environ.get(LATENCY) or "0"
    try:
        return float(value)
    except ValueError:
        raise NotReached(f"{LATENCY} is {value!r} and must be a number of milliseconds, such as 150.") from None
