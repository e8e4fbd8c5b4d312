"""A command on a slowed machine has the same result, and no processes remain afterwards."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools.cpu_quota import CGROUP_V1, CGROUP_V2, NoQuota, cpu_quota

pytestmark = pytest.mark.disruption

ROOT = Path(__file__).parents[2]
SLOW_MACHINE = [sys.executable, "-m", "tools.slow_machine"]
TIME_LIMIT = 120
"""Seconds."""
COMPUTE = """
import os, time
end = time.monotonic() + 2
while time.monotonic() < end:
    pass
times = os.times()
print(times.user + times.system)
"""


def run_slowed(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SLOW_MACHINE, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=TIME_LIMIT, check=False
    )


def child_processes(process: int) -> list[int]:
    return [
        int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    ]


def can_set_quota() -> bool:
    try:
        with cpu_quota(0.5):
            return True
    except NoQuota:
        return False


needs_quota = pytest.mark.skipif(not can_set_quota(), reason="processor time cannot be limited here")


def test_returns_the_exit_code_of_the_command() -> None:
    assert run_slowed("--", sys.executable, "-c", "raise SystemExit(7)").returncode == 7


def test_the_command_gets_the_latency() -> None:
    script = "import os; print(os.environ.get('STAGEDOOR_LATENCY'))"
    assert run_slowed("--latency", "150", "--", sys.executable, "-c", script).stdout == "150\n"


@needs_quota
def test_the_command_gets_the_number_of_workers() -> None:
    script = "import os; print(os.environ.get('WORKERS'))"
    assert run_slowed("--half-core", "--workers", "3", "--", sys.executable, "-c", script).stdout == "3\n"


@needs_quota
def test_limits_a_worker_to_half_a_core() -> None:
    completed = run_slowed("--half-core", "--workers", "1", "--", sys.executable, "-c", COMPUTE)
    assert completed.returncode == 0, completed.stderr
    assert float(completed.stdout) < 1.5, "2 s on half a core must be about 1 s of CPU time"
    groups = [path for root in (CGROUP_V1, CGROUP_V2) if root.is_dir() for path in root.glob("stagedoor-*")]
    assert not [path for path in groups if not Path(f"/proc/{path.name.removeprefix('stagedoor-')}").exists()]


@pytest.mark.parametrize("is_killed", [False, True], ids=["the command ends", "their parent is killed"])
def test_busy_loops_end_when(is_killed: bool) -> None:
    script = "print('here', flush=True); input()"
    command = [*SLOW_MACHINE, "--busy", "2", "--", sys.executable, "-c", script]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None and process.stdout.readline() == "here\n"
        loops = [child for child in child_processes(process.pid) if b"10_000_000" in read_command_line(child)]
        assert len(loops) == 2
        descriptors = [os.pidfd_open(loop) for loop in loops]
        if is_killed:
            process.send_signal(signal.SIGKILL)
        else:
            process.stdin.write("\n")
            process.stdin.flush()
        for descriptor in descriptors:
            # A process descriptor becomes readable when the process has ended.
            assert select.select([descriptor], [], [], TIME_LIMIT)[0], "a busy loop still runs"
            os.close(descriptor)


def read_command_line(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--busy", "-1", "--", "true"], "must not be negative"),
        (["--", "nosuchcommand"], "nosuchcommand: command not found"),
    ],
)
def test_refuses_invalid_arguments_in_one_line(arguments: list[str], message: str) -> None:
    completed = run_slowed(*arguments)
    assert completed.returncode == 2
    assert message in completed.stderr
