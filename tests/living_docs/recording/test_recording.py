"""The record holds the status of every step, also of failed, interrupted and killed runs."""

import json
import os
import shlex
import signal
import subprocess
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from cucumber_messages import Envelope, message_converter
from referencing import Registry

from living_docs.__main__ import main
from living_docs.record.record_messages import VERDICT, Message
from tests.living_docs.suites import Suite, end_of, read_statuses
from tests.named_pipe import NamedPipe

SCHEMA = Path(__file__).parents[1] / "vendor" / "cucumber-messages" / "messages.schema.json"


@cache
def create_validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text()), registry=Registry())


def expect_valid_messages(record: list[Message]) -> None:
    """Expect every message to be valid by the official schema, and readable by the official data model."""
    for message in record:
        create_validator().validate(message)
        assert isinstance(message_converter.from_dict(message, Envelope), Envelope)


def read_verdicts(record: list[Message]) -> list[dict[str, str]]:
    attachments = (message["attachment"] for message in record if "attachment" in message)
    return [json.loads(attachment["body"]) for attachment in attachments if attachment["mediaType"] == VERDICT]


def test_records_a_passing_scenario(suite: Suite) -> None:
    suite.write("On\nGiven a lamp\nWhen it is switched on\nThen there is light")
    assert suite.run().returncode == 0
    record = suite.record
    expect_valid_messages(record)
    assert [status for _, status in read_statuses(record, "On")] == ["PASSED"] * 3
    assert end_of(record)["success"] is True
    assert "message" not in end_of(record)


STATUS_OF_STEP = {
    "it breaks": "FAILED",
    "there is no bulb": "SKIPPED",
    "nobody has built it": "PENDING",
    "no such step": "UNDEFINED",
    "it flickers": "AMBIGUOUS",
    "the power station explodes": "FAILED",
}


@pytest.mark.parametrize(("step", "status"), STATUS_OF_STEP.items())
def test_skips_the_steps_after_a_broken_step(suite: Suite, step: str, status: str) -> None:
    suite.add("""
        from pytest_bdd import parsers
        @when(parsers.re("it flickers?"))
        def flicker_again(): pass
    """)
    suite.write(f"Off\nGiven a lamp\nWhen {step}\nThen there is light", "On\nGiven a lamp\nThen there is light")
    result = suite.run()
    record = suite.record
    expect_valid_messages(record)
    assert read_statuses(record, "Off") == [("a lamp", "PASSED"), (step, status), ("there is light", "SKIPPED")]
    assert [status for _, status in read_statuses(record, "On")] == ["PASSED", "PASSED"]
    assert end_of(record)["success"] is (result.returncode == 0) is (status == "SKIPPED")


def test_a_failed_step_has_the_message_of_its_exception(suite: Suite) -> None:
    suite.write("Off\nGiven a lamp\nWhen it breaks", "Never\nWhen the power station explodes")
    suite.run()
    results = [
        message["testStepFinished"]["testStepResult"] for message in suite.record if "testStepFinished" in message
    ]
    messages = {result["exception"]["type"]: result["message"] for result in results if "exception" in result}
    assert messages["AssertionError"].startswith("Ada's screen (phone): expected light.")
    assert messages["ConnectionError"] == "the server is gone"
    assert read_verdicts(suite.record) == [{"verdict": "not reached", "reason": "the server is gone"}]


def test_a_scenario_whose_fixture_fails_is_not_reached(suite: Suite) -> None:
    suite.add("""
        @pytest.fixture(autouse=True)
        def house(): raise OSError("the house has burnt down")
    """)
    suite.write("On\nGiven a lamp")
    suite.run()
    expect_valid_messages(suite.record)
    assert read_statuses(suite.record, "On") == [("a lamp", "SKIPPED")]
    assert read_verdicts(suite.record) == [{"verdict": "not reached", "reason": "the house has burnt down"}]


def test_records_known_and_outdated_deviations(suite: Suite) -> None:
    suite.add("""
        def pytest_collection_modifyitems(items):
            for item in items:
                item.add_marker(pytest.mark.xfail(reason="no lamps yet", strict="again" in item.name))
    """)
    suite.write("Off\nWhen it breaks", "On again\nGiven a lamp")
    suite.run()
    verdicts_with_reasons = [(verdict["verdict"], verdict["reason"]) for verdict in read_verdicts(suite.record)]
    assert verdicts_with_reasons == [("known deviation", "no lamps yet"), ("unexpectedly passed", "no lamps yet")]


def test_the_record_says_whether_the_run_succeeds_after_all(suite: Suite) -> None:
    suite.add("""
        @pytest.hookimpl(trylast=True)
        def pytest_sessionfinish(session):
            session.exitstatus = 0
    """)
    suite.write("Off\nWhen it breaks")
    assert suite.run().returncode == 0
    assert end_of(suite.record)["success"] is True


def test_the_record_contains_deselected_scenarios(suite: Suite) -> None:
    suite.write("On\nGiven a lamp", "Off\nGiven a lamp")
    suite.run("-k", "on")
    record = suite.record
    expect_valid_messages(record)
    assert [message["pickle"]["name"] for message in record if "pickle" in message] == ["Off", "On"]
    assert len([message for message in record if "testCase" in message]) == 1


def test_a_run_without_scenarios_keeps_the_record(suite: Suite) -> None:
    suite.write("On\nGiven a lamp")
    suite.run()
    before = suite.record_file.read_bytes()
    assert suite.run("-k", "nothing").returncode == 5
    assert suite.record_file.read_bytes() == before


