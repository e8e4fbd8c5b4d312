"""Third-party servers for the tests in CI; elsewhere those tests are skipped."""

import os
import shutil
from pathlib import Path

from . import debian
from .report import Report

DEBIANS_POSTGRESQL = Path("/usr/lib/postgresql")
"""Where Debian has PostgreSQL's programs, outside of the path."""


def are_ready() -> bool:
    """Return whether there is nothing to install: no CI, all are there, or no right to install them."""
    return not _missing() or os.environ.get("CI") != "true" or not debian.can_install()


def make_ready(report: Report) -> None:
    """Install Janus, PostgreSQL, Redis, nginx and HAProxy; without them, their tests are skipped with that reason."""
    debian.install(report, *_missing())


def _is_installed(server: str) -> bool:
    # Debian's users do not have /usr/sbin on the path.
    return shutil.which(f"/usr/sbin/{server}") is not None or shutil.which(server) is not None


def _missing() -> list[str]:
    """Return the packages that are not installed."""
    has_postgresql = DEBIANS_POSTGRESQL.is_dir() or shutil.which("initdb") is not None
    found = {
        debian.JANUS: shutil.which("janus") is not None,
        debian.POSTGRESQL: has_postgresql,
        debian.REDIS: shutil.which("redis-server") is not None,
        debian.PROXIES: all(_is_installed(proxy) for proxy in ("nginx", "haproxy")),
    }
    return [package for packages, is_there in found.items() if not is_there for package in packages]
