"""Packages of the system, on Debian and its kin: root gets them, everybody else is told which to ask for."""

import ctypes
import importlib.util
import os
import platform
import shutil
import sys

from .report import Report

VENV = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"  # Debian splits it off
LIBRARY = "libatomic1"  # Playwright's driver needs it, and the smallest systems lack it
BROWSERS = ("chromium", "chromium-headless-shell")

_PATIENCE = ("DPkg::Lock::Timeout=120", "Acquire::Retries=1", "Acquire::http::Timeout=20")  # seconds, tries
_APT = ("apt-get", *(f"--option={setting}" for setting in _PATIENCE))


def can_install() -> bool:
    """Whether system packages can be installed here without asking anybody for a password."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(report: Report, *packages: str) -> None:
    """Install system packages. The lists come first: a fresh machine has none, and old ones lead nowhere."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    report.step("lists of system packages", *_APT, "update")
    command = (*_APT, "install", "--yes", "--no-install-recommends", *packages)
    report.step(f"system packages {', '.join(packages)}", *command)


def remedy() -> str:
    """All that an administrator has to install, in one command, so that nobody has to ask twice; or ""."""
    there = {VENV: has_venv_module(), LIBRARY: _has_library("libatomic.so.1")}
    there |= {name: is_ubuntu() or bool(shutil.which(name)) for name in BROWSERS}
    lacking = [package for package, is_there in there.items() if not is_there]
    return f"As root: apt-get install {' '.join(lacking)}" if lacking else ""


def is_ubuntu() -> bool:
    """Ubuntu's Chromium packages hold no browser: they stand for a snap."""
    try:
        return platform.freedesktop_os_release()["ID"] == "ubuntu"
    except OSError:
        return False


def has_venv_module() -> bool:
    """Whether this Python can make virtual environments; also right after the package has been installed."""
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def _has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
