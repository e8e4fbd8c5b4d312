"""The duration of a failed step and the load of the machine, in words and figures."""

import os
from pathlib import Path

import pytest

from living_docs.recording.load_plugin import PRESSURE, Load, Stopwatch
from tests.living_docs.suites import Suite

FIGURES = "some avg10={recent} avg60=15.95 avg300=23.43 total={total}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n"


@pytest.mark.parametrize(
    ("load", "text"),
    [
        (
            Load(20.04, 5.24, 2, 0.63),
            "The step took 20.0 s. The machine was busy: processes waited for a processor 63% of the time, "
            "load average 5.2 on 2 processors.",
        ),
        (
            Load(20.0, 0.3, 1, 0.02),
            "The step took 20.0 s. The machine was not busy: processes waited for a processor 2% of the time, "
            "load average 0.3 on 1 processor.",
        ),
        (
            Load(0.5, 9.0, 2, None),
            "The step took 0.5 s. The machine was busy: load average 9.0 on 2 processors.",
        ),
    ],
)
def test_describes_load_in_words(load: Load, text: str) -> None:
    assert str(load) == text


def test_a_short_step_uses_the_average_of_ten_seconds(tmp_path: Path) -> None:
    pressure = tmp_path / "cpu"
    pressure.write_text(FIGURES.format(recent="17.39", total=100))
    stopwatch = Stopwatch(pressure)
    pressure.write_text(FIGURES.format(recent="42.00", total=900_000_000))
    load = stopwatch.read()
    assert load.stalled == pytest.approx(0.42)
    assert load.facts["text"] == str(load)


def test_the_stall_is_unknown_if_the_system_does_not_measure_it(tmp_path: Path) -> None:
    assert Stopwatch(tmp_path / "none").read().stalled is None
    (tmp_path / "cpu").write_text("nothing of the kind\n")
    assert Stopwatch(tmp_path / "cpu").read().stalled is None


@pytest.mark.skipif(not PRESSURE.exists(), reason="this system measures no pressure")
def test_reads_the_pressure_of_this_system() -> None:
    stalled = Stopwatch().read().stalled
    assert stalled is not None and 0 <= stalled <= 1


def test_a_long_step_uses_the_stall_during_the_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pressure = tmp_path / "cpu"
    pressure.write_text(FIGURES.format(recent="0.00", total=1_000_000))
    times = iter([100.0, 120.0])
    monkeypatch.setattr("living_docs.recording.load_plugin.time.perf_counter", lambda: next(times))
    stopwatch = Stopwatch(pressure)
    pressure.write_text(FIGURES.format(recent="0.00", total=11_000_000))
    assert stopwatch.read().stalled == pytest.approx(0.5)


def test_counts_all_processors_on_systems_without_affinity_masks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert Stopwatch().read().processors == os.cpu_count()


def test_adds_load_to_failed_steps_only(suite: Suite) -> None:
    suite.write("Off\nGiven a lamp\nWhen it breaks", "Unbuilt\nWhen nobody has built it", "On\nGiven a lamp")
    output = suite.run().stdout
    assert output.count("E   The step took 0.0 s. The machine was ") == 1
    loads = [message for message in suite.record if "load+json" in message.get("attachment", {}).get("mediaType", "")]
    assert len(loads) == 1 and loads[0]["attachment"]["testStepId"]
