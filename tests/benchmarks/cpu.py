"""CPU time of a command with all its processes, including those that outlive their parent."""

import ctypes
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
"""Linux option: orphaned descendants become children of this process, so that their time is counted too."""


def run_counted(command: Sequence[str], folder: Path) -> tuple[subprocess.CompletedProcess[str], float]:
    """Run the command in ``folder``; return the completed process and its CPU seconds (user and system)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before = _cpu_seconds_of_children()
    completed = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    return completed, _cpu_seconds_of_children() - before


def _cpu_seconds_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
