"""The pytest plugin: its options, and the class that each process registers. It needs verdicts_plugin."""

import argparse

import pytest

from conformance.plugins.confirmation.confirmation_job import read_job
from conformance.plugins.confirmation.failure_confirmation import FailureConfirmation
from conformance.plugins.confirmation.report_sender import ReportSender


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("stagedoor")
    help_ = "count failures at once, without running each failed scenario again alone"
    group.addoption("--no-confirm", action="store_true", help=help_)
    group.addoption("--confirming", metavar="FILE", help=argparse.SUPPRESS)


def pytest_configure(config: pytest.Config) -> None:
    job = config.getoption("--confirming")
    if job:
        config.pluginmanager.register(ReportSender(read_job(job)), "confirmation-repeating")
    elif not hasattr(config, "workerinput") and _is_wanted(config):
        config.pluginmanager.register(FailureConfirmation(config), "confirmation")


def _is_wanted(config: pytest.Config) -> bool:
    """Return whether to confirm failures: not with a debugger, and not if no scenario runs."""
    preventing = ("--no-confirm", "--pdb", "--trace", "--collect-only", "--setup-only", "--setup-plan")
    return not any(config.getoption(option, False) for option in preventing)
