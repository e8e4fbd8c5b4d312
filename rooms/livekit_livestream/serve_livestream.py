"""Runs the livestream sample on a local port, with a LiveKit server beside it.

``python -m rooms.livekit_livestream.serve_livestream PORT`` starts the built sample in the folder that the environment
variable STAGEDOOR_LIVESTREAM names. README.md describes how to get and build it.
"""

import os
import subprocess
import sys
from pathlib import Path

from rooms.livekit_server import LOCALHOST, LiveKitSettings, NotBuilt, cache_folder, livekit_of_this_group, settings_in

FOLDER_VARIABLE = "STAGEDOOR_LIVESTREAM"
NEXT = Path("node_modules", "next", "dist", "bin", "next")
BUILT = Path(".next", "BUILD_ID")
"""The file that Next.js writes last."""


def main(port: str) -> int:
    """Serve until the process is ended; return the exit code."""
    settings = settings_in(cache_folder("livekit-livestream") / f"run-{os.getppid()}-{port}")
    try:
        folder = built_sample()
        with livekit_of_this_group(settings):
            command = ["node", str(NEXT), "start", "--hostname", LOCALHOST, "--port", port]
            return subprocess.call(command, cwd=folder, env=environment(settings))
    except NotBuilt as error:
        sys.exit(str(error))


def built_sample() -> Path:
    """Return the folder of the built sample; raise NotBuilt where there is none."""
    named = os.environ.get(FOLDER_VARIABLE, "")
    folder = Path(named).expanduser()
    if not named:
        raise NotBuilt(f"Set {FOLDER_VARIABLE} to the built sample's folder; see rooms/livekit_livestream/README.md.")
    for file in (NEXT, BUILT):
        if not (folder / file).exists():
            raise NotBuilt(f"{FOLDER_VARIABLE}: {folder} has no {file}; see rooms/livekit_livestream/README.md.")
    return folder


def environment(settings: LiveKitSettings) -> dict[str, str]:
    """Return the sample's environment, by which it finds LiveKit."""
    own = {
        "LIVEKIT_WS_URL": settings.address,
        "LIVEKIT_API_KEY": settings.key,
        "LIVEKIT_API_SECRET": settings.secret,
        "NEXT_TELEMETRY_DISABLED": "1",
    }
    return dict(os.environ) | own


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
