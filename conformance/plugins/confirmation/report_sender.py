"""In the confirming process: selects the scenarios, and sends their reports to the waiting run."""

import ctypes
import json
import os
import signal
import sys

import pytest

from conformance.plugins.confirmation.confirmation_job import ConfirmationJob

PR_SET_PDEATHSIG = 1
"""Linux's prctl option for a signal to this process when its parent ends."""


class ReportSender:
    """Selects scenarios and sends reports; fixtures and options are those of any run."""

    def __init__(self, job: ConfirmationJob) -> None:
        self._order = {scenario: index for index, scenario in enumerate(job.scenarios)}
        self._pipe = os.fdopen(job.pipe, "w", encoding="utf-8", buffering=1)
        # SIGTERM, and the end of the waiting run, close browsers and rooms as Ctrl-C does.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        wanted = [item for item in items if item.nodeid in self._order]
        items[:] = sorted(wanted, key=lambda item: self._order[item.nodeid])

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._send(report)

    def pytest_configure(self, config: pytest.Config) -> None:
        self._config = config

    def _send(self, report: pytest.TestReport) -> None:
        data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        try:
            self._pipe.write(json.dumps(data, default=str) + "\n")
        except BrokenPipeError:
            raise KeyboardInterrupt from None  # The waiting run has ended.
