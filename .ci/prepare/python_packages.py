"""The virtual environment and the pinned packages in it."""

import importlib.util
import subprocess
import sys

from . import debian, setup_state
from .report import CommandOutcome, PreparationError, Report

_NETWORK_ERRORS = (
    "NewConnectionError",
    "name resolution",
    "refused",
    "unreachable",
    "ProxyError",
    "timed out",
    "reset",
)


def are_ready() -> bool:
    """Return whether the environment was set up with its present Python and the present lock file."""
    return setup_state.load().get("packages") == setup_state.fingerprint(_version_of_environment())


def make_ready(report: Report) -> None:
    """Create the environment and install the packages; replace an incomplete or older environment."""
    _ensure_venv_module(report)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    base = getattr(sys, "_base_executable", sys.executable)  # the active environment may be the one that is replaced
    command = (base, "-m", "venv", "--clear", setup_state.ENVIRONMENT)
    if not report.step(f"virtual environment, Python {version}", *command).ok:
        raise PreparationError(f"The virtual environment {setup_state.ENVIRONMENT.name} cannot be created.")
    _install(report)
    setup_state.mark_done("packages", setup_state.fingerprint(_version_of_environment()))


def _ensure_venv_module(report: Report) -> None:
    if not (_has_venv_module() or (debian.can_install() and debian.install(report, debian.VENV))):
        raise PreparationError(f"This Python lacks its venv module. As root: apt-get install {debian.VENV}")


def _has_venv_module() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def _install(report: Report) -> None:
    outcome = report.step(
        "pinned packages",
        setup_state.PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary=:all:", "--no-input",
        "--disable-pip-version-check", "--retries=2", "--timeout=20", "--requirement", setup_state.LOCK_FILE,
    )  # fmt: skip
    if not outcome.ok:
        raise PreparationError(_describe_failure(outcome))


def _describe_failure(pip: CommandOutcome) -> str:
    # Without a connection, pip's last line only says that no version was found.
    if any(sign in pip.output for sign in _NETWORK_ERRORS):
        return "The Python packages cannot be reached. Check the network, or the proxy's settings."
    errors = [line for line in pip.output.splitlines() if line.startswith("ERROR: ")]
    return f"pip could not install the pinned packages. {errors[-1] if errors else ''}".strip()


def _version_of_environment() -> str:
    """Return the version of the environment's Python; "" if it does not start, as after an upgrade."""
    command = [str(setup_state.PYTHON), "-c", "import sys; print(sys.version)"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
