"""How a process that a test has started says that it has come so far, without anybody asking again and again."""

import os
import select
from pathlib import Path


class Doorbell:
    """A named pipe: other processes write to ``path``, and whoever listens wakes at once."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        # Also for writing: where the last writer has gone a pipe counts as ready, though more are still to come.
        self._end = os.open(path, os.O_RDWR | os.O_NONBLOCK)

    def word(self, seconds: float) -> str:
        """What was written; "" where nobody wrote within so many seconds."""
        ready, _, _ = select.select([self._end], [], [], seconds)
        return os.read(self._end, 4096).decode() if ready else ""


def has_ended(process: int, seconds: float) -> bool:
    """Whether a process, anybody's child, ends within so many seconds."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    ready, _, _ = select.select([handle], [], [], seconds)
    os.close(handle)
    return bool(ready)
