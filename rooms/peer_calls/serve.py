"""Runs Peer Calls on a port of this machine: ``python -m rooms.peer_calls.serve PORT``. Installs it first if need be.

npm installs what package-lock.json pins, and checks each package against the hash that is written there.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
KEPT = HERE.parents[1] / "build" / "peer-calls"
PINS = ("package.json", "package-lock.json")
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
WHOLE = Path("node_modules", ".package-lock.json")
"""What npm writes once everything is in its place."""
ENTRY = Path("node_modules", "peer-calls", "lib", "index.js")
LAST_WORDS = 5
"""Lines of npm's complaint that are worth telling."""


class NotInstalled(RuntimeError):
    """Peer Calls could not be installed; the message says why."""


def main(port: str) -> None:
    """Become the server; returns only by an error."""
    try:
        folder = install(HERE, KEPT)
    except NotInstalled as error:
        sys.exit(str(error))
    os.chdir(folder)
    os.execvpe("node", ["node", str(ENTRY)], settings(os.environ, int(port)))


def settings(environment: Mapping[str, str], port: int) -> dict[str, str]:
    """On this machine alone, and with no server for the way through networks: browsers here find each other."""
    own = {"BIND": "127.0.0.1", "PORT": str(port), "PEERCALLS__ICE_SERVERS": "[]", "DEBUG": "peercalls,peercalls:*"}
    return {name: value for name, value in environment.items() if not name.startswith("PEERCALLS__")} | own


def install(pins: Path, kept: Path) -> Path:
    """The folder with what is pinned; installed by one worker of a run, while the others wait for it."""
    folder = kept / sha256((pins / PINS[1]).read_bytes()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / WHOLE).exists():
            for name in PINS:
                shutil.copy(pins / name, folder)
            _npm(folder)
    return folder


def _npm(folder: Path) -> None:
    done = subprocess.run(INSTALL, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()[:LAST_WORDS] or [f"exit code {done.returncode}"]
        raise NotInstalled("Peer Calls could not be installed: npm ci: " + " ".join(said))


if __name__ == "__main__":
    main(sys.argv[1])
