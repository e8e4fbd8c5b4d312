"""Runs MiroTalk P2P on a local port.

``python -m rooms.mirotalk.serve_mirotalk PORT`` starts the installed program in the folder that the environment
variable STAGEDOOR_MIROTALK names. README.md describes how to get and install it.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from rooms.installed_program import ProgramMissing, find_installed_program
from rooms.mirotalk import PRESENTERS

FOLDER_VARIABLE = "STAGEDOOR_MIROTALK"
ENTRY = Path("app", "src", "server.js")
INSTALLED_MARK = Path("node_modules", ".package-lock.json")
"""The file that npm writes last, so that it exists only after a complete installation."""


def main(port: str) -> None:
    """Replace this process by the server; exit with a message if it is not installed."""
    try:
        folder = find_mirotalk(os.environ)
    except ProgramMissing as error:
        sys.exit(str(error))
    os.chdir(folder)
    os.execvpe("node", ["node", str(ENTRY)], settings(os.environ, int(port)))  # noqa: S606, S607 (node of PATH)


def find_mirotalk(environment: Mapping[str, str]) -> Path:
    """Return the folder of the installed program; raise ProgramMissing if there is none."""
    files = (ENTRY, INSTALLED_MARK)
    return find_installed_program(environment, FOLDER_VARIABLE, "MiroTalk P2P", files, "rooms/mirotalk/README.md")


def settings(environment: Mapping[str, str], port: int) -> dict[str, str]:
    """Return the server's environment: two presenters, no ICE servers, no statistics for its makers."""
    own = {
        "PORT": str(port),
        "HOST": f"http://127.0.0.1:{port}",
        "PRESENTERS": json.dumps(PRESENTERS),
        "STUN_SERVER_ENABLED": "false",
        "TURN_SERVER_ENABLED": "false",
        "STATS_ENABLED": "false",
    }
    return dict(environment) | own


if __name__ == "__main__":
    main(sys.argv[1])
