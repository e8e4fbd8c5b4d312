"""Finds a browser that starts: an installed one, else Playwright's own, else Debian's."""

import os

from . import debian, setup_state
from .report import Report, Trouble, say

CHOICE = "STAGEDOOR_BROWSER"
_PLAYWRIGHT = (setup_state.PYTHON, "-m", "playwright")
_PATIENCE = 5_000
"""Milliseconds for Playwright to reach its download server; with its default limit it would try for minutes."""


def is_ready() -> bool:
    """Return whether the browser found before still exists and is that of STAGEDOOR_BROWSER, if set."""
    found = setup_state.done().get("browser", "")
    return os.access(found, os.X_OK) and os.environ.get(CHOICE, found) == found


def make_ready(report: Report) -> None:
    """Find or install a full Chromium, else a headless shell, and note its path.

    Raise Trouble if neither starts.
    """
    _ensure_driver_starts(report)
    found = _full_chromium(report) or _one_that_starts(report, "headless shell")
    if not found:
        chosen = os.environ.get(CHOICE)
        raise Trouble(f"The browser that {CHOICE} names does not start: {chosen}." if chosen else _no_browser())
    setup_state.note("browser", found)


def _full_chromium(report: Report) -> str:
    found = _one_that_starts(report, "Chromium")
    if found or os.environ.get(CHOICE):
        return found
    for fetch in (_fetch_playwrights_own, _fetch_debians):
        if fetch(report) and (found := _one_that_starts(report, "Chromium")):
            return found
    say("  no full Chromium: scenarios that need one are not tested (as root: apt-get install chromium)")
    return ""


def _one_that_starts(report: Report, kind: str) -> str:
    """Return the path of the browser that the suite would choose, or "" if it does not start."""
    options = ("--full",) if kind == "Chromium" else ()
    outcome = report.step(f"trying a {kind}", setup_state.PYTHON, "-m", "tools.try_browser", *options, seconds=60)
    return outcome.output.strip().splitlines()[-1] if outcome.ok else ""


def _fetch_playwrights_own(report: Report) -> bool:
    os.environ.setdefault("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", str(_PATIENCE))
    libraries = ("--with-deps",) if debian.can_install() else ()
    return report.step("Playwright's own Chromium", *_PLAYWRIGHT, "install", *libraries, "chromium").ok


def _fetch_debians(report: Report) -> bool:
    """Install Debian's packages. Not on Ubuntu, whose packages contain no browser and only install a snap."""
    return debian.can_install() and not debian.is_ubuntu() and debian.install(report, *debian.BROWSERS)


def _ensure_driver_starts(report: Report) -> None:
    """Install the library that Playwright's driver needs and that minimal systems lack."""
    if report.run(*_PLAYWRIGHT, "--version").ok:
        return
    if not (debian.can_install() and debian.install(report, debian.LIBRARY)):
        raise Trouble(f"Playwright does not start. As root: apt-get install {debian.LIBRARY}")


def _no_browser() -> str:
    package = "Google Chrome" if debian.is_ubuntu() else "chromium (as root: apt-get install chromium)"
    advice = f"Install {package}, or name one with {CHOICE}=/path/to/it."
    return f"No browser: Playwright's own cannot be downloaded here. {advice}"
