"""Runs of the features against a room of a test's own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from conformance.time_limits import VARIABLE
from rooms.room import Links

ROOT = Path(__file__).parents[2]
LIMIT = 300
"""Seconds until a run of some features counts as hanging, on whatever machine."""


def run_features(
    room: Path | str, *options: str, patience: float = 0.35, confirm: bool = False, limit: int = LIMIT
) -> subprocess.CompletedProcess[str]:
    """Run features against the room of this file or address; answers exit code and output.

    ``patience``: what all waiting is multiplied by; runs that fail many scenarios are over sooner with less.
    ``confirm``: whether failed scenarios are run again, which takes as long again.
    ``limit``: seconds until the run counts as hanging.
    """
    return _run(["--room", str(room), *options], patience, confirm, limit)


def run_in_meeting(links: Links, *options: str, patience: float = 0.5) -> subprocess.CompletedProcess[str]:
    """Run features in the running meeting with these links."""
    meeting = ["--moderator", links.moderator, "--attendee", links.attendee]
    return _run([*meeting, *options], patience, confirm=False)


def _run(options: list[str], patience: float, confirm: bool, limit: int = LIMIT) -> subprocess.CompletedProcess[str]:
    confirming = [] if confirm else ["--no-confirm"]
    env = os.environ | {VARIABLE: str(patience)}
    # Without a folder of its own, a run would remove the evidence of others in build/failures.
    with tempfile.TemporaryDirectory() as evidence:
        stored = ["-p", "no:cacheprovider", f"--evidence={evidence}"]
        command = [sys.executable, "-m", "pytest", *stored, *confirming, *options]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=limit * (1 + confirm), env=env)
