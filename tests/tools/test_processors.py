"""The number of usable processors respects affinity masks and cgroup quotas."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import processors_plugin as processors
from tools.processors_plugin import usable_processors

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _eight_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)


class Machine:
    """Stand-ins for the kernel's files, in a folder; ``cgroup`` is the text of the process's cgroup file."""

    def __init__(self, folder: Path, cgroup: str) -> None:
        self.cgroup = folder / "cgroup"
        self.cgroup.write_text(cgroup)
        self.mount = folder / "mount"

    def write(self, path: str, text: str) -> None:
        file = self.mount / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    @property
    def processors(self) -> int:
        return usable_processors(self.cgroup, self.mount)


def test_uses_the_affinity_mask_without_cgroups(tmp_path: Path) -> None:
    assert usable_processors(tmp_path / "none", tmp_path) == 8


def test_uses_the_number_of_processors_without_an_affinity_mask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert usable_processors(tmp_path / "none", tmp_path) == 3


@pytest.mark.parametrize(
    ("limit", "count"),
    [("max 100000\n", 8), ("300000 100000\n", 3), ("150000 100000", 1), ("50000 100000", 1), ("9900000 100000", 8)],
)
def test_respects_a_quota_of_cgroup_v2(tmp_path: Path, limit: str, count: int) -> None:
    machine = Machine(tmp_path, "0::/user.slice/session.scope\n")
    machine.write("user.slice/session.scope/cpu.max", limit)
    assert machine.processors == count


def test_respects_a_quota_of_a_parent_cgroup(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "0::/user.slice/session.scope\n")
    machine.write("user.slice/session.scope/cpu.max", "max 100000")
    machine.write("user.slice/cpu.max", "200000 100000")
    assert machine.processors == 2


def test_respects_the_quota_of_a_container(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "0::/docker/0123\n")
    machine.write("cpu.max", "400000 100000")
    assert machine.processors == 4


@pytest.mark.parametrize("mounted", ["cpu", "cpu,cpuacct"])
@pytest.mark.parametrize(("quota", "count"), [("-1", 8), ("250000", 2), ("20000", 1)])
def test_respects_a_quota_of_cgroup_v1(tmp_path: Path, mounted: str, quota: str, count: int) -> None:
    machine = Machine(tmp_path, "5:memory:/one\n4:cpu,cpuacct:/one\n1:name=systemd:/one\n0::/one\n")
    machine.write(f"{mounted}/one/cpu.cfs_quota_us", f"{quota}\n")
    machine.write(f"{mounted}/one/cpu.cfs_period_us", "100000\n")
    assert machine.processors == count


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux binds processes to processors")
def test_a_process_bound_to_one_processor_uses_one() -> None:
    bind = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})"
    code = f"{bind}; from tools.processors_plugin import usable_processors; print(usable_processors())"
    completed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert completed.stdout == "1\n"


@pytest.mark.parametrize(("usable", "auto", "logical"), [(1, 1, 2), (2, 2, 3), (8, 8, 12)])
def test_xdist_starts_a_worker_for_each_processor_and_more_for_tests_that_wait(
    monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config, usable: int, auto: int, logical: int
) -> None:
    monkeypatch.setattr(processors, "usable_processors", lambda: usable)
    for option, number in (("auto", auto), ("logical", logical)):
        monkeypatch.setattr(pytestconfig.option, "numprocesses", option)
        assert processors.pytest_xdist_auto_num_workers(pytestconfig) == number
