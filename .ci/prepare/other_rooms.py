"""Third-party rooms for the tests in CI; elsewhere those tests are skipped."""

import os
import shutil

from . import debian
from .report import Report


def are_ready() -> bool:
    """Return whether there is nothing to install: no CI, Janus is there, or no right to install it."""
    return shutil.which("janus") is not None or os.environ.get("CI") != "true" or not debian.can_install()


def make_ready(report: Report) -> None:
    """Install Janus; without it, its tests are skipped with that reason."""
    debian.install(report, *debian.JANUS)
