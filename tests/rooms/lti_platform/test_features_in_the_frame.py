"""Features pass in the frame of the learning platform with third-party cookies blocked.

The record of the run says that the cookies were blocked.
"""

import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conformance.report_files import REPORT_NAME, read_conformance
from living_docs.record.record_files import facts_of, read_record
from tests.rooms.lti_platform.course import ROOM_FILE
from tests.rooms.running import run_features

pytestmark = pytest.mark.nested_run

SCENARIOS = "joining_at_once or on_stage_after_a_restart or from_one_tab_to_another"
"""Media between two frames, a restart of platform and room, and a second frame in the same browser."""
RUN_COUNT = 6
"""Three scenarios, each on a laptop and on a phone."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("in-the-frame")


@pytest.fixture(scope="module")
def process(folder: Path) -> subprocess.CompletedProcess[str]:
    record_options = (f"--living-docs={folder}", f"--junit-xml={folder}/junit.xml", "--no-pictures")
    options = ("features", "--block-third-party-cookies", *record_options, "-k", SCENARIOS)
    return run_features(ROOM_FILE, *options, patience=1)


def test_features_pass_with_third_party_cookies_blocked(process: subprocess.CompletedProcess[str]) -> None:
    # A rule of the level SHOULD that fails does not change the exit code.
    assert process.returncode == 0 and f"{RUN_COUNT} passed" in process.stdout, process.stdout[-6000:]


def test_each_report_says_that_third_party_cookies_were_blocked(
    process: subprocess.CompletedProcess[str], folder: Path
) -> None:
    assert process.returncode == 0
    browser = read_conformance(folder / REPORT_NAME).run.browser
    assert browser.endswith(", third-party cookies blocked")
    for page in ("index.html", "report.html"):
        assert browser in (folder / page).read_text(), page
    assert facts_of(read_record(folder / "record"))["run"]["third_party_cookies"] == "blocked"
    properties = ElementTree.parse(folder / "junit.xml").getroot().iterfind("testsuite/properties/property")
    assert {entry.get("name"): entry.get("value") for entry in properties} == {"third-party cookies": "blocked"}
