"""Packages of the system, on Debian and its kin: root gets them, everybody else is told which to ask for."""

import ctypes
import importlib.util
import os
import platform
import shutil
import sys
from functools import cache

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
    """Install system packages, asking nothing; whether it worked, the caller sees by what is there then."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    _refresh_lists(report)
    command = (*_APT, "install", "--yes", "--no-install-recommends", *packages)
    report.step(f"system packages {', '.join(packages)}", *command)


@cache
def _refresh_lists(report: Report) -> None:
    """Once a set-up: a fresh machine has no lists, and old ones lead nowhere."""
    report.step("lists of system packages", *_APT, "update")


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
