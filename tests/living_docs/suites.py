"""Small test suites with deliberate failures, each run by a separate pytest process."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

from living_docs.record.record_files import RECORD_NAME, read_record
from living_docs.record.record_messages import Message
from tests.forked_pytest import run_pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = (
    "pytest_bdd.plugin",
    "xdist.plugin",
    "conformance.plugins.feature_files_plugin",
    "conformance.plugins.ambiguous_steps_plugin",
    "living_docs.recording.load_plugin",
    "living_docs.recording.recording_plugin",
)
STEPS = """
import os, pytest
from pytest_bdd import given, when, then

@given("a lamp")
def provide_lamp(): pass

@when("it is switched on")
def switch_lamp_on(): pass

@when("it breaks")
def break_lamp(): raise AssertionError("Ada's screen (phone): expected light.\\nThere was:\\n- darkness")

@when("there is no bulb")
def skip_without_bulb(): pytest.skip("no bulb in the house")

@when("nobody has built it")
def fail_as_unbuilt(): raise NotImplementedError("the lamp of tomorrow")

@when("the power station explodes")
def lose_server(): raise ConnectionError("the server is gone")

@when("the process dies")
def end_process(): os._exit(7)

@then("there is light")
def see_light(): pass

@when("it flickers")
def flicker(): pass

@when("it flick.ers")
def unused(): pass
"""


class Suite:
    """A project in ``folder`` with one feature.

    ``variables`` are additional environment variables of its runs.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.variables: dict[str, str] = {}
        self.record_folder = folder / "site" / "record"
        (folder / "features").mkdir(parents=True)
        (folder / "conftest.py").write_text(STEPS)
        (folder / "pytest.ini").write_text("[pytest]\naddopts = --strict-config\n")

    def write(self, *scenarios: str, name: str = "lamp") -> None:
        """Write the feature. A scenario consists of its name and its steps, each on a line."""
        text = ["Feature: A lamp", "", "  Rule: It gives light", ""]
        for scenario in scenarios:
            title, *steps = textwrap.dedent(scenario).strip().splitlines()
            text += [f"    Scenario: {title}", *(f"      {step}" for step in steps), ""]
        (self.folder / "features" / f"{name}.feature").write_text("\n".join(text))

    def add(self, code: str) -> None:
        """Append code to the conftest."""
        with (self.folder / "conftest.py").open("a") as file:
            file.write(textwrap.dedent(code))

    def command(self, *options: str) -> list[str]:
        return [sys.executable, "-m", "pytest", *self.arguments(*options)]

    def arguments(self, *options: str) -> list[str]:
        """Return pytest's arguments: the plugins of a run and the given options."""
        plugins = [part for plugin in PLUGINS for part in ("-p", plugin)]
        return [*plugins, "--living-docs=site", *options]

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Run all features and return the finished process."""
        return run_pytest(self.arguments(*options), self.folder, self.environment, timeout=170)

    @property
    def environment(self) -> dict[str, str]:
        isolation = {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        return {**os.environ, **isolation, **self.variables}

    @property
    def record(self) -> list[Message]:
        return read_record(self.record_folder)

    @property
    def record_file(self) -> Path:
        return self.record_folder / RECORD_NAME


def read_statuses(record: list[Message], scenario: str) -> list[tuple[str, str]]:
    """Return the text and status of each step of the scenario's last attempt, in order."""
    pickles = {message["pickle"]["id"]: message["pickle"] for message in record if "pickle" in message}
    cases = [message["testCase"] for message in record if "testCase" in message]
    case = next(case for case in cases if pickles[case["pickleId"]]["name"] == scenario)
    starts = [message["testCaseStarted"] for message in record if "testCaseStarted" in message]
    attempts = [start["id"] for start in starts if start["testCaseId"] == case["id"]]
    texts = {step["id"]: step["text"] for step in pickles[case["pickleId"]]["steps"]}
    names = {step["id"]: texts[step["pickleStepId"]] for step in case["testSteps"] if "pickleStepId" in step}
    ends = [message["testStepFinished"] for message in record if "testStepFinished" in message]
    last_ends = [end for end in ends if attempts and end["testCaseStartedId"] == attempts[-1]]
    status_by_step = {end["testStepId"]: end["testStepResult"]["status"] for end in last_ends}
    return [(name, status_by_step[id_]) for id_, name in names.items() if id_ in status_by_step]


def end_of(record: list[Message]) -> dict[str, Any]:
    end: dict[str, Any] = record[-1]["testRunFinished"]
    return end


def options_for(*plugins: str) -> tuple[str, ...]:
    """Return the options that load these plugins of ``conformance.plugins``."""
    return tuple(option for plugin in plugins for option in ("-p", f"conformance.plugins.{plugin}"))
