"""Runs Talk on a local port.

``python -m rooms.talk.serve_talk PORT`` starts the installed program in the folder that the environment variable
STAGEDOOR_TALK names. README.md describes how to get and install it.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from rooms.installed_program import ProgramMissing, find_installed_program

FOLDER_VARIABLE = "STAGEDOOR_TALK"
ENTRY = Path("signalling-server", "index.js")
PACKAGES = ("express", "socket.io", "socket.io-client", "vue", "webrtc-adapter")
"""What the server and the pages need."""
SERVE_LOCALLY = Path(__file__).resolve().with_name("serve_locally.cjs")


def main(port: str) -> None:
    """Replace this process by the server; exit with a message if it is not installed."""
    try:
        folder = find_talk(os.environ)
    except ProgramMissing as error:
        sys.exit(str(error))
    os.chdir(folder)
    command = ["node", "--require", str(SERVE_LOCALLY), str(ENTRY)]
    os.execvpe("node", command, dict(os.environ) | {"PORT": port})  # noqa: S606, S607 (node of PATH)


def find_talk(environment: Mapping[str, str]) -> Path:
    """Return the folder of the installed program; raise ProgramMissing if there is none."""
    files = [ENTRY, *(Path("node_modules", package) for package in PACKAGES)]
    return find_installed_program(environment, FOLDER_VARIABLE, "Talk", files, "rooms/talk/README.md")


if __name__ == "__main__":
    main(sys.argv[1])
