"""What films need: Playwright makes them with an ffmpeg of its own, and the system's does as well."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from conformance.time_limits import SMALL_PROGRAM

PROGRAM = "ffmpeg-linux"
WHERE = (sys.executable, "-m", "playwright", "install", "--dry-run", "ffmpeg")


class NoFilms(RuntimeError):
    """There is nothing to make films with; the message says what to do."""


def prepare_films(folder: Path | None = None, systems: str | None = None) -> None:
    """See to it that Playwright finds an ffmpeg in its ``folder``; NoFilms where there is neither its own nor another.

    ``systems``: the path of the system's ffmpeg, by default the one that is found. Playwright's download is tried by
    nobody here: where it can be had, ``playwright install ffmpeg`` has it.
    """
    program = (folder or _playwrights_folder()) / PROGRAM
    if program.exists() or not sys.platform.startswith("linux"):
        return
    instead = systems or shutil.which("ffmpeg")
    if instead is None:
        raise NoFilms("--video needs ffmpeg. Install the system's package ffmpeg, or run “playwright install ffmpeg”.")
    program.parent.mkdir(parents=True, exist_ok=True)
    program.unlink(missing_ok=True)
    program.symlink_to(instead)


def _playwrights_folder() -> Path:
    """Where this version of Playwright looks for it, in its own words."""
    said = subprocess.run(WHERE, capture_output=True, text=True, timeout=SMALL_PROGRAM).stdout
    found = re.search(r"Install location:\s+(\S.*)", said)
    if found is None:
        raise NoFilms(f"--video: Playwright does not say where it keeps its ffmpeg, but: {said.strip() or 'nothing'}")
    return Path(found[1].strip())
