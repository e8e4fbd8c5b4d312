"""System packages of Debian and Ubuntu; only root can install them."""

import os
import platform
import shutil
import sys

from .report import Report

VENV = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
"""Python's venv module, which Debian puts into a package of its own."""
DRIVER_LIBRARY = "libatomic1"
"""A library that Playwright's driver needs."""
BROWSERS = ("chromium", "chromium-headless-shell")
JANUS = ("janus", "janus-demos")
"""A third-party room, against which CI runs features: 9 MB to download, 29 MB installed."""

PROXIES = ("nginx-light", "haproxy")
"""Proxies in front of several processes of the room: 3 MB to download."""
REDIS = ("redis-server",)
"""The message broker between several processes of the room: 1 MB to download."""
POSTGRESQL = ("postgresql",)
"""The programs of a database server, which the tests start themselves: 15 MB to download, 60 MB installed."""

_APT = (
    "apt-get", "--option=DPkg::Lock::Timeout=120", "--option=Acquire::Retries=1", "--option=Acquire::http::Timeout=20",
)  # fmt: skip
"""The timeouts are in seconds."""


def can_install() -> bool:
    """Return whether system packages can be installed here without a password."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(report: Report, *packages: str) -> bool:
    """Install system packages without prompts; return whether that succeeded."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    # A new machine has no lists of packages, and old lists contain versions that no longer exist.
    report.step("lists of system packages", *_APT, "update")
    command = (*_APT, "install", "--yes", "--no-install-recommends", *packages)
    return report.step(f"system packages {', '.join(packages)}", *command).ok


def is_ubuntu() -> bool:
    try:
        return platform.freedesktop_os_release()["ID"] == "ubuntu"
    except OSError:
        return False
