"""A program that kills a process group once the parent process has exited.

Its command is ``end_with_parent.py GROUP``. Standard input is a pipe from the parent, which is closed when the parent
exits. This process is not in the group, so it also runs while the group is suspended.
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
