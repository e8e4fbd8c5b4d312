"""Runs a command for as long as somebody is there who wants it: whoever holds the other end of the standard input.

Started as the leader of a group of processes. When that somebody has gone, even by a crash, the whole group goes.
"""

import os
import signal
import subprocess
import sys
import threading


def main(command: list[str]) -> int:
    """The exit code of the command; one line and 127 where it cannot be started."""
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        return 127
    threading.Thread(target=_end_with_the_owner, daemon=True).start()
    return process.wait()


def _end_with_the_owner() -> None:
    sys.stdin.buffer.read()
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
