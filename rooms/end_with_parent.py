"""Waits until the parent process has exited, even by a crash, and kills a process group: ``end_with_parent.py GROUP``.

The parent holds the other end of standard input, which is closed with it. This process belongs to no group that it
kills, so it works where the group is halted.
"""

import os
import signal
import sys
from contextlib import suppress


def main(group: int) -> None:
    """Wait for the end of standard input, and kill the group."""
    sys.stdin.buffer.read()
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]))
