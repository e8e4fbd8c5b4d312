"""Run features against a room of a test."""

import os
import subprocess
import tempfile
from pathlib import Path

from conformance.time_limits import VARIABLE
from rooms.room import Links
from tests.forked_pytest import run_pytest

ROOT = Path(__file__).parents[2]
LIMIT = 300
"""Seconds after which a run of some features is stopped; enough for a slow machine."""


def run_features(
    room: Path | str, *options: str, patience: float = 0.35, confirm: bool = False, limit: int = LIMIT
) -> subprocess.CompletedProcess[str]:
    """Run features against the room with this room file or at this address; return the finished process.

    ``patience`` is the factor for all time limits; a low one shortens runs in which many scenarios fail. With
    ``confirm``, failed scenarios are run again, which can double the duration. After ``limit`` seconds, or twice as
    many with ``confirm``, the run is stopped, and subprocess.TimeoutExpired is raised.
    """
    return _run(["--room", str(room), *options], patience, confirm, limit)


def run_in_meeting(links: Links, *options: str, patience: float = 0.5) -> subprocess.CompletedProcess[str]:
    """Run features in the running meeting with these links."""
    meeting = ["--moderator", links.moderator, "--attendee", links.attendee]
    return _run([*meeting, *options], patience, confirm=False)


def _run(options: list[str], patience: float, confirm: bool, limit: int = LIMIT) -> subprocess.CompletedProcess[str]:
    confirm_options = [] if confirm else ["--no-confirm"]
    env = os.environ | {VARIABLE: str(patience)}
    # In the default folder, build/failures, the run would remove the evidence of other runs.
    with tempfile.TemporaryDirectory() as evidence:
        arguments = ["-p", "no:cacheprovider", f"--evidence={evidence}", *confirm_options, *options]
        return run_pytest(arguments, ROOT, env, timeout=limit * (1 + confirm))
