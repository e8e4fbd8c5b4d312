"""Failures are confirmed before they count.

The tests run small test suites whose scenarios fail each time or only once.
"""

import os
import re
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conformance.verdict_engine import judge_confirmation
from conformance.verdicts import Verdict
from living_docs.record.reading import build_run_record
from living_docs.record.record_messages import CONFIRMATION, Message
from living_docs.record.record_model import RunRecord
from tests.living_docs.recording.test_recording import expect_valid_messages
from tests.living_docs.suites import Suite, end_of, options_for
from tests.named_pipe import NamedPipe

FAILED, NOT_REACHED, PASSED = Verdict.FAILED, Verdict.NOT_REACHED, Verdict.PASSED
PLUGINS = options_for("verdicts_plugin", "summary_plugin", "confirmation.confirmation_plugin")
STEPS = """
    import pathlib

    def count_earlier_attempts(name):
        "Return how often this was called before with this name, in all processes."
        mark = pathlib.Path(f"attempts-{name}")
        count = len(mark.read_text()) if mark.exists() else 0
        mark.write_text("x" * (count + 1))
        return count

    @when("it fails once")
    def fail_once(request):
        assert count_earlier_attempts(request.node.name) > 0, "expected light."

    @when("the server is gone once")
    def lose_server_once(request):
        if count_earlier_attempts(request.node.name) == 0: raise ConnectionError("the server is gone")

    @when("it fails, then the server is gone")
    def fail_first_and_lose_server_later(request):
        assert count_earlier_attempts(request.node.name) > 0, "expected light."
        raise ConnectionError("the server is gone")

    @when("the server is gone, then it fails")
    def lose_server_first_and_fail_later(request):
        if count_earlier_attempts(request.node.name) == 0: raise ConnectionError("the server is gone")
        raise AssertionError("expected light.")
"""


@pytest.fixture
def run(suite: Suite) -> Callable[..., subprocess.CompletedProcess[str]]:
    suite.add(STEPS)
    return lambda *options: suite.run(*PLUGINS, *options)


Run = Callable[..., subprocess.CompletedProcess[str]]


def record_of(suite: Suite) -> RunRecord:
    return build_run_record(suite.record, suite.record_folder)


def read_verdicts(suite: Suite) -> dict[str, Verdict]:
    """Return the verdict of each scenario by its name."""
    return {scenario.name: scenario.verdict for _, _, scenario in record_of(suite).scenarios}


def read_attempts(record: list[Message]) -> list[tuple[str, int]]:
    """Return worker and number of each attempt, in chronological order."""
    started = [message["testCaseStarted"] for message in record if "testCaseStarted" in message]
    return [(attempt["workerId"], attempt["attempt"]) for attempt in started]


def read_last_line(result: subprocess.CompletedProcess[str]) -> str:
    return result.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize("workers", [0, 2])
def test_a_scenario_that_passes_alone_is_inconsistent(suite: Suite, run: Run, workers: int) -> None:
    suite.write(
        "Off\nGiven a lamp\nWhen it breaks\nThen there is light",
        "Flaky\nGiven a lamp\nWhen it fails once\nThen there is light",
        "On\nGiven a lamp",
    )
    result = run(f"--numprocesses={workers}")
    assert result.returncode == 1
    assert "running 2 failed scenarios again, each alone" in result.stdout
    assert "features/lamp.feature::test_off: failed again" in result.stdout
    assert "features/lamp.feature::test_flaky: failed, then passed alone: inconsistent" in result.stdout
    assert result.stdout.count("E   AssertionError: Ada's screen (phone): expected light.") == 2, "of both attempts"
    assert "INCONSISTENT features/lamp.feature::test_flaky" in result.stdout
    assert "Run again on a quieter machine" in result.stdout
    assert re.search(r"\b1 failed, 1 passed, .*\b1 inconsistent\b", read_last_line(result))
    assert read_verdicts(suite) == {"Off": Verdict.FAILED, "Flaky": Verdict.INCONSISTENT, "On": Verdict.PASSED}
    expect_valid_messages(suite.record)
    assert read_attempts(suite.record).count((CONFIRMATION, 1)) == 2
    ends = [message["testCaseFinished"]["willBeRetried"] for message in suite.record if "testCaseFinished" in message]
    assert sorted(ends) == [False, False, False, True, True]


def test_the_record_model_contains_both_attempts(suite: Suite, run: Run) -> None:
    suite.write("Flaky\nGiven a lamp\nWhen it fails once\nThen there is light")
    run()
    scenario = next(scenario for _, _, scenario in record_of(suite).scenarios)
    first, alone = scenario.runs[0].attempts
    assert [(attempt.verdict, attempt.alone) for attempt in (first, alone)] == [
        (Verdict.FAILED, False),
        (Verdict.PASSED, True),
    ]
    assert [step.status for step in first.steps] == ["PASSED", "FAILED", "SKIPPED"]
    assert [step.status for step in alone.steps] == ["PASSED", "PASSED", "PASSED"]
    assert scenario.runs[0].steps == first.steps, "an inconsistent scenario shows what failed"
    assert scenario.runs[0].reason.endswith("expected light. Run again alone, it passed.")
    assert re.fullmatch(r"The step took 0\.\d s\. The machine was .*", first.steps[1].load)


