"""Cleanup after runs of features.

No files stay in the system's temporary folder, even after an interruption.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from living_docs.record.record_files import read_record
from tests.living_docs.suites import end_of
from tests.named_pipe import NamedPipe, has_ended
from tests.rooms.running import ROOT

pytestmark = pytest.mark.nested_run

FEATURE = "features/join_directly.feature"
NOTIFYING_PLUGIN = """
import pytest
from pathlib import Path

@pytest.hookimpl(trylast=True)
def pytest_bdd_after_step(step):
    if step.name == "Ada chooses to join the stage":
        Path({pipe!r}).write_text("ready")
"""


@pytest.fixture
def temporary_folder(tmp_path: Path) -> Path:
    """The folder that a run uses as the system's temporary folder."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def build_command(tmp_path: Path, *options: str) -> list[str]:
    """Return the command of a run with two people; pytest's own temporary folders are in another folder."""
    outputs = ["-p", "no:cacheprovider", f"--basetemp={tmp_path / 'of-pytest'}", f"--living-docs={tmp_path / 'docs'}"]
    selection = [FEATURE, "-k", "going_live", "--people", "laptop"]
    evidence = f"--evidence={tmp_path / 'evidence'}"
    return [sys.executable, "-m", "pytest", *selection, *outputs, evidence, *options]


def build_environment(temporary_folder: Path) -> dict[str, str]:
    return {**os.environ, "TMPDIR": str(temporary_folder)}


@pytest.mark.parametrize("tracing", ["off", "on"])
def test_a_finished_run_leaves_no_temporary_files(tmp_path: Path, temporary_folder: Path, tracing: str) -> None:
    result = subprocess.run(
        build_command(tmp_path, "--tracing", tracing),
        cwd=ROOT,
        env=build_environment(temporary_folder),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert result.returncode == 0, result.stdout
    assert not list(temporary_folder.iterdir())


@pytest.mark.parametrize("options", [(), ("--numprocesses=1",)], ids=["one process", "a worker"])
def test_a_run_ended_by_sigterm_leaves_no_temporary_files(
    tmp_path: Path, temporary_folder: Path, options: tuple[str, ...]
) -> None:
    """CI ends runs with SIGTERM. The run ignores SIGINT, as background processes of a shell do."""
    run = _start_run(tmp_path, temporary_folder, *options)
    os.kill(run.pid, signal.SIGTERM)
    output, _ = run.communicate(timeout=60)
    assert run.returncode == pytest.ExitCode.INTERRUPTED, output
    assert end_of(read_record(tmp_path / "docs" / "record"))["message"] == "The run was interrupted."
    assert not list(temporary_folder.iterdir())


def test_a_killed_run_leaves_no_server(tmp_path: Path, temporary_folder: Path) -> None:
    run = _start_run(tmp_path, temporary_folder)
    server = _find_server(temporary_folder)
    run.kill()
    run.wait(30)
    assert has_ended(server, seconds=10)


def _start_run(tmp_path: Path, temporary_folder: Path, *options: str) -> subprocess.Popen[str]:
    """Start a run and return it once it is in the middle of a scenario."""
    pipe = NamedPipe(tmp_path / "pipe")
    (tmp_path / "notifying_plugin.py").write_text(NOTIFYING_PLUGIN.format(pipe=str(tmp_path / "pipe")))
    variables = {**build_environment(temporary_folder), "PYTHONPATH": str(tmp_path)}
    arguments = build_command(tmp_path, "-p", "notifying_plugin", *options)
    run = subprocess.Popen(
        arguments, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True, preexec_fn=_ignore_sigint
    )
    assert pipe.read(60), "the run did not reach the middle of the scenario"
    return run


def _find_server(temporary_folder: Path) -> int:
    """Return the process id of the server whose database is in this folder.

    Raises LookupError if there is none.
    """
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            arguments = path.read_bytes().split(b"\0")
            if b"reference_server" in arguments and any(
                argument.startswith(bytes(temporary_folder)) for argument in arguments
            ):
                return int(path.parent.name)
    raise LookupError(f"no server has its database in {temporary_folder}")


def _ignore_sigint() -> None:
    """Ignore SIGINT, as a shell lets background processes do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
