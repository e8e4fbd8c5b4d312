"""The pytest plugin that shows the progress of a run instead of rows of dots.

By default, only runs of feature files without ``-v`` and ``-q`` show it; ``--progress`` changes this.
"""

import os
import threading
from collections import defaultdict
from collections.abc import Generator
from functools import partial
from typing import Any

import pytest
from xdist.dsession import TerminalDistReporter

from tools.progress.display import BlockDisplay, Display, LineDisplay
from tools.progress.tally import Group, Tally
from tools.progress.wording import group_line, group_of, total_line

DURATIONS = "stagedoor/durations"
"""The key in pytest's cache of the seconds that tests took, by node id."""
FAILURES = ("failed", "error")
"""The categories of pytest's summary that are failures."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("progress")
    text = "show groups, tests done, failures and time left instead of dots (default: where only features run)"
    group.addoption("--progress", choices=("auto", "on", "off"), default="auto", help=text)
    text = "seconds between two lines of progress in a pipe (default: 5)"
    group.addoption("--progress-interval", type=float, default=5.0, metavar="SECONDS", help=text)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Replace pytest's dots; this hook runs last, after pytest-xdist's reporter is registered."""
    reporter = config.pluginmanager.getplugin("terminalreporter")
    if reporter is None or not _is_wanted(config):
        return
    reporter.showfspath = False
    _quieten_workers(config)
    config.pluginmanager.register(Progress(config, _display(config, reporter)), "progress")


def _is_wanted(config: pytest.Config) -> bool:
    """Return whether to show progress in this process: not in a worker, and not with a debugger."""
    mode = config.getoption("--progress")
    if hasattr(config, "workerinput") or config.option.collectonly or config.option.usepdb or mode == "off":
        return False
    return mode == "on" or (config.option.verbose == 0 and _are_features(config))


def _are_features(config: pytest.Config) -> bool:
    """Return whether only feature files, or folders of them, were selected."""
    paths = [config.invocation_params.dir / argument.split("::")[0] for argument in config.args]
    return bool(paths) and all(path.suffix == ".feature" or any(path.glob("*.feature")) for path in paths)


def _display(config: pytest.Config, reporter: pytest.TerminalReporter) -> Display:
    # Tests have their output captured, and progress is shown while they run: it needs a descriptor of its own.
    try:
        stream = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace")
    except OSError as error:
        raise pytest.UsageError(f"--progress: standard output is closed ({error})") from error
    live = reporter.isatty and os.environ.get("TERM") != "dumb" and config.option.capture != "no"
    return BlockDisplay(stream) if live else LineDisplay(stream, config.getoption("--progress-interval"))


class _QuietWorkers(TerminalDistReporter):
    """Reports workers that crash, but not their start."""

    def setstatus(self, *_: Any, **__: Any) -> None:
        pass

    def ensure_show_status(self) -> None:
        pass


def _quieten_workers(config: pytest.Config) -> None:
    session = config.pluginmanager.getplugin("dsession")
    if session is not None:
        config.pluginmanager.unregister(name="terminaldistreporter")
        session.trdist = _QuietWorkers(config)
        config.pluginmanager.register(session.trdist, "terminaldistreporter")


class Progress:
    """Follows a run by pytest's hooks, in the process with the terminal, and shows its state."""

    def __init__(self, config: pytest.Config, display: Display) -> None:
        self._config = config
        self._display = display
        cache = getattr(config, "cache", None)
        self._earlier_durations: dict[str, float] = cache.get(DURATIONS, {}) if cache else {}
        self._durations: dict[str, float] = defaultdict(float)
        self._tally = Tally(partial(group_of, root=config.rootpath), self._earlier_durations)
        self._last: Group | None = None
        self._is_reporting = False
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._ticker = threading.Thread(target=self._tick, name="progress", daemon=True)

    # Planned tests

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._tally.plan(item.nodeid for item in session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        """Plan the tests that the first worker has collected; all workers collect the same."""
        if not self._tally.total:
            self._tally.plan(ids)

    # Running tests

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        with self._lock:
            self._tally.start(nodeid)
        if not self._ticker.ident:
            self._ticker.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_report_teststatus(self) -> Generator[None, tuple[Any, Any, Any], tuple[Any, Any, Any]]:
        """Remove the letter and the word that pytest would write for a report; the summary keeps its words."""
        category, letter, word = yield
        return (category, "", "") if self._is_reporting else (category, letter, word)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> Generator[None, None, None]:
        self._is_reporting = True
        try:
            yield
        finally:
            self._is_reporting = False
        self._durations[report.nodeid] += report.duration
        self._note_failure(report)
        if report.when not in ("setup", "call", "teardown"):
            # Its worker has crashed; no other report will end the test.
            self.pytest_runtest_logfinish(report.nodeid)

    def _note_failure(self, report: pytest.TestReport) -> None:
        category, *_ = self._config.hook.pytest_report_teststatus(report=report, config=self._config)
        if category in FAILURES:
            with self._lock:
                self._tally.fail()
                self._display.note(f"{category.upper()} {report.nodeid} – {_first_line(report)}", bad=True)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        with self._lock:
            self._last = self._tally.finish(nodeid)
            if self._last.is_complete:
                self._display.note(f"{group_line(self._last)} · {total_line(self._tally)}")

    @pytest.hookimpl(optionalhook=True, tryfirst=True)
    def pytest_testnodedown(self) -> None:
        """Clear the display before pytest-xdist writes about a crashed worker."""
        with self._lock:
            self._display.close()

    def _tick(self) -> None:
        while not self._ended.wait(self._display.interval):
            with self._lock:
                groups = self._tally.active or ([self._last] if self._last else [])
                self._display.show([group_line(group) for group in groups], total_line(self._tally))

    # The end

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        """End the display before failures are confirmed; the confirmation prints lines of its own."""
        try:
            return (yield)
        finally:
            self._end()

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        self._end()
        cache = getattr(self._config, "cache", None)
        if cache and self._durations:
            cache.set(
                DURATIONS,
                self._earlier_durations | {test: round(seconds, 3) for test, seconds in self._durations.items()},
            )

    def pytest_unconfigure(self) -> None:
        """End the display of an interrupted run."""
        self._end()

    def _end(self) -> None:
        if self._ended.is_set():
            return
        self._ended.set()
        if self._ticker.ident:
            self._ticker.join()
        self._display.close()


def _first_line(report: pytest.TestReport) -> str:
    """Return the first line of the failure's message."""
    crash = getattr(report.longrepr, "reprcrash", None)
    text = str(crash.message if crash is not None else report.longrepr or "").strip()
    return text.splitlines()[0] if text else "no message"
