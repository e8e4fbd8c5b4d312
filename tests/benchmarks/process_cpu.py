"""CPU time of this process's descendants, by kind of process, from Linux's /proc."""

import os
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
IDLE_SECONDS = 0.15
"""All processes count as idle if none has used a whole clock tick during this time."""


def cpu_by_process() -> dict[str, float]:
    """Return the CPU seconds of all descendants so far, including those that have ended."""
    seconds: dict[str, float] = defaultdict(float)
    for process in _descendants():
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            seconds[_process_kind(process)] += sum(map(int, fields[11:15])) / TICKS_PER_SECOND
        except OSError:
            continue
    return dict(seconds)


def wait_until_idle() -> None:
    """Wait until no descendant uses the processor."""
    previous = -1.0
    while (now := sum(cpu_by_process().values())) - previous > 0.011:
        previous = now
        time.sleep(IDLE_SECONDS)  # noqa: TID251 (the time over which idleness is measured)


def _process_kind(process: Path) -> str:
    command = (process / "cmdline").read_text().replace("\0", " ")
    if process_type := re.search(r"--type=(\S+)", command):
        utility = re.search(r"--utility-sub-type=(\w+)", command)
        return utility[1] if utility else process_type[1]
    if "reference_server" in command:
        return "server"
    if "livekit/" in command:
        return "livekit"
    return "driver" if "run-driver" in command else "browser"


def _descendants() -> Iterator[Path]:
    children: dict[int, list[int]] = defaultdict(list)
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children[parent].append(int(process.name))
    pending = list(children[os.getpid()])
    while pending:
        pid = pending.pop()
        yield Path(f"/proc/{pid}")
        pending.extend(children[pid])
