"""Runs the reference room with the LiveKit engine: ``python -m rooms.serve_reference_livekit PORT``.

LiveKit's server is built if necessary, and runs beside the room until the process that started this one ends.
"""

import os
import sys

from rooms.livekit_of_run import LiveKitOfRun
from rooms.livekit_server import LOCALHOST, NotAvailable, cache_folder

WEBHOOK = "/media/livekit"
"""The path at which the room receives LiveKit's events."""


def main(port: str) -> None:
    """Start LiveKit, then replace this process by the room's server."""
    # A restart at the same port, by the same run, finds the same database and the same LiveKit server.
    folder = cache_folder("reference-livekit") / f"run-{os.getppid()}-{port}"
    livekit = LiveKitOfRun(folder, os.getppid())
    try:
        livekit.ensure_running(f"http://{LOCALHOST}:{port}{WEBHOOK}")
    except NotAvailable as error:
        sys.exit(str(error))
    settings = livekit.settings
    room = [sys.executable, "-m", "reference_server", "--port", port, "--database", str(folder / "room.sqlite")]
    media = ["--livekit-url", settings.address, "--livekit-key", settings.key]
    secret = {"LIVEKIT_API_SECRET": settings.secret}
    os.execve(sys.executable, [*room, *media], os.environ | secret)  # noqa: S606 (no shell is wanted)


if __name__ == "__main__":
    main(sys.argv[1])
