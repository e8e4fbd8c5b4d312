"""Runs Peer Calls on a local port, after installing it if necessary.

``python -m rooms.peer_calls.serve_peer_calls PORT``. npm installs the packages that package-lock.json pins, and
verifies their hashes.
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
BUILD_FOLDER = HERE.parents[1] / "build" / "peer-calls"
PIN_FILES = ("package.json", "package-lock.json")
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
INSTALLED_MARK = Path("node_modules", ".package-lock.json")
"""The file that npm writes last, so that it exists only after a complete installation."""
ENTRY = Path("node_modules", "peer-calls", "lib", "index.js")
ERROR_LINES = 5
"""Lines of npm's error output in a message."""


class NotInstalled(RuntimeError):
    """Peer Calls could not be installed; the message gives the reason."""


def main(port: str) -> None:
    """Replace this process by the server; exit with a message if it cannot be installed."""
    try:
        folder = install(HERE, BUILD_FOLDER)
    except NotInstalled as error:
        sys.exit(str(error))
    os.chdir(folder)
    os.execvpe("node", ["node", str(ENTRY)], settings(os.environ, int(port)))  # noqa: S606, S607 (node of PATH)


def settings(environment: Mapping[str, str], port: int) -> dict[str, str]:
    """Return the server's environment: localhost only, and no ICE servers."""
    own = {"BIND": "127.0.0.1", "PORT": str(port), "PEERCALLS__ICE_SERVERS": "[]", "DEBUG": "peercalls,peercalls:*"}
    return {name: value for name, value in environment.items() if not name.startswith("PEERCALLS__")} | own


def install(pins: Path, build_folder: Path) -> Path:
    """Return the folder with the pinned packages; one worker installs while the others wait."""
    folder = build_folder / sha256((pins / PIN_FILES[1]).read_bytes()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / INSTALLED_MARK).exists():
            for name in PIN_FILES:
                shutil.copy(pins / name, folder)
            _npm(folder)
    return folder


def _npm(folder: Path) -> None:
    process = subprocess.run(INSTALL, cwd=folder, capture_output=True, text=True, check=False)
    if process.returncode != 0:
        error_output = process.stderr.strip().splitlines()[:ERROR_LINES] or [f"exit code {process.returncode}"]
        raise NotInstalled("Peer Calls could not be installed: npm ci: " + " ".join(error_output))


if __name__ == "__main__":
    main(sys.argv[1])
