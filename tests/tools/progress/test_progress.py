"""The progress display of small runs, in a pipe and on a terminal, with and without workers."""

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from tests.living_docs.suites import Suite

ON = "Given a lamp\nWhen it is switched on\nThen there is light"
PLUGINS = (
    "pytest_bdd.plugin",
    "xdist.plugin",
    "conformance.plugins.feature_files_plugin",
    "tools.progress.progress_plugin",
)
WORKERS = pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "workers"])


class ProgressSuite(Suite):
    """A suite without living documentation, which is run for its output only."""

    def arguments(self, *options: str) -> list[str]:
        return [*(f"-p{plugin}" for plugin in PLUGINS), "--progress-interval=0.05", *options]


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    """Two features, "A lamp" and "A torch", with two scenarios each.

    A slow step takes long enough for the display to show it.
    """
    suite = ProgressSuite(tmp_path)
    suite.add("""
        import time
        @when("it warms up")
        def warms_up(): time.sleep(0.5)
    """)
    for name in ("lamp", "torch"):
        suite.write(f"On\n{ON}", "Slow\nGiven a lamp\nWhen it warms up", name=name)
    torch = tmp_path / "features" / "torch.feature"
    torch.write_text(torch.read_text().replace("Feature: A lamp", "Feature: A torch"))
    return suite


def progress_lines(completed: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the lines between pytest's header and its report of failures."""
    lines = re.split(r"^rootdir: .*\n", completed.stdout, flags=re.M)[1].split("\n===")[0].splitlines()
    return [line for line in lines if line and not re.match("configfile|plugins|collect", line)]


def test_writes_lines_into_a_pipe(suite: Suite) -> None:
    completed = suite.run("-n", "2", "features")
    assert completed.returncode == 0, completed.stdout
    lines = progress_lines(completed)
    assert all(re.match(r"A (lamp|torch)  \d/2 · \d/4 runs · 0 failed( · \d+ s left)?$", line) for line in lines), lines
    assert lines[-1].endswith("2/2 · 4/4 runs · 0 failed")
    complete = [line for line in lines if re.match(r"A (lamp|torch)  2/2 ", line)]
    assert {line.split("  ")[0] for line in complete} == {"A lamp", "A torch"}
    assert len(lines) > 4, "lines must also be written while a scenario runs"


@WORKERS
def test_writes_one_line_for_a_failure_immediately(suite: Suite, workers: list[str]) -> None:
    suite.write("Off\nGiven a lamp\nWhen it breaks", "Slow\nGiven a lamp\nWhen it warms up", name="lamp")
    completed = suite.run(*workers, "features")
    lines = progress_lines(completed)
    failure = lines.index(
        "FAILED features/lamp.feature::test_off – AssertionError: Ada's screen (phone): expected light."
    )
    assert any("1 failed" in line for line in lines[failure + 1 :])
    assert "FAILED features/lamp.feature::test_off - Assert" in completed.stdout, "pytest's summary must stay unchanged"
    assert re.search(r"=+ 1 failed, 3 passed in ", completed.stdout)


def test_shows_an_error_in_setup_also_without_a_cache(suite: Suite) -> None:
    suite.add("""
        @pytest.fixture(autouse=True)
        def house(): raise OSError("the house has burnt down")
    """)
    lines = progress_lines(suite.run("-p", "no:cacheprovider", "features/lamp.feature"))
    assert "ERROR features/lamp.feature::test_on – OSError: the house has burnt down" in lines
    assert lines[-1] == "A lamp  2/2 · 2/2 runs · 2 failed"


def test_a_run_of_a_crashed_worker_is_counted(suite: Suite) -> None:
    suite.write("Dead\nGiven a lamp\nWhen the process dies", f"On\n{ON}", name="lamp")
    lines = progress_lines(suite.run("-n", "1", "features"))
    assert any(line.startswith("FAILED features/lamp.feature::test_dead – worker 'gw0' crashed") for line in lines)
    assert lines[-1].endswith("4/4 runs · 1 failed")


@pytest.mark.parametrize(
    ("options", "usual_output"),
    [
        (["-v", "features"], "features/lamp.feature::test_on PASSED"),
        (["-q", "features"], "....  "),
        (["--progress=off", "features"], "features/lamp.feature .."),
        (["tests"], "test_plain.py ."),
        (["features", "tests"], "features/lamp.feature .."),
    ],
)
def test_pytest_keeps_its_usual_output(suite: Suite, options: list[str], usual_output: str) -> None:
    (suite.folder / "tests").mkdir()
    (suite.folder / "tests" / "test_plain.py").write_text("def test_plain(): pass\n")
    completed = suite.run(*options)
    assert completed.returncode == 0
    assert usual_output in completed.stdout and " · 0 failed" not in completed.stdout


def test_shows_tests_by_folder_if_requested(suite: Suite) -> None:
    (suite.folder / "tests" / "deep").mkdir(parents=True)
    (suite.folder / "tests" / "deep" / "test_plain.py").write_text("def test_plain(): pass\n")
    assert progress_lines(suite.run("--progress=on", "tests"))[-1] == "tests/deep  1/1 · 1/1 tests · 0 failed"


def test_caches_durations_for_the_next_estimate(suite: Suite) -> None:
    suite.run("features/lamp.feature")
    suite.run("features/torch.feature")
    stored = (suite.folder / ".pytest_cache" / "v" / "stagedoor" / "durations").read_text()
    assert float(re.findall(r'lamp.feature::test_slow": ([\d.]+)', stored)[0]) >= 0.5
    assert "torch.feature::test_slow" in stored


def run_on_a_terminal(suite: Suite, *options: str, **environment: str) -> str:
    """Run the suite in a pseudoterminal, and return its output."""
    controller, terminal = pty.openpty()
    try:
        command = suite.command(*options)
        with subprocess.Popen(
            command, cwd=suite.folder, env=suite.environment | environment, stdout=terminal
        ) as running:
            os.close(terminal)
            text = b""
            while chunk := _read_or_end(controller):
                text += chunk
        assert running.returncode == 0, text
    finally:
        os.close(controller)
    return text.decode()


def _read_or_end(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""  # On Linux, reading fails after the other side was closed.


def test_updates_a_block_in_place_on_a_terminal(suite: Suite) -> None:
    text = run_on_a_terminal(suite, "features", TERM="xterm", COLUMNS="60")
    blocks = re.findall(r"\x1b\[J((?:A \w+  \d/2\r\n)+)(\d/4 runs · [^\x1b]*)\x1b\[(\d)A\r", text)
    assert blocks, text
    for groups, _, lines_up in blocks:
        assert groups.count("\n") == int(lines_up), "the cursor must return to the beginning of the block"
    assert "\x1b[JA torch  2/2 · 4/4 runs · 0 failed" in text or "\x1b[JA lamp  2/2 · 4/4 runs · 0 failed" in text
    assert "....  " not in text


def test_writes_lines_on_a_terminal_without_cursor_movement(suite: Suite) -> None:
    text = run_on_a_terminal(suite, "features", TERM="dumb")
    assert "\x1b[J" not in text
    assert "A torch  2/2 · 4/4 runs · 0 failed" in text
