"""A run of features leaves nothing in the system's folder for temporary files, whether it ends or is ended."""

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
WAITS = """
import pytest
from pathlib import Path

@pytest.hookimpl(trylast=True)
def pytest_bdd_after_step(step):
    if step.name == "Ada is getting ready":
        Path({bell!r}).write_text("Ada is there")
"""


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """The folder for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def command(tmp_path: Path, *options: str) -> list[str]:
    """Two people, of whom one goes on stage; pytest's own folders, of which it keeps the last three, lie elsewhere."""
    quiet = ["-p", "no:cacheprovider", f"--basetemp={tmp_path / 'of-pytest'}", f"--living-docs={tmp_path / 'docs'}"]
    choice = [FEATURE, "-k", "going_live", "--people", "laptop"]
    return [sys.executable, "-m", "pytest", *choice, *quiet, *options]


def environment(places: Path) -> dict[str, str]:
    return {**os.environ, "TMPDIR": str(places)}


@pytest.mark.parametrize("tracing", ["off", "on"])
def test_a_run_that_ends(tmp_path: Path, places: Path, tracing: str) -> None:
    done = subprocess.run(
        command(tmp_path, "--tracing", tracing),
        cwd=ROOT,
        env=environment(places),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
    assert not list(places.iterdir())


@pytest.mark.parametrize("options", [(), ("--numprocesses=1",)], ids=["one process", "a worker"])
def test_a_run_that_gets_sigterm(tmp_path: Path, places: Path, options: tuple[str, ...]) -> None:
    """By SIGTERM, as CI does it, in the midst of a scenario, where a shell had put the run into the background."""
    run = _in_the_midst(tmp_path, places, *options)
    os.kill(run.pid, signal.SIGTERM)
    said, _ = run.communicate(timeout=60)
    assert run.returncode == pytest.ExitCode.INTERRUPTED, said
    assert end_of(read_record(tmp_path / "docs" / "record"))["message"] == "The run was interrupted."
    assert not list(places.iterdir())


def test_a_run_that_is_killed_leaves_no_server(tmp_path: Path, places: Path) -> None:
    run = _in_the_midst(tmp_path, places)
    server = _server_in(places)
    run.kill()
    run.wait(30)
    assert has_ended(server, seconds=10)


def _in_the_midst(tmp_path: Path, places: Path, *options: str) -> subprocess.Popen[str]:
    """Start a run and return it once it is in the middle of a scenario."""
    pipe = NamedPipe(tmp_path / "bell")
    (tmp_path / "ringing.py").write_text(WAITS.format(bell=str(tmp_path / "bell")))
    ringing = {**environment(places), "PYTHONPATH": str(tmp_path)}
    shown = command(tmp_path, "-p", "ringing", *options)
    run = subprocess.Popen(shown, cwd=ROOT, env=ringing, stdout=subprocess.PIPE, text=True, preexec_fn=_deaf)
    assert pipe.read(60), "the run never came to the midst of the scenario"
    return run


def _server_in(places: Path) -> int:
    """Return the id of the process of the room's server whose file is in this folder."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = path.read_bytes().split(b"\0")
            if b"reference_server" in words and any(word.startswith(bytes(places)) for word in words):
                return int(path.parent.name)
    raise LookupError(f"no server keeps its file in {places}")


def _deaf() -> None:
    """Ignore SIGINT, as a shell lets background processes do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
