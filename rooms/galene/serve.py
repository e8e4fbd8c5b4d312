"""Runs Galene on a port of this machine: ``python -m rooms.galene.serve PORT``. Builds it first where that is not done.

Galene is built by Go from its own module, at one version; its screens come with the module's source.
"""

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

from rooms.galene.folders import KEPT, Folders

MODULE = "github.com/jech/galene"
VERSION = "galene-0.9"
"""The tag of Galene's release; Go checks what it gets against its checksum database."""


class NotBuilt(RuntimeError):
    """Galene could not be built; the message says why, in one line."""


def main(port: str) -> None:
    """Become the server; returns only by an error."""
    try:
        binary, static = build(KEPT / VERSION)
    except NotBuilt as error:
        sys.exit(str(error))
    folders = Folders(int(port))
    folders.make()
    os.execv(binary, command(binary, static, folders, int(port)))


def command(binary: Path, static: Path, folders: Folders, port: int) -> list[str]:
    """The server by http, which browsers trust on this machine, and without servers for the way through networks."""
    places = ["-static", str(static), "-groups", str(folders.groups), "-data", str(folders.data)]
    return [
        str(binary),
        "-http",
        f"127.0.0.1:{port}",
        "-insecure",
        "-turn",
        "",
        *places,
        "-recordings",
        str(folders.recordings),
    ]


def build(folder: Path) -> tuple[Path, Path]:
    """The server and the folder of its screens; built by one worker of a run, while the others wait for it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        binary = folder / "galene"
        if not binary.exists():
            _go("install", f"{MODULE}@{VERSION}", gobin=folder)
        return binary, Path(json.loads(_go("mod", "download", "-json", f"{MODULE}@{VERSION}"))["Dir"]) / "static"


def _go(*words: str, gobin: Path | None = None) -> str:
    """What Go prints; NotBuilt with the last of its complaints."""
    environment = os.environ | {"CGO_ENABLED": "0"} | ({"GOBIN": str(gobin)} if gobin else {})
    done = subprocess.run(["go", *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = " ".join(line.strip() for line in done.stderr.splitlines()[-2:])
        reason = said or done.stdout.strip() or f"exit code {done.returncode}"
        raise NotBuilt(f"Galene ({VERSION}) could not be built: go {words[0]}: {reason}")
    return done.stdout


if __name__ == "__main__":
    main(sys.argv[1])
