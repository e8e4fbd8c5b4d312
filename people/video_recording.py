"""The ffmpeg that Playwright needs for videos: its own, or the system's."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from conformance.time_limits import SMALL_PROGRAM

FFMPEG = "ffmpeg-linux"
LOCATION_COMMAND = (sys.executable, "-m", "playwright", "install", "--dry-run", "ffmpeg")


class FfmpegMissing(RuntimeError):
    """No ffmpeg was found; the message says what to do."""


def prepare_video_recording(folder: Path | None = None, system_ffmpeg: str | None = None) -> None:
    """Create a symlink to the system's ffmpeg on Linux if Playwright's own ffmpeg is missing.

    ``folder``: where the symlink is created, by default the folder in which Playwright looks for ffmpeg.
    ``system_ffmpeg``: the path of the system's ffmpeg, by default the first on PATH. Raises FfmpegMissing if there is
    none. Unlike ``playwright install ffmpeg``, this downloads nothing.
    """
    program = (folder or _playwright_folder()) / FFMPEG
    if program.exists() or not sys.platform.startswith("linux"):
        return
    replacement = system_ffmpeg or _ffmpeg_on_path()
    program.parent.mkdir(parents=True, exist_ok=True)
    program.unlink(missing_ok=True)
    program.symlink_to(replacement)


def _ffmpeg_on_path() -> str:
    path = shutil.which("ffmpeg")
    if path is None:
        raise FfmpegMissing(
            "--video needs ffmpeg. Install the system's package ffmpeg, or run “playwright install ffmpeg”."
        )
    return path


def _playwright_folder() -> Path:
    """Return the folder in which this version of Playwright looks for ffmpeg, as its command prints it."""
    output = subprocess.run(LOCATION_COMMAND, capture_output=True, text=True, timeout=SMALL_PROGRAM).stdout
    location = re.search(r"Install location:\s+(\S.*)", output)
    if location is None:
        raise FfmpegMissing(
            "--video: Playwright printed no install location for ffmpeg. Run “make setup”, which installs the pinned"
            f" version of Playwright. It printed: {output.strip() or 'nothing'}"
        )
    return Path(location[1].strip())
