"""Packages of the system, on Debian and its kin, for root. Nobody else's system is touched."""

import os
import platform
import shutil

from .report import Report

_PATIENCE = ("DPkg::Lock::Timeout=120", "Acquire::Retries=1", "Acquire::http::Timeout=20")  # seconds, tries
_APT = ("apt-get", *(f"--option={setting}" for setting in _PATIENCE))
_INSTALL = (*_APT, "install", "--yes", "--no-install-recommends")


def can_install() -> bool:
    """Whether system packages can be installed here without asking anybody for a password."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def is_ubuntu() -> bool:
    """Ubuntu's Chromium packages hold no browser: they stand for a snap."""
    try:
        return platform.freedesktop_os_release()["ID"] == "ubuntu"
    except OSError:
        return False


def install(report: Report, *packages: str) -> None:
    """Install system packages. The lists come first: a fresh machine has none, and old ones lead nowhere."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    report.step("lists of system packages", *_APT, "update")
    report.step(f"system packages {', '.join(packages)}", *_INSTALL, *packages)
