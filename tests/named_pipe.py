"""Waits for messages and ends of other processes, without polling."""

import os
import select
from pathlib import Path


class NamedPipe:
    """A named pipe at ``path``, to which other processes write and from which the test reads."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        # Opened for writing as well: a pipe without writers counts as ready, even if another writer is still to come.
        self._end = os.open(path, os.O_RDWR | os.O_NONBLOCK)

    def read(self, seconds: float) -> str:
        """Wait for something to be written and return it; "" if nothing was written within so many seconds."""
        ready, _, _ = select.select([self._end], [], [], seconds)
        return os.read(self._end, 4096).decode() if ready else ""


def has_ended(process: int, seconds: float) -> bool:
    """Return whether a process ends within so many seconds; it need not be a child of this one."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    ready, _, _ = select.select([handle], [], [], seconds)
    os.close(handle)
    return bool(ready)
