"""Runs of the features against a room of a test's own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run_features(room_file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run features against the room that this file declares; answers exit code and output."""
    command = [sys.executable, "-m", "pytest", "--room", str(room_file), "-p", "no:cacheprovider"]
    return subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, timeout=170, check=False)
