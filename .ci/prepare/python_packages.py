"""The virtual environment and the pinned packages in it."""

import subprocess
import sys

from . import debian, done, paths
from .report import CommandOutcome, Report, Trouble

_NO_CONNECTION = (
    "NewConnectionError", "ConnectTimeout", "name resolution", "Connection refused", "Network is unreachable",
    "ProxyError", "timed out", "Connection reset",
)  # fmt: skip


def are_ready() -> bool:
    """Whether the environment works, and was finished for exactly these pins."""
    return done.recall(paths.DONE).get("packages") == done.fingerprint(_environments_python())


def make_ready(report: Report) -> None:
    """Make the environment anew: what an interrupted or older set-up left is not worth guessing about."""
    _ensure_venv_module(report)
    _make_environment(report)
    _install(report)
    done.keep(paths.DONE, {"packages": done.fingerprint(_environments_python())})


def _ensure_venv_module(report: Report) -> None:
    if not debian.has_venv_module() and debian.can_install():
        debian.install(report, debian.VENV)
    if not debian.has_venv_module():
        raise Trouble(f"This Python lacks its venv module. {debian.remedy()}")


def _make_environment(report: Report) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    base = getattr(sys, "_base_executable", sys.executable)  # this very environment may be the active one
    command = (base, "-m", "venv", "--clear", paths.ENVIRONMENT)
    if not report.step(f"virtual environment, Python {version}", *command).ok:
        raise Trouble(f"The virtual environment {paths.ENVIRONMENT.name} cannot be made.")


def _install(report: Report) -> None:
    outcome = report.step(
        "pinned packages",
        paths.PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary=:all:", "--no-input",
        "--disable-pip-version-check", "--retries=2", "--timeout=20", "--requirement", paths.LOCK_FILE,
    )  # fmt: skip
    if not outcome.ok:
        raise Trouble(_why(outcome))


def _why(pip: CommandOutcome) -> str:
    if any(sign in pip.said for sign in _NO_CONNECTION):
        return "The Python packages cannot be reached. Check the network, or the proxy's settings."
    if "DO NOT MATCH THE HASHES" in pip.said:
        return "A package is not the one that was pinned: its hash differs. Check the package index in use."
    errors = [line for line in pip.said.splitlines() if line.startswith("ERROR: ")]
    return f"pip could not install the pinned packages. {errors[-1] if errors else ''}".strip()


def _environments_python() -> str:
    """What the environment's own Python says of itself: "" where it does not start, as after an upgrade."""
    command = [str(paths.PYTHON), "-c", "import sys; print(sys.version)"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
