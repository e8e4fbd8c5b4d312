"""Runs the livestream sample on a local port, with a LiveKit server of its own.

``python -m rooms.livekit_livestream.serve_livestream PORT`` starts the built sample in the folder that the environment
variable STAGEDOOR_LIVESTREAM names. README.md describes how to get and build it.
"""

import os
import subprocess
import sys
from pathlib import Path

from rooms.livekit_server import (
    LOCALHOST,
    LiveKitSettings,
    NotAvailable,
    cache_folder,
    livekit_in_this_group,
    load_settings,
)

FOLDER_VARIABLE = "STAGEDOOR_LIVESTREAM"
NEXT_PROGRAM = Path("node_modules", "next", "dist", "bin", "next")
BUILD_MARK = Path(".next", "BUILD_ID")
"""The file without which "next start" finds no build."""


def main(port: str) -> int:
    """Serve until the process is ended; return the exit code."""
    settings = load_settings(cache_folder("livekit-livestream") / f"run-{os.getppid()}-{port}")
    try:
        folder = find_built_sample()
        with livekit_in_this_group(settings):
            command = ["node", str(NEXT_PROGRAM), "start", "--hostname", LOCALHOST, "--port", port]
            return subprocess.call(command, cwd=folder, env=sample_environment(settings))
    except NotAvailable as error:
        sys.exit(str(error))


def find_built_sample() -> Path:
    """Return the folder of the built sample; raise NotAvailable if there is none."""
    named = os.environ.get(FOLDER_VARIABLE, "")
    folder = Path(named).expanduser()
    if not named:
        raise NotAvailable(
            f"Set {FOLDER_VARIABLE} to the built sample's folder; see rooms/livekit_livestream/README.md."
        )
    for file in (NEXT_PROGRAM, BUILD_MARK):
        if not (folder / file).exists():
            raise NotAvailable(f"{FOLDER_VARIABLE}: {folder} has no {file}; see rooms/livekit_livestream/README.md.")
    return folder


def sample_environment(settings: LiveKitSettings) -> dict[str, str]:
    """Return the environment variables of the sample, which contain LiveKit's address, key and secret."""
    own = {
        "LIVEKIT_WS_URL": settings.address,
        "LIVEKIT_API_KEY": settings.key,
        "LIVEKIT_API_SECRET": settings.secret,
        "NEXT_TELEMETRY_DISABLED": "1",
    }
    return dict(os.environ) | own


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
