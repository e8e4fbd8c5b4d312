"""A LiveKit server that runs until the end of a run, also while the room's server is stopped.

The suite kills, suspends and restarts the room's server with its process group. LiveKit runs in another process group,
as it runs on another machine in production.
"""

import os
import select
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from rooms.livekit_server import LiveKitSettings, NotAvailable, build, command, load_settings
from rooms.started_server import answers, wait_for_answer


@dataclass(frozen=True)
class LiveKitOfRun:
    """The LiveKit server of a run.

    ``folder`` holds its settings, and is removed after the run; ``run`` is the process id of the run.
    """

    folder: Path
    run: int

    @property
    def settings(self) -> LiveKitSettings:
        return load_settings(self.folder)

    def ensure_running(self, webhook: str) -> None:
        """Start the server unless it runs, and wait until it answers.

        Raises NotAvailable, also if it does not start.

        ``webhook``: the URL to which the server reports its events.
        """
        build()
        address = self.settings.http_address
        if not answers(address):
            parts = [sys.executable, "-m", "rooms.livekit_of_run", str(self.folder), str(self.run), webhook]
            supervisor = subprocess.Popen(parts, stdin=subprocess.DEVNULL, start_new_session=True)
            if not wait_for_answer(address, supervisor):
                raise NotAvailable(f"LiveKit's server did not start at {address}.")

    def supervise(self, webhook: str) -> None:
        """Start the server, wait until the run or the server ends, stop the server, and remove the folder."""
        server = subprocess.Popen(command(build(), self.settings, webhook))
        try:
            _wait_for_any(self.run, server.pid)
        finally:
            server.terminate()
            server.wait()
            shutil.rmtree(self.folder, ignore_errors=True)


def _wait_for_any(*processes: int) -> None:
    """Wait until one of the processes has ended."""
    ends = [os.pidfd_open(process) for process in processes]
    select.select(ends, [], [])
    for end in ends:
        os.close(end)


if __name__ == "__main__":
    LiveKitOfRun(Path(sys.argv[1]), int(sys.argv[2])).supervise(sys.argv[3])
