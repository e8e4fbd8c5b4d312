"""The build of the page by npm and Vite, once for each version of its sources."""

import fcntl
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

from rooms.livekit_server import NotAvailable, cache_folder

SOURCE = Path(__file__).with_name("page")
FINISHED = "dist"
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
BUNDLE = ("npm", "run", "build", "--", "--logLevel", "warn", "--outDir")
UNFINISHED = "unfinished"
"""The folder that Vite writes to. It is renamed when complete, so that an interrupted build starts again."""
ERROR_LINES = 5
"""Lines of npm's error output in a message."""


def build_page(cache: Path | None = None) -> Path:
    """Return the folder with the built page; one process builds while others wait. Raises NotAvailable."""
    folder = (cache or cache_folder("livekit-components")) / _version(SOURCE)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / FINISHED).exists():
            shutil.copytree(SOURCE, folder, dirs_exist_ok=True)
            _npm(INSTALL, folder)
            _npm((*BUNDLE, UNFINISHED), folder)
            (folder / UNFINISHED).rename(folder / FINISHED)
    return folder / FINISHED


def _version(source: Path) -> str:
    """Return a name for the page's sources, which changes with any of them."""
    content = b"".join(path.read_bytes() for path in sorted(source.iterdir()))
    return sha256(content).hexdigest()[:12]


def _npm(command: tuple[str, ...], folder: Path) -> None:
    try:
        process = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise NotAvailable("LiveKit's room interface is built with npm, which is not installed. Install it.") from None
    if process.returncode != 0:
        lines = process.stderr.strip().splitlines()[:ERROR_LINES] or [f"exit code {process.returncode}"]
        raise NotAvailable(f"LiveKit's room interface could not be built: npm {command[1]}: {' '.join(lines)}")