OUTCOME_OF_STEP = {
    "the server is gone once": (Verdict.NOT_REACHED, "not reached, then passed alone: not reached"),
    "the power station explodes": (Verdict.NOT_REACHED, "not reached again"),
    "it fails, then the server is gone": (
        Verdict.INCONSISTENT,
        "failed, then not reached alone: inconsistent",
    ),
    "the server is gone, then it fails": (Verdict.FAILED, "not reached, then failed alone: failed"),
}


def test_a_scenario_not_reached_at_first_is_never_inconsistent(suite: Suite, run: Run) -> None:
    suite.write(*(f"{step}\nGiven a lamp\nWhen {step}" for step in OUTCOME_OF_STEP))
    result = run()
    assert result.returncode == 1
    assert [text for _, text in OUTCOME_OF_STEP.values() if text not in result.stdout] == []
    assert read_verdicts(suite) == {step: verdict for step, (verdict, _) in OUTCOME_OF_STEP.items()}


def test_the_verdict_is_failed_only_if_the_confirmation_fails() -> None:
    table = {
        (first, alone): judge_confirmation(first, alone)
        for first in (FAILED, NOT_REACHED)
        for alone in (FAILED, NOT_REACHED, PASSED)
    }
    assert table == {
        (FAILED, FAILED): FAILED,
        (FAILED, NOT_REACHED): Verdict.INCONSISTENT,
        (FAILED, PASSED): Verdict.INCONSISTENT,
        (NOT_REACHED, FAILED): FAILED,
        (NOT_REACHED, NOT_REACHED): NOT_REACHED,
        (NOT_REACHED, PASSED): NOT_REACHED,
    }


def test_confirms_at_most_ten_failures(suite: Suite, run: Run) -> None:
    suite.write(*(f"Number {number}\nWhen it fails once" for number in range(12)))
    result = run("--numprocesses=2")
    assert result.returncode == 1
    assert result.stdout.count("passed alone: inconsistent") == 10
    assert "12 scenarios failed; 10 are confirmed, 2 count as failed." in result.stdout
    assert "2 failed" in read_last_line(result) and "10 inconsistent" in read_last_line(result)
    assert sorted(verdict.value for verdict in read_verdicts(suite).values()) == ["failed"] * 2 + ["inconsistent"] * 10


def test_without_confirmation_a_failure_counts_at_once(suite: Suite, run: Run) -> None:
    suite.write("Flaky\nWhen it fails once")
    result = run("--no-confirm")
    assert result.returncode == 1
    assert "again" not in result.stdout
    assert read_attempts(suite.record) == [("main", 0)]
    assert read_verdicts(suite) == {"Flaky": Verdict.FAILED}


@pytest.mark.parametrize(("workers", "code"), [(0, 1), (1, 2)])
def test_the_failure_that_stops_a_run_is_confirmed(suite: Suite, run: Run, workers: int, code: int) -> None:
    suite.write("First\nGiven a lamp", "Flaky\nWhen it fails once", "Off\nWhen it breaks", "Later\nWhen it breaks")
    result = run("-x", f"--numprocesses={workers}")
    assert result.returncode == code, "as without confirmation"
    assert "test_flaky: failed, then passed alone: inconsistent" in result.stdout
    assert read_verdicts(suite)["Flaky"] is Verdict.INCONSISTENT
    assert read_verdicts(suite)["Later"] is Verdict.NOT_TESTED


def test_a_stopped_run_closes_its_fixtures_before_the_confirmation(suite: Suite, run: Run) -> None:
    suite.add("""
        @pytest.fixture(scope="session", autouse=True)
        def house():
            pathlib.Path("house").mkdir()
            yield
            pathlib.Path("house").rmdir()
    """)
    suite.write("Flaky\nWhen it fails once", "Later\nGiven a lamp")
    assert "passed alone: inconsistent" in run("-x").stdout


def test_does_not_repeat_failures_that_cannot_change(suite: Suite, run: Run) -> None:
    """Declared deviations, undefined steps and unbuilt steps are not run again."""
    suite.add("""
        def pytest_collection_modifyitems(items):
            for item in items:
                if "declared" in item.name:
                    item.add_marker(pytest.mark.xfail(reason="no lamps yet", strict="strict" in item.name))
    """)
    suite.write(
        "Declared\nWhen it breaks",
        "Declared and gone\nGiven a lamp",
        "Declared strictly and gone\nGiven a lamp",
        "Undefined\nWhen it dances",
        "Unbuilt\nWhen nobody has built it",
    )
    result = run()
    assert result.returncode == 1
    assert "again" not in result.stdout
    assert read_verdicts(suite)["Declared"] is Verdict.KNOWN_DEVIATION
    assert set(read_attempts(suite.record)) == {("main", 0)}


