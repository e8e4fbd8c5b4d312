"""Finds a browser that starts: an installed browser, else Playwright's own Chromium, else Debian's."""

import os

from . import debian, setup_state
from .report import PreparationError, Report, say

BROWSER_VARIABLE = "STAGEDOOR_BROWSER"
_PLAYWRIGHT = (setup_state.PYTHON, "-m", "playwright")
_CONNECTION_TIMEOUT_MS = 5_000
"""The time for Playwright to reach its download server; with the default timeout, it would try for minutes."""


def is_ready() -> bool:
    """Return whether the stored browser still exists, and is that of STAGEDOOR_BROWSER if this is set."""
    found = setup_state.load().get("browser", "")
    return os.access(found, os.X_OK) and os.environ.get(BROWSER_VARIABLE, found) == found


def make_ready(report: Report) -> None:
    """Find or install a full Chromium, else a headless shell, and store its path.

    Raise PreparationError if neither starts.
    """
    _ensure_driver_starts(report)
    found = _find_or_install_chromium(report) or _find_working_browser(report, "headless shell")
    if not found:
        chosen = os.environ.get(BROWSER_VARIABLE)
        raise PreparationError(
            f"The browser that {BROWSER_VARIABLE} names does not start: {chosen}."
            if chosen
            else _describe_missing_browser()
        )
    setup_state.mark_done("browser", found)


def _find_or_install_chromium(report: Report) -> str:
    found = _find_working_browser(report, "Chromium")
    if found or os.environ.get(BROWSER_VARIABLE):
        return found
    for install in (_install_playwrights_chromium, _install_debians_chromium):
        if install(report) and (found := _find_working_browser(report, "Chromium")):
            return found
    say("  no full Chromium: scenarios that need one are not tested (as root: apt-get install chromium)")
    return ""


def _find_working_browser(report: Report, kind: str) -> str:
    """Return the path of the browser of this kind that the suite would choose, or "" if it does not start."""
    options = ("--full",) if kind == "Chromium" else ()
    outcome = report.step(f"trying a {kind}", setup_state.PYTHON, "-m", "tools.try_browser", *options, seconds=60)
    return outcome.output.strip().splitlines()[-1] if outcome.ok else ""


def _install_playwrights_chromium(report: Report) -> bool:
    os.environ.setdefault("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", str(_CONNECTION_TIMEOUT_MS))
    libraries = ("--with-deps",) if debian.can_install() else ()
    return report.step("Playwright's own Chromium", *_PLAYWRIGHT, "install", *libraries, "chromium").ok


def _install_debians_chromium(report: Report) -> bool:
    """Install Debian's packages, except on Ubuntu, whose packages contain no browser but install a snap."""
    return debian.can_install() and not debian.is_ubuntu() and debian.install(report, *debian.BROWSERS)


def _ensure_driver_starts(report: Report) -> None:
    """Start Playwright's driver, if necessary with a library that minimal systems lack.

    Raise PreparationError if it does not start with the library either, or if the library cannot be installed.
    """
    if _does_driver_start(report):
        return
    if not (debian.can_install() and debian.install(report, debian.DRIVER_LIBRARY)):
        raise PreparationError(f"Playwright does not start. As root: apt-get install {debian.DRIVER_LIBRARY}")
    if not _does_driver_start(report):
        raise PreparationError(f"Playwright does not start, although {debian.DRIVER_LIBRARY} is installed.")


def _does_driver_start(report: Report) -> bool:
    return report.run(*_PLAYWRIGHT, "--version").ok


def _describe_missing_browser() -> str:
    package = "Google Chrome" if debian.is_ubuntu() else "chromium (as root: apt-get install chromium)"
    advice = f"Install {package}, or name one with {BROWSER_VARIABLE}=/path/to/it."
    return f"No browser: Playwright's own cannot be downloaded here. {advice}"
