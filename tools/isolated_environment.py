"""Isolated environments for tools whose pinned packages conflict with the project's."""

import fcntl
import hashlib
import subprocess
import venv
from pathlib import Path

from tools.javascript.npm_packages import ToolError


def install(lock: Path, folder: Path) -> Path:
    """Install a lock file's packages into a virtual environment unless it has them.

    Returns the environment's folder of commands. Other processes that need the packages wait meanwhile.
    Raises ToolError.
    """
    installed_digest, digest = folder / ".installed", hashlib.sha256(lock.read_bytes()).hexdigest()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not installed_digest.exists() or installed_digest.read_text(encoding="utf-8") != digest:
            venv.create(folder, clear=True, with_pip=True)
            options = ("--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:")
            run(folder / "bin" / "python", "-m", "pip", "install", *options, "--requirement", lock)
            installed_digest.write_text(digest, encoding="utf-8")
    return folder / "bin"


def run(*command: str | Path, input_text: str = "") -> str:
    """Run a command and return its output; raise ToolError, with the output, if it fails."""
    process = subprocess.run(command, input=input_text, capture_output=True, text=True)
    if process.returncode != 0:
        raise ToolError(f"{Path(command[0]).name} failed\n{process.stdout}{process.stderr}".rstrip())
    return process.stdout
