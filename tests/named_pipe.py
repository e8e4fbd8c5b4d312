"""Wait without polling until another process writes something, or ends."""

import os
import select
from pathlib import Path


class NamedPipe:
    """A named pipe at ``path``, to which other processes write and from which the test reads."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        # Also open it for writing, since a pipe without writers counts as ready for reading.
        self._descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)

    def read(self, seconds: float) -> str:
        """Wait for data and return them, or "" if nothing was written within this many seconds."""
        ready, _, _ = select.select([self._descriptor], [], [], seconds)
        return os.read(self._descriptor, 4096).decode() if ready else ""


def has_ended(process: int, seconds: float) -> bool:
    """Return whether a process ends within this many seconds; it need not be a child of this process."""
    try:
        descriptor = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    ready, _, _ = select.select([descriptor], [], [], seconds)
    os.close(descriptor)
    return bool(ready)
