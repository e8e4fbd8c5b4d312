"""Builds LiveKit's server, and starts it on the loopback interface.

``python -m rooms.livekit_server`` builds it into the cache folder, which takes minutes, and prints the program's path.
LiveKit is an SFU: it forwards the picture and sound of each person who may publish.
"""

import fcntl
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from rooms.started_server import StartedServer, free_port, wait_for_answer

PACKAGE = "github.com/livekit/livekit-server/cmd/server"
VERSION = "v1.13.5"
"""The release; Go verifies its checksum."""
LOCALHOST = "127.0.0.1"
NO_GO = (
    "LiveKit's server is built from source, which needs Go. Install it (Debian and Ubuntu: apt-get install golang), and"
    " run “make livekit” again."
)
ERROR_LINES = 3
"""Lines of Go's error output in a message."""


class NotAvailable(RuntimeError):
    """LiveKit's server, or a room that uses it, could not be built or started.

    The message gives the reason, in one line.
    """


@dataclass(frozen=True)
class LiveKitSettings:
    """Ports of 127.0.0.1 for signalling and for media, and the key and secret that sign its access tokens."""

    port: int = field(default_factory=free_port)
    media_port: int = field(default_factory=lambda: _free_udp_port())
    key: str = "stagedoor"
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def http_address(self) -> str:
        return f"http://{LOCALHOST}:{self.port}"

    @property
    def address(self) -> str:
        """The address that LiveKit's clients connect to."""
        return f"ws://{LOCALHOST}:{self.port}"


class LiveKitServer:
    """A LiveKit server that runs from its creation to the end of the context or of this process.

    ``webhook`` is the address to which it reports its events. Raises NotAvailable, or NotReached with the end of its
    log if it does not start.
    """

    def __init__(self, log: Path, settings: LiveKitSettings | None = None, webhook: str | None = None) -> None:
        self.settings = settings or LiveKitSettings()
        server_command = command(build(), self.settings, webhook)
        self._server = StartedServer("LiveKit", server_command, log, address=self.settings.http_address)

    def restart(self) -> None:
        """Kill the server and start it again at the same address; its rooms are lost."""
        self._server.restart()

    def kill(self) -> None:
        """End the server by SIGKILL."""
        self._server.kill()

    def start(self) -> None:
        """Start the server again at the same address, and wait until it answers."""
        self._server.start()

    def close(self) -> None:
        self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def main() -> None:
    try:
        print(build())
    except NotAvailable as error:
        sys.exit(str(error))


def cache_folder(name: str) -> Path:
    """Return the folder of this name in the user's cache, which all clones of the project share."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "stagedoor", name)


def program() -> Path:
    """Return the path of the server, which may not be built yet."""
    return cache_folder("livekit") / VERSION / "server"


def build() -> Path:
    """Return the path of the server, built from source if necessary; one process builds while others wait."""
    built = program()
    built.parent.mkdir(parents=True, exist_ok=True)
    with (built.parent / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            _install(built.parent)
    return built


def command(built: Path, settings: LiveKitSettings, webhook: str | None = None) -> list[str]:
    """Return the command of a server that only this machine can reach.

    The server logs warnings and errors only.

    ``webhook``: the address to which it reports its events.
    """
    config: dict[str, Any] = {
        "port": settings.port,
        "bind_addresses": [LOCALHOST],
        "keys": {settings.key: settings.secret},
        "logging": {"level": "warn"},
        "rtc": _rtc(settings.media_port),
    }
    if webhook:
        config["webhook"] = {"api_key": settings.key, "urls": [webhook]}
    # JSON is YAML as well.
    return [str(built), "--config-body", json.dumps(config)]


def _rtc(port: int) -> dict[str, Any]:
    return {
        "udp_port": port,
        "tcp_port": 0,
        "use_external_ip": False,
        "node_ip": LOCALHOST,
        "enable_loopback_candidate": True,
        "interfaces": {"includes": ["lo"]},
        "ips": {"includes": [f"{LOCALHOST}/32"]},
    }


def load_settings(folder: Path) -> LiveKitSettings:
    """Return the settings in this folder.

    They are created at the first call, so that they are the same after a restart.
    """
    file = folder / "livekit.json"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(LiveKitSettings())), encoding="utf-8")
    return LiveKitSettings(**json.loads(file.read_text(encoding="utf-8")))


@contextmanager
def livekit_in_this_group(settings: LiveKitSettings) -> Iterator[None]:
    """Run LiveKit in this process's group, so that signals to a room's server reach both.

    LiveKit shares this process's output. Raises NotAvailable, also if LiveKit ends before it answers.
    """
    process = subprocess.Popen(command(build(), settings))
    try:
        if not wait_for_answer(settings.http_address, process):
            raise NotAvailable(f"LiveKit's server did not start: it ended with exit code {process.returncode}.")
        yield
    finally:
        process.terminate()
        process.wait()


def _install(folder: Path) -> None:
    """Build the server into the folder; raise NotAvailable with the end of Go's error output."""
    go = shutil.which("go")
    if go is None:
        raise NotAvailable(NO_GO)
    process = _go_install(go, folder)
    if process.returncode != 0:
        lines = process.stderr.strip().splitlines()[-ERROR_LINES:] or [f"exit code {process.returncode}"]
        raise NotAvailable(f"LiveKit's server ({VERSION}) could not be built: go install: {' '.join(lines)}")


def _go_install(go: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"CGO_ENABLED": "0", "GOBIN": str(folder)}
    command = [go, "install", f"{PACKAGE}@{VERSION}"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def _free_udp_port() -> int:
    with socket.socket(type=socket.SOCK_DGRAM) as port:
        port.bind((LOCALHOST, 0))
        return int(port.getsockname()[1])


if __name__ == "__main__":
    main()
