"""The display of small runs: in a pipe and on a terminal, with and without workers."""

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


class ShownSuite(Suite):
    """A suite that is run for its output alone, without its living documentation."""

    def arguments(self, *options: str) -> list[str]:
        return [*(f"-p{plugin}" for plugin in PLUGINS), "--progress-interval=0.05", *options]


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    """Two features, "A lamp" and "A torch", of two scenarios each.

    A slow step waits for long enough to be seen.
    """
    suite = ShownSuite(tmp_path)
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


def shown(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the lines between pytest's header and its reports of failures."""
    lines = re.split(r"^rootdir: .*\n", done.stdout, flags=re.M)[1].split("\n===")[0].splitlines()
    return [line for line in lines if line and not re.match("configfile|plugins|collect", line)]


def test_writes_lines_into_a_pipe(suite: Suite) -> None:
    done = suite.run("-n", "2", "features")
    assert done.returncode == 0, done.stdout
    lines = shown(done)
    assert all(re.match(r"A (lamp|torch)  \d/2 · \d/4 runs · 0 failed( · \d+ s left)?$", line) for line in lines), lines
    assert lines[-1].endswith("2/2 · 4/4 runs · 0 failed")
    ended = [line for line in lines if re.match(r"A (lamp|torch)  2/2 ", line)]
    assert {line.split("  ")[0] for line in ended} == {"A lamp", "A torch"}
    assert len(lines) > 4, "lines also come while a scenario runs"


@WORKERS
def test_a_failure_is_one_line_when_it_happens(suite: Suite, workers: list[str]) -> None:
    suite.write("Off\nGiven a lamp\nWhen it breaks", "Slow\nGiven a lamp\nWhen it warms up", name="lamp")
    done = suite.run(*workers, "features")
    lines = shown(done)
    at = lines.index("FAILED features/lamp.feature::test_off – AssertionError: Ada's screen (phone): expected light.")
    assert any("1 failed" in line for line in lines[at + 1 :])
    assert "FAILED features/lamp.feature::test_off - Assert" in done.stdout, "in pytest's own summary as ever"
    assert re.search(r"=+ 1 failed, 3 passed in ", done.stdout)


def test_what_cannot_be_set_up_is_an_error_also_without_a_cache(suite: Suite) -> None:
    suite.add("""
        @pytest.fixture(autouse=True)
        def house(): raise OSError("the house has burnt down")
    """)
    lines = shown(suite.run("-p", "no:cacheprovider", "features/lamp.feature"))
    assert "ERROR features/lamp.feature::test_on – OSError: the house has burnt down" in lines
    assert lines[-1] == "A lamp  2/2 · 2/2 runs · 2 failed"


def test_a_worker_that_dies_takes_no_run_from_the_count(suite: Suite) -> None:
    suite.write("Dead\nGiven a lamp\nWhen the process dies", f"On\n{ON}", name="lamp")
    lines = shown(suite.run("-n", "1", "features"))
    assert any(line.startswith("FAILED features/lamp.feature::test_dead – worker 'gw0' crashed") for line in lines)
    assert lines[-1].endswith("4/4 runs · 1 failed")


@pytest.mark.parametrize(
    ("options", "usual"),
    [
        (["-v", "features"], "features/lamp.feature::test_on PASSED"),
        (["-q", "features"], "....  "),
        (["--progress=off", "features"], "features/lamp.feature .."),
        (["tests"], "test_plain.py ."),
        (["features", "tests"], "features/lamp.feature .."),
    ],
)
def test_pytest_keeps_its_usual_output(suite: Suite, options: list[str], usual: str) -> None:
    (suite.folder / "tests").mkdir()
    (suite.folder / "tests" / "test_plain.py").write_text("def test_plain(): pass\n")
    done = suite.run(*options)
    assert done.returncode == 0
    assert usual in done.stdout and " runs · " not in done.stdout


def test_tests_of_code_are_shown_by_folder_where_asked(suite: Suite) -> None:
    (suite.folder / "tests" / "deep").mkdir(parents=True)
    (suite.folder / "tests" / "deep" / "test_plain.py").write_text("def test_plain(): pass\n")
    assert shown(suite.run("--progress=on", "tests"))[-1] == "tests/deep  1/1 · 1/1 runs · 0 failed"


def test_durations_are_cached_for_the_next_estimate(suite: Suite) -> None:
    suite.run("features/lamp.feature")
    suite.run("features/torch.feature")
    stored = (suite.folder / ".pytest_cache" / "v" / "stagedoor" / "durations").read_text()
    assert float(re.findall(r'lamp.feature::test_slow": ([\d.]+)', stored)[0]) >= 0.5
    assert "torch.feature::test_slow" in stored


def on_a_terminal(suite: Suite, *options: str, **environment: str) -> str:
    """Return all that a run writes to a terminal of its own."""
    ours, theirs = pty.openpty()
    try:
        command = suite.command(*options)
        with subprocess.Popen(command, cwd=suite.folder, env=suite.environment | environment, stdout=theirs) as running:
            os.close(theirs)
            text = b""
            while chunk := _read(ours):
                text += chunk
        assert running.returncode == 0, text
    finally:
        os.close(ours)
    return text.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""  # Linux: the other side has been closed


def test_a_terminal_shows_a_block_that_is_updated_in_place(suite: Suite) -> None:
    text = on_a_terminal(suite, "features", TERM="xterm", COLUMNS="60")
    blocks = re.findall(r"\x1b\[J((?:A \w+  \d/2\r\n)+)(\d/4 runs · [^\x1b]*)\x1b\[(\d)A\r", text)
    assert blocks, text
    for groups, _, back in blocks:
        assert groups.count("\n") == int(back), "the cursor rests at the beginning of the block"
    assert "\x1b[JA torch  2/2 · 4/4 runs · 0 failed" in text or "\x1b[JA lamp  2/2 · 4/4 runs · 0 failed" in text
    assert "....  " not in text


def test_a_terminal_without_cursor_movement_gets_lines(suite: Suite) -> None:
    text = on_a_terminal(suite, "features", TERM="dumb")
    assert "\x1b[J" not in text
    assert "A torch  2/2 · 4/4 runs · 0 failed" in text
