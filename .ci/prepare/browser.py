"""A browser that starts: Playwright's own if it can be had, else an installed one, else the system's."""

import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from . import debian, done, paths, playwrights_own
from .report import Report, Trouble, say

OVERRIDE = "STAGEDOOR_BROWSER"
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_HEADLESS_SHELLS = ("chromium-headless-shell", "chrome-headless-shell")


@dataclass(frozen=True)
class InstalledBrowsers:
    """What the features can run in. A full Chromium can do everything; the headless shell is quicker."""

    chromium: str | None = None
    headless_shell: str | None = None

    def completed_by(self, other: "InstalledBrowsers") -> "InstalledBrowsers":
        """Fill what is missing here from there."""
        return InstalledBrowsers(self.chromium or other.chromium, self.headless_shell or other.headless_shell)


def is_ready() -> bool:
    """Whether the browser found last time is still there, and the choice is still the same."""
    found = [path for path in done.recall(paths.BROWSER).values() if path]
    same_choice = done.recall(paths.DONE).get("browser") == _choice()
    return same_choice and bool(found) and all(os.access(path, os.X_OK) for path in found)


def make_ready(report: Report) -> None:
    """Find or fetch a browser, and write down where it is."""
    playwrights_own.ensure_it_runs(report)
    browsers = _find(report)
    if not browsers.chromium:
        say("  no full Chromium: scenarios that need one are not tested (as root: apt-get install chromium)")
    done.keep(paths.BROWSER, asdict(browsers))
    done.keep(paths.DONE, done.recall(paths.DONE) | {"browser": _choice()})


def _find(report: Report) -> InstalledBrowsers:
    if override := os.environ.get(OVERRIDE):
        return _named(report, str(paths.ROOT / override))
    browsers = _playwrights_own(report)
    if not browsers.chromium:
        browsers = browsers.completed_by(_installed(report))
    if not browsers.chromium:
        browsers = browsers.completed_by(_the_systems(report))
    if browsers == InstalledBrowsers():
        raise Trouble(_no_browser())
    return browsers


def _named(report: Report, path: str) -> InstalledBrowsers:
    """The browser that the person asks for, and no other."""
    if not _starts(report, path):
        raise Trouble(f"The browser that {OVERRIDE} names does not start: {path}")
    return InstalledBrowsers(headless_shell=path) if "headless" in Path(path).name else InstalledBrowsers(chromium=path)


def _playwrights_own(report: Report) -> InstalledBrowsers:
    wanted = playwrights_own.wanted(report)
    if not wanted.are_there() and wanted.can_be_fetched():
        playwrights_own.fetch(report)
    if not wanted.are_there():
        say("  Playwright's own Chromium cannot be had here")
    return InstalledBrowsers(*(_working_own(report, path) for path in (wanted.chromium(), wanted.headless_shell())))


def _working_own(report: Report, path: Path | None) -> str | None:
    """Playwright's builds bring no system libraries with them; root can add what they miss."""
    if path is None:
        return None
    works = _starts(report, path)
    if not works and debian.can_install():
        playwrights_own.fetch_libraries(report)
        works = _starts(report, path)
    return str(path) if works else None


def _installed(report: Report) -> InstalledBrowsers:
    return InstalledBrowsers(_first_that_starts(report, _CHROMIUMS), _first_that_starts(report, _HEADLESS_SHELLS))


def _the_systems(report: Report) -> InstalledBrowsers:
    if not debian.can_install() or debian.is_ubuntu():
        return InstalledBrowsers()
    debian.install(report, *debian.BROWSERS)
    return _installed(report)


def _first_that_starts(report: Report, names: tuple[str, ...]) -> str | None:
    paths = [path for name in names if (path := shutil.which(name)) and not _is_snap(Path(path))]
    return next((path for path in paths if _starts(report, path)), None)


def _is_snap(path: Path) -> bool:
    """A snap sees neither hidden folders nor /tmp, so no camera file. Ubuntu's command only calls it."""
    real = path.resolve()
    with real.open("rb") as program:
        return real.name == "snap" or "snap" in real.parts or b"/snap/bin/" in program.read(4096)


def _starts(report: Report, path: str | Path) -> bool:
    trial = Path(__file__).with_name("trial.py")
    return report.step(f"trying {path}", paths.PYTHON, trial, path, seconds=60).ok


def _no_browser() -> str:
    wrong = "No browser: Playwright's own cannot be had or does not start, nor does an installed Chromium."
    snap = "Ubuntu's Chromium is a snap, which cannot read the test cameras: install Google Chrome"
    remedy = snap if debian.is_ubuntu() else debian.remedy() or "Try one by hand"
    return f"{wrong} {remedy}, or name one with {OVERRIDE}=/path/to/chromium."


def _choice() -> str:
    """What the choice rests on. A Chromium installed since then changes it, and so is found by itself."""
    commands = [shutil.which(name) or "" for name in (*_CHROMIUMS, *_HEADLESS_SHELLS)]
    return ":".join([os.environ.get(OVERRIDE, ""), *commands])
