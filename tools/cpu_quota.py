"""CPU quotas for a command and its child processes, by a control group, systemd-run or cpulimit."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

CGROUP_V1 = Path("/sys/fs/cgroup/cpu")
CGROUP_V2 = Path("/sys/fs/cgroup")
PERIOD_MICROSECONDS = 100_000
"""The kernel's default; a group runs for its share of each period, and is stopped for the rest."""
GROUP_EXIT = 10.0
"""Seconds to wait for the control group to become empty; if it is not empty by then, it is left in place."""
NO_QUOTA_AVAILABLE = (
    "--half-core needs a control group (as root, with /sys/fs/cgroup writable), systemd-run or cpulimit; "
    "none of them works here. Install cpulimit, or use --busy instead."
)


class NoQuota(RuntimeError):
    """Processor time cannot be limited on this machine; the message says what to do."""


@dataclass(frozen=True)
class Quota:
    """A quota: ``prefix`` is put before the command; ``enter`` runs in the new process before the command."""

    prefix: list[str] = field(default_factory=list)
    enter: Callable[[], None] = lambda: None

    def command(self, command: list[str]) -> list[str]:
        return [*self.prefix, *command]


@contextlib.contextmanager
def cpu_quota(cores: float | None) -> Iterator[Quota]:
    """Return a quota of ``cores``, such as 0.5, or no limit for None. Raises NoQuota if none can be set."""
    if cores is None:
        yield Quota()
        return
    group = _create_group(cores)
    if group is None:
        yield Quota(_find_limiting_command(cores))
        return

    def enter(procs: Path = group / "cgroup.procs") -> None:
        procs.write_text(str(os.getpid()), encoding="utf-8")

    try:
        yield Quota(enter=enter)
    finally:
        _remove_group(group)


def _create_group(cores: float) -> Path | None:
    """Create a control group with this quota; return None if this machine does not allow that."""
    for root, files in _limit_files(cores).items():
        group = root / f"stagedoor-{os.getpid()}"
        with contextlib.suppress(OSError):
            group.mkdir()
            if _set_limits(group, files):
                return group
            group.rmdir()
    return None


def _set_limits(group: Path, files: dict[str, str]) -> bool:
    """Write the limits.

    Return False if the control group does not have these files, or they cannot be written.
    """
    if not all((group / name).exists() for name in files):
        return False
    try:
        for name, value in files.items():
            (group / name).write_text(value, encoding="utf-8")
    except OSError:
        return False
    return True


def _limit_files(cores: float) -> dict[Path, dict[str, str]]:
    """Return the files to write (contents by name), by the root folder of each control group version."""
    quota = round(cores * PERIOD_MICROSECONDS)
    return {
        CGROUP_V1: {"cpu.cfs_period_us": str(PERIOD_MICROSECONDS), "cpu.cfs_quota_us": str(quota)},
        CGROUP_V2: {"cpu.max": f"{quota} {PERIOD_MICROSECONDS}"},
    }


def _remove_group(group: Path) -> None:
    """Remove the group once its last process has ended; browsers end a moment after their parent."""
    end = time.monotonic() + GROUP_EXIT
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            group.rmdir()
            return
        # Version 1 does not report to this process that a group has become empty, so both versions are polled.
        time.sleep(0.1)  # noqa: TID251


def _find_limiting_command(cores: float) -> list[str]:
    """Return the prefix that limits a command; raise NoQuota without systemd-run and cpulimit."""
    percent = round(cores * 100)
    for user in ([], ["--user"]):
        systemd = ["systemd-run", *user, "--quiet", "--scope", f"--property=CPUQuota={percent}%"]
        if _works([*systemd, "true"]):
            return systemd
    if shutil.which("cpulimit"):
        return ["cpulimit", "--include-children", f"--limit={percent}", "--"]
    raise NoQuota(NO_QUOTA_AVAILABLE)


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