def test_two_workers_write_one_record(suite: Suite) -> None:
    suite.write(*(f"Number {number}\nGiven a lamp\nThen there is light" for number in range(6)))
    assert suite.run("--numprocesses=2").returncode == 0
    record = suite.record
    expect_valid_messages(record)
    attempts = [message["testCaseStarted"] for message in record if "testCaseStarted" in message]
    assert len({attempt["testCaseId"] for attempt in attempts}) == len(attempts) == 6
    assert {attempt["workerId"] for attempt in attempts} == {"gw0", "gw1"}
    assert len([message for message in record if "testRunStarted" in message]) == 1
    assert not (suite.record_folder / "parts").exists()


def test_steps_of_a_crashed_worker_have_unknown_status(suite: Suite) -> None:
    suite.write("Dies\nGiven a lamp\nWhen the process dies\nThen there is light", "On\nGiven a lamp")
    suite.run("--numprocesses=1")
    record = suite.record
    expect_valid_messages(record)
    assert [status for _, status in read_statuses(record, "Dies")] == ["PASSED", "UNKNOWN", "UNKNOWN"]
    assert read_statuses(record, "On") == [("a lamp", "PASSED")]
    assert end_of(record)["success"] is False


@pytest.mark.parametrize("options", [(), ("--numprocesses=1",)], ids=["one process", "a worker"])
def test_records_an_interruption_by_ctrl_c(suite: Suite, options: tuple[str, ...]) -> None:
    process = _start_run_that_waits(suite, *options)
    os.kill(process.pid, signal.SIGINT)
    process.wait(30)
    record = suite.record
    expect_valid_messages(record)
    assert read_statuses(record, "First") == [("a lamp", "PASSED")]
    assert read_statuses(record, "Waits") == [("it waits", "UNKNOWN"), ("there is light", "UNKNOWN")]
    assert read_statuses(record, "Last") == []
    assert end_of(record)["message"] == "The run was interrupted."
    assert end_of(record)["success"] is False


def test_recovers_the_record_of_a_killed_run(suite: Suite) -> None:
    process = _start_run_that_waits(suite)
    process.kill()
    process.wait(30)
    record = suite.record
    expect_valid_messages(record)
    assert read_statuses(record, "First") == [("a lamp", "PASSED")]
    assert read_statuses(record, "Waits") == [("it waits", "UNKNOWN"), ("there is light", "UNKNOWN")]
    assert "killed" in end_of(record)["message"]


def _start_run_that_waits(suite: Suite, *options: str) -> subprocess.Popen[bytes]:
    """Start a run, wait until it reaches a step that waits, and return its process."""
    suite.add("""
        import pathlib, time
        @when("it waits")
        def waits():
            pathlib.Path("waiting").write_text("here")
            time.sleep(60)  # Longer than any of these tests.
    """)
    suite.write("First\nGiven a lamp", "Waits\nWhen it waits\nThen there is light", "Last\nGiven a lamp")
    waiting = NamedPipe(suite.folder / "waiting")
    process = subprocess.Popen(
        suite.command(*options),
        cwd=suite.folder,
        env=suite.environment,
        stdout=subprocess.DEVNULL,
        preexec_fn=_restore_ctrl_c_handler,
    )
    assert waiting.read(30), "the run did not reach the step that waits"
    return process


def _restore_ctrl_c_handler() -> None:
    """Restore the default handler.

    A shell makes background processes ignore SIGINT, and children inherit that.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize(
    "broken",
    ["living_docs.recording.recording_plugin.build", "living_docs.recording.run.write_record"],
    ids=["the pages", "the record"],
)
def test_pages_that_could_not_be_written_can_be_built_by_the_printed_command(suite: Suite, broken: str) -> None:
    suite.add(f"""
        def fail(*_): raise OSError(28, "No space left on device")
        @pytest.fixture(scope="session", autouse=True)
        def fill_disk():
            pytest.MonkeyPatch().setattr("{broken}", fail)
    """)
    suite.write("On\nGiven a lamp")
    output = suite.run().stdout
    site = suite.folder / "site"
    assert f"The living documentation in {site} could not be written: OSError: [Errno 28]" in output
    assert not (site / "index.html").exists()
    command = next(line.split(": ")[1] for line in output.splitlines() if line.startswith("To build the pages"))
    program, arguments = shlex.split(command)[:3], shlex.split(command)[3:]
    assert program == ["python", "-m", "living_docs"] and main(arguments) == 0
    assert (site / "index.html").exists()


def test_records_both_attempts_of_a_repeated_scenario(suite: Suite) -> None:
    suite.add("""
        from _pytest.runner import runtestprotocol
        tries = []

        @when("it works the second time")
        def work_the_second_time():
            tries.append(1)
            assert len(tries) > 1, "not yet"

        def pytest_runtest_protocol(item, nextitem):
            item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
            if any(report.failed for report in runtestprotocol(item, nextitem=nextitem, log=False)):
                item._initrequest()
                runtestprotocol(item, nextitem=nextitem, log=True)
            item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
            return True
    """)
    suite.write("Flaky\nGiven a lamp\nWhen it works the second time")
    assert suite.run().returncode == 0
    record = suite.record
    expect_valid_messages(record)
    ends = [message["testCaseFinished"]["willBeRetried"] for message in record if "testCaseFinished" in message]
    assert ends == [True, False]
    assert [message["testCaseStarted"]["attempt"] for message in record if "testCaseStarted" in message] == [0, 1]
