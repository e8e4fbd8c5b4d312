"""The number of processors that this process may use.

As a pytest plugin, this module makes it the number of workers of ``-n auto``. With ``-n logical``, there are three
workers for two processors, for tests that spend half of their time waiting.
"""

import math
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from conformance.processors import processors_in_affinity_mask

OWN_CGROUPS = Path("/proc/self/cgroup")
MOUNT = Path("/sys/fs/cgroup")
WAITING_WORKERS = 1.5
"""Workers for each processor, for tests that wait for half of the time."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    processors = usable_processors()
    return math.ceil(WAITING_WORKERS * processors) if config.option.numprocesses == "logical" else processors


def usable_processors(own_cgroups: Path = OWN_CGROUPS, mount: Path = MOUNT) -> int:
    """Return how many processors the affinity mask and the cgroups' CPU quotas leave, at least 1."""
    return max(1, min([processors_in_affinity_mask(), *(int(quota) for quota in _find_quotas(own_cgroups, mount))]))


def _find_quotas(own_cgroups: Path, mount: Path) -> Iterator[float]:
    """Yield the quota of each cgroup of this process that has one, in processors."""
    for folder in _find_cgroups(own_cgroups, mount):
        quota = _read_quota_v2(folder) or _read_quota_v1(folder)
        if quota is not None:
            yield quota


def _find_cgroups(own_cgroups: Path, mount: Path) -> Iterator[Path]:
    """Yield the folders of the cgroups that may limit this process: its own and all above.

    In a container, the path may be the host's and missing below the mount; then the root of the mount is the process's
    own cgroup.
    """
    for line in _read_text(own_cgroups).splitlines():
        hierarchy, controllers, path = line.split(":", 2)
        if hierarchy == "0":
            root = mount
        elif "cpu" in controllers.split(","):
            root = next(
                (folder for folder in (mount / controllers, mount / "cpu") if folder.is_dir()), mount / controllers
            )
        else:
            continue
        inside = PurePosixPath(path.lstrip("/"))
        yield from (root / relative for relative in (inside, *inside.parents))


def _read_quota_v2(folder: Path) -> float | None:
    """Return the processors of ``cpu.max``: "150000 100000" is one and a half, "max 100000" no limit."""
    quota, _, period = _read_text(folder / "cpu.max").partition(" ")
    return int(quota) / int(period) if quota.isdigit() else None


def _read_quota_v1(folder: Path) -> float | None:
    quota = _read_text(folder / "cpu.cfs_quota_us")
    return int(quota) / int(_read_text(folder / "cpu.cfs_period_us")) if quota.isdigit() else None


def _read_text(path: Path) -> str:
    """Return the content of a kernel file; "" if there is none."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


if __name__ == "__main__":
    print(usable_processors())
