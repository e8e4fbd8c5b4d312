"""Runs Galene on a local port, and builds it first where needed: ``python -m rooms.galene.serve_galene PORT``.

Go builds Galene from its module, at one version; the static files come with the module's source.
"""

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

from rooms.galene.folders import BUILD_FOLDER, Folders

MODULE = "github.com/jech/galene"
VERSION = "galene-0.9"
"""The tag of Galene's release; Go verifies its checksum."""


class NotBuilt(RuntimeError):
    """Galene could not be built; the message gives the reason, in one line."""


def main(port: str) -> None:
    """Replace this process by the server; return only by an error."""
    try:
        binary, static = build(BUILD_FOLDER / VERSION)
    except NotBuilt as error:
        sys.exit(str(error))
    folders = Folders(int(port))
    folders.make()
    os.execv(binary, command(binary, static, folders, int(port)))  # noqa: S606 (needs no shell)


def command(binary: Path, static: Path, folders: Folders, port: int) -> list[str]:
    """Return the server's command: plain HTTP, which browsers trust on localhost, and no TURN server."""
    folder_options = ["-static", str(static), "-groups", str(folders.groups), "-data", str(folders.data)]
    return [
        str(binary),
        "-http",
        f"127.0.0.1:{port}",
        "-insecure",
        "-turn",
        "",
        *folder_options,
        "-recordings",
        str(folders.recordings),
    ]


def build(folder: Path) -> tuple[Path, Path]:
    """Return the server's binary and its static files; one worker builds while the others wait."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        binary = folder / "galene"
        if not binary.exists():
            _go("install", f"{MODULE}@{VERSION}", gobin=folder)
        return binary, Path(json.loads(_go("mod", "download", "-json", f"{MODULE}@{VERSION}"))["Dir"]) / "static"


def _go(*words: str, gobin: Path | None = None) -> str:
    """Return what Go prints; raise NotBuilt with the end of its error output."""
    environment = os.environ | {"CGO_ENABLED": "0"} | ({"GOBIN": str(gobin)} if gobin else {})
    go_command = ["go", *words]
    process = subprocess.run(go_command, env=environment, capture_output=True, text=True, check=False)
    if process.returncode != 0:
        error_output = " ".join(line.strip() for line in process.stderr.splitlines()[-2:])
        reason = error_output or process.stdout.strip() or f"exit code {process.returncode}"
        raise NotBuilt(f"Galene ({VERSION}) could not be built: go {words[0]}: {reason}")
    return process.stdout


if __name__ == "__main__":
    main(sys.argv[1])
