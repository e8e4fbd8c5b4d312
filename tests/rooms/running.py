"""Runs features against a room of the test."""

import os
import subprocess
import sys
from pathlib import Path

from conformance.time_limits import VARIABLE
from rooms.room import Links

ROOT = Path(__file__).parents[2]
LIMIT = 300
"""Seconds after which a run counts as hanging, also on a slow machine."""


def run_features(
    room: Path | str, *options: str, patience: float = 0.35, confirm: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run features against the room of this file or address; return the completed process.

    ``patience``: the factor of the time limits; with a small one, runs in which many scenarios fail end sooner.
    ``confirm``: whether failed scenarios run again, which doubles the time.
    """
    return _run(["--room", str(room), *options], patience, confirm)


def run_in_meeting(links: Links, *options: str, patience: float = 0.5) -> subprocess.CompletedProcess[str]:
    """Run features in the running meeting with these links."""
    meeting = ["--moderator", links.moderator, "--attendee", links.attendee]
    return _run([*meeting, *options], patience, confirm=False)


def _run(options: list[str], patience: float, confirm: bool) -> subprocess.CompletedProcess[str]:
    confirming = [] if confirm else ["--no-confirm"]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *confirming]
    env = os.environ | {VARIABLE: str(patience)}
    return subprocess.run(
        [*command, *options], cwd=ROOT, capture_output=True, text=True, timeout=LIMIT * (1 + confirm), env=env
    )
