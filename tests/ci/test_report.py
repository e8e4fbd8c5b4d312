"""The set-up prints and logs each step, and a failed step leaves no processes behind."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from prepare import report as report_module
from prepare.report import Report

from tests.named_pipe import NamedPipe, has_ended

from .conftest import ROOT

ENDLESS = "import os, time; os.fork(); print(os.getpid(), flush=True); time.sleep(600)"
"""A process and its child, which end after ten minutes even if a test fails."""


def have_all_ended(processes: list[int]) -> bool:
    return all(has_ended(process, seconds=5) for process in processes)


def test_a_step_prints_its_duration_and_logs_its_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Report(tmp_path / "setup.log").step("greeting", sys.executable, "-c", "print('hello')")
    assert outcome.ok
    assert outcome.output == "hello\n"
    assert re.fullmatch(r"  greeting … \d+ s\n", capsys.readouterr().out)
    assert "hello" in (tmp_path / "setup.log").read_text()


def test_a_failed_step_prints_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Report(tmp_path / "setup.log").step("failing", sys.executable, "-c", "raise SystemExit(3)")
    assert not outcome.ok
    assert re.fullmatch(r"  failing … failed, \d+ s\n", capsys.readouterr().out)
    assert "exit code 3" in (tmp_path / "setup.log").read_text()


def test_a_missing_command_counts_as_failed(tmp_path: Path) -> None:
    assert not Report(tmp_path / "setup.log").run("/nowhere/command").ok
    assert "No such file" in (tmp_path / "setup.log").read_text()


def test_a_command_that_takes_too_long_ends_with_its_children(tmp_path: Path) -> None:
    outcome = Report(tmp_path / "setup.log").run(sys.executable, "-c", ENDLESS, seconds=1)
    processes = [int(line) for line in outcome.output.split()]
    assert not outcome.ok
    assert len(processes) == 2
    assert have_all_ended(processes)


def test_a_command_that_ignores_sigterm_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_module, "_END_SECONDS", 1)
    stubborn = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {ENDLESS}"
    outcome = Report(tmp_path / "setup.log").run(sys.executable, "-c", stubborn, seconds=1)
    processes = [int(line) for line in outcome.output.split()]
    assert not outcome.ok
    assert len(processes) == 2
    assert have_all_ended(processes)


def test_an_interruption_ends_the_command_too(tmp_path: Path) -> None:
    """Interrupt the real entry point while an endless command runs in place of pip."""
    pipe = NamedPipe(tmp_path / "started")
    endless = ENDLESS.replace("time.sleep", f"open({str(tmp_path / 'started')!r}, 'w').write('.'); time.sleep")
    program = (
        "import sys; from pathlib import Path; from prepare import __main__ as main, python_packages\n"
        "python_packages.are_ready = lambda: False\n"
        f"main.setup_state.BUILD = Path({str(tmp_path)!r})\n"
        "main.setup_state.SETUP_LOCK = main.setup_state.BUILD / 'lock'\n"
        "main.setup_state.LOG = main.setup_state.BUILD / 'log'\n"
        f"python_packages.make_ready = lambda report: report.step('endless', sys.executable, '-c', {endless!r})\n"
        "sys.exit(main.main(['--no-browser']))\n"
    )
    setup = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT / ".ci", stdout=subprocess.PIPE, text=True)
    marks = ""
    while len(marks) < 2 and (data := pipe.read(30)):
        marks += data
    assert len(marks) == 2, "the endless command or its child process did not start"
    processes = _read_process_ids(tmp_path / "log")
    os.kill(setup.pid, signal.SIGTERM)
    output, _ = setup.communicate(timeout=10)
    assert setup.returncode == 130
    assert "Interrupted" in output
    assert len(processes) == 2
    assert have_all_ended(processes)


def _read_process_ids(log: Path) -> list[int]:
    return [
        int(line) for line in (log.read_text(encoding="utf-8") if log.exists() else "").splitlines() if line.isdigit()
    ]