def test_debugging_and_listing_skip_the_confirmation(suite: Suite, run: Run) -> None:
    suite.write("Off\nWhen it breaks")
    assert "again" not in run("--collect-only").stdout
    assert "again" not in run("--pdb", f"--pdbcls={__name__}:NoDebugger").stdout


class NoDebugger:
    """A debugger that prints nothing."""

    def __init__(self, **_: object) -> None: ...

    def __getattr__(self, _: str) -> Callable[..., None]:
        return lambda *_, **__: None


def test_the_confirmation_keeps_pytests_options(suite: Suite, run: Run) -> None:
    """The confirming process has the same options, even with spaces in them, and does not stop early."""
    suite.write("Flaky lamp\nWhen it fails once", "Flaky bulb\nWhen it fails once", "Off\nWhen it breaks")
    result = run("features/lamp.feature", "-k", "flaky and not dark", "--maxfail=2", "--basetemp=temporary", "--lf")
    assert result.stdout.count("passed alone: inconsistent") == 2
    assert "1 deselected" in read_last_line(result)
    assert not (suite.folder / "temporary" / "basetemp").exists()


def test_a_failed_setup_is_confirmed(suite: Suite, run: Run) -> None:
    suite.add("""
        @pytest.fixture(autouse=True)
        def house(request):
            assert count_earlier_attempts(request.node.name) > 0, "expected a house."
    """)
    suite.write("On\nGiven a lamp")
    result = run()
    assert result.returncode == 1
    assert "1 inconsistent" in read_last_line(result) and "error" not in read_last_line(result)
    assert read_verdicts(suite) == {"On": Verdict.INCONSISTENT}


def test_junit_contains_verdict_and_both_attempts(suite: Suite, run: Run) -> None:
    suite.write("Flaky\nWhen it fails once", "Off\nWhen it breaks", "On\nGiven a lamp")
    run("--junit-xml=junit.xml", "--numprocesses=2")
    root = ElementTree.parse(suite.folder / "junit.xml").getroot()
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert root[0].get("failures") == "2", "tools that read JUnit XML must not count an inconsistent test as passed"
    flaky, off = cases["test_flaky"], cases["test_off"]
    assert [case.find("properties/property[@name='verdict']").get("value") for case in (flaky, off)] == [  # type: ignore[union-attr]
        "inconsistent",
        "failed",
    ]
    failure = flaky.find("failure")
    assert failure is not None and failure.get("type") == "inconsistent"
    assert (failure.get("message") or "").startswith("inconsistent, failed once, but not when run again alone: ")
    assert "Confirmation, alone:\nRun again alone: passed." in (flaky.findtext("system-out") or "")
    assert (off.findtext("system-out") or "").count("expected light") == 4, (
        "two attempts, each with the raising line and its message"
    )
    assert list(cases["test_on"]) == []


def test_unconfirmed_failures_of_a_crashed_confirmation_count(suite: Suite, run: Run) -> None:
    suite.add("""
        @when("it breaks first and ends the process later")
        def end_later(request):
            if count_earlier_attempts(request.node.name) > 0: os._exit(7)
            raise AssertionError("expected light.")
    """)
    suite.write(
        "Flaky\nWhen it fails once", "Deadly\nWhen it breaks first and ends the process later", "Off\nWhen it breaks"
    )
    result = run()
    assert result.returncode == 1
    assert "2 of 3 failures could not be confirmed and count as failures. It ended with exit code 7" in result.stdout
    assert read_verdicts(suite) == {"Flaky": Verdict.INCONSISTENT, "Deadly": Verdict.FAILED, "Off": Verdict.FAILED}


@pytest.mark.parametrize("options", [(), ("--numprocesses=1",)], ids=["one process", "a worker"])
def test_an_interrupted_confirmation_keeps_its_results(suite: Suite, options: tuple[str, ...]) -> None:
    suite.add(STEPS)
    suite.add("""
        import time
        @when("it breaks first and waits later")
        def wait_later(request):
            if count_earlier_attempts(request.node.name) == 0: raise AssertionError("expected light.")
            pathlib.Path("waiting").write_text(str(os.getpid()))
            time.sleep(60)  # Longer than the test takes.
    """)
    suite.write("On\nGiven a lamp", "Flaky\nWhen it fails once", "Waits\nWhen it breaks first and waits later")
    waiting = NamedPipe(suite.folder / "waiting")
    process = subprocess.Popen(
        suite.command(*PLUGINS, *options),
        cwd=suite.folder,
        env=suite.environment,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=_restore_ctrl_c_handler,
    )
    process_id = waiting.read(60)
    assert process_id, "the confirmation did not reach the step that waits"
    os.kill(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == pytest.ExitCode.INTERRUPTED
    assert not Path(f"/proc/{process_id}").exists(), "the confirming process must have ended"
    assert "1 inconsistent" in output
    assert end_of(suite.record)["message"] == "The run was interrupted."
    assert read_verdicts(suite) == {"On": Verdict.PASSED, "Flaky": Verdict.INCONSISTENT, "Waits": Verdict.FAILED}


def _restore_ctrl_c_handler() -> None:
    """Restore the default handler.

    A shell makes background processes ignore SIGINT, and children inherit that.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
