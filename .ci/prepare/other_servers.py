"""Third-party servers for the tests in CI; elsewhere, tests of missing servers are skipped."""

import os
import shutil
from pathlib import Path

from . import debian
from .report import Report

DEBIAN_POSTGRESQL = Path("/usr/lib/postgresql")
"""The folder of Debian's PostgreSQL programs, which are not on PATH."""


def are_ready() -> bool:
    """Return whether there is nothing to install.

    This is the case if no server is missing, outside CI, and where system packages cannot be installed.
    """
    return not _missing_packages() or os.environ.get("CI") != "true" or not debian.can_install()


def make_ready(report: Report) -> None:
    """Install those of Janus, PostgreSQL, Redis, nginx and HAProxy that are missing.

    If that fails, their tests are skipped; the reason of each skip names what is missing.
    """
    debian.install(report, *_missing_packages())


def _is_installed(server: str) -> bool:
    # Debian's users do not have /usr/sbin on PATH.
    return shutil.which(f"/usr/sbin/{server}") is not None or shutil.which(server) is not None


def _missing_packages() -> list[str]:
    has_postgresql = DEBIAN_POSTGRESQL.is_dir() or shutil.which("initdb") is not None
    is_installed = {
        debian.JANUS: shutil.which("janus") is not None,
        debian.POSTGRESQL: has_postgresql,
        debian.REDIS: shutil.which("redis-server") is not None,
        debian.PROXIES: all(_is_installed(proxy) for proxy in ("nginx", "haproxy")),
    }
    return [package for packages, installed in is_installed.items() if not installed for package in packages]
