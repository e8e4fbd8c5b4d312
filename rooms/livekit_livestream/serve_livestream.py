"""Runs the livestream sample on a local port, with a LiveKit server of its own.

``python -m rooms.livekit_livestream.serve_livestream PORT`` starts the built sample in the folder that the environment
variable STAGEDOOR_LIVESTREAM names. README.md describes how to get and build it.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from rooms.installed_program import ProgramMissing, find_installed_program
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
        folder = find_built_sample(os.environ)
        with livekit_in_this_group(settings):
            command = ["node", str(NEXT_PROGRAM), "start", "--hostname", LOCALHOST, "--port", port]
            return subprocess.call(command, cwd=folder, env=sample_environment(settings))
    except (ProgramMissing, NotAvailable) as error:
        sys.exit(str(error))


def find_built_sample(environment: Mapping[str, str]) -> Path:
    """Return the folder of the built sample; raise ProgramMissing if there is none."""
    files = (NEXT_PROGRAM, BUILD_MARK)
    readme = "rooms/livekit_livestream/README.md"
    return find_installed_program(environment, FOLDER_VARIABLE, "the built sample", files, readme)


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
