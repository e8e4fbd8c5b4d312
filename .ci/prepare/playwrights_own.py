"""Playwright itself, and its own browsers: which it wants, whether they are there, and how to fetch them."""

import re
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from . import debian, paths
from .report import Report, Trouble

_COMMAND = (paths.PYTHON, "-m", "playwright")
_PATIENCE = 3.0  # seconds to learn whether the download can be reached


@dataclass(frozen=True)
class Wanted:
    """The folders and the addresses of the browsers that belong to this version of Playwright."""

    folders: tuple[Path, ...]
    addresses: tuple[str, ...]

    def chromium(self) -> Path | None:
        """The full Chromium, if it is there."""
        return self._program("chrome-*/chrome")

    def headless_shell(self) -> Path | None:
        """The headless shell, if it is there."""
        return self._program("chrome-*/chrome-headless-shell") or self._program("chrome-*/headless_shell")

    def are_there(self) -> bool:
        """Whether nothing has to be fetched."""
        return bool(self.chromium() and self.headless_shell())

    def can_be_fetched(self) -> bool:
        """Ask the download's own address, through any proxy: Playwright itself would try for much longer."""
        return any(_answers(address) for address in self.addresses[:1])

    def _program(self, pattern: str) -> Path | None:
        """Only where Playwright has left its mark: without it a download was cut short."""
        complete = [folder for folder in self.folders if (folder / "INSTALLATION_COMPLETE").exists()]
        return next((path for folder in complete for path in sorted(folder.glob(pattern))), None)


def wanted(report: Report) -> Wanted:
    """What this Playwright would install, in its own words; nothing on a system it has no builds for."""
    said = report.run(*_COMMAND, "install", "--dry-run", "chromium", seconds=60).said
    folders = re.findall(r"Install location:\s+(\S.*)", said)
    return Wanted(tuple(map(Path, folders)), tuple(re.findall(r"Download url:\s+(\S+)", said)))


def ensure_it_runs(report: Report) -> None:
    """Playwright's driver needs a library that the smallest systems do not have."""
    if report.run(*_COMMAND, "--version").ok:
        return
    if debian.can_install():
        debian.install(report, debian.LIBRARY)
    if not report.run(*_COMMAND, "--version").ok:
        raise Trouble(f"Playwright does not start. {debian.remedy()}".strip())


def fetch(report: Report) -> None:
    """Download them. A failure is no end: the caller looks at what is there."""
    report.step("download of Playwright's own Chromium", *_COMMAND, "install", "chromium")


def fetch_libraries(report: Report) -> None:
    """Install the system libraries that they need; for root only."""
    report.step("system libraries for Chromium", *_COMMAND, "install-deps", "chromium")


def _answers(address: str) -> bool:
    """A thread of its own bounds the wait: looking up a name cannot be given a time limit."""
    answers: list[bool] = []
    asking = Thread(target=lambda: answers.append(_opens(address)), daemon=True)
    asking.start()
    asking.join(_PATIENCE)
    return answers == [True]


def _opens(address: str) -> bool:
    """Whether a download would begin; its body is not read."""
    try:
        with urllib.request.urlopen(address, timeout=_PATIENCE):
            return True
    except (OSError, ValueError):  # urllib's own errors are OSErrors
        return False
