"""CPU quotas for a command and its child processes, by a control group, systemd-run or cpulimit."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

V1 = Path("/sys/fs/cgroup/cpu")
V2 = Path("/sys/fs/cgroup")
PERIOD = 100_000
"""Microseconds, the kernel's default: the group runs for its share of each period, then is stopped."""
GROUP_EXIT = 10.0
"""Seconds to wait for the control group to become empty; after them it is not removed."""
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
    group = _group(cores)
    if group is None:
        yield Quota(_prefix(cores))
        return

    def enter(procs: Path = group / "cgroup.procs") -> None:
        procs.write_text(str(os.getpid()))

    try:
        yield Quota(enter=enter)
    finally:
        _remove(group)


def _group(cores: float) -> Path | None:
    """Create a control group with this quota; return None without permission."""
    for root, files in _limits(cores).items():
        group = root / f"stagedoor-{os.getpid()}"
        with contextlib.suppress(OSError):
            group.mkdir()
            if _set_limits(group, files):
                return group
            group.rmdir()
    return None


def _set_limits(group: Path, files: dict[str, str]) -> bool:
    """Return whether the control group has these files, and so these limits now."""
    if not all((group / name).exists() for name in files):
        return False
    for name, value in files.items():
        (group / name).write_text(value)
    return True


def _limits(cores: float) -> dict[Path, dict[str, str]]:
    """Return the files to write for each version of control groups, by its folder."""
    quota = round(cores * PERIOD)
    return {
        V1: {"cpu.cfs_period_us": str(PERIOD), "cpu.cfs_quota_us": str(quota)},
        V2: {"cpu.max": f"{quota} {PERIOD}"},
    }


def _remove(group: Path) -> None:
    """Remove the group once its last process has ended; browsers end a moment after their parent."""
    end = time.monotonic() + GROUP_EXIT
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            group.rmdir()
            return
        # The kernel does not report when such a group has become empty, so it is polled.
        time.sleep(0.1)  # noqa: TID251


def _prefix(cores: float) -> list[str]:
    """Return the command that limits the command after it."""
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
