"""Runs a command until the parent process exits, even by a crash.

The parent holds the other end of standard input; once that is closed, the whole process group is killed. Start this as
the leader of a process group.
"""

import os
import signal
import subprocess
import sys
import threading


def main(command: list[str]) -> int:
    """Return the exit code of the command; 127, with one line on standard error, where it cannot be started."""
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        return 127
    threading.Thread(target=_kill_group_at_end_of_input, daemon=True).start()
    return process.wait()


def _kill_group_at_end_of_input() -> None:
    sys.stdin.buffer.read()
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
