"""Evidence: with --tracing and --video, a scenario's page links to all people's traces and videos."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from living_docs.record.reading import build_run_record
from living_docs.record.record_files import read_record
from living_docs.record.record_model import ScenarioRun
from people.video_recording import FfmpegMissing, prepare_video_recording
from tests.rooms.running import ROOT

pytestmark = pytest.mark.nested_run

PEOPLE = [("Maya", "laptop"), ("Ada", "phone"), ("Ben", "phone")]


@pytest.fixture(scope="module", autouse=True)
def _require_ffmpeg() -> None:
    try:
        prepare_video_recording()
    except FfmpegMissing as error:
        pytest.skip(str(error))


def run_scenario(folder: Path, *options: str) -> ScenarioRun:
    """Run one scenario with these options; return the scenario run.

    This writes the living documentation to ``folder``.
    """
    selection = ["features/join_directly.feature", "-k", "going_live", "--people", "phone", f"--living-docs={folder}"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        f"--evidence={folder / 'evidence'}",
        *selection,
    ]
    result = subprocess.run([*command, *options], cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout
    record = build_run_record(read_record(folder / "record"), folder / "record")
    return next(run for _, _, scenario in record.scenarios if scenario.name == "Going live" for run in scenario.runs)


def test_the_scenarios_page_links_to_traces_and_videos_of_all_people(tmp_path: Path) -> None:
    run = run_scenario(tmp_path, "--tracing=on", "--video=on")
    files = {
        (file.kind, file.person, file.device): tmp_path / "record" / file.url.replace("%40", "@")
        for file in run.evidence
    }
    assert set(files) == {(kind, *person) for kind in ("trace", "video") for person in PEOPLE}
    for (kind, *_), path in files.items():
        assert path.read_bytes()[:4] == {"trace": b"PK\x03\x04", "video": b"\x1aE\xdf\xa3"}[kind]
    with zipfile.ZipFile(files["trace", "Ada", "phone"]) as trace:
        trace_text = b"".join(trace.read(name) for name in trace.namelist() if name.endswith(".trace"))
    assert b"When Ada goes live" in trace_text and b"Then Ada is on stage" in trace_text
    page = (tmp_path / "scenarios" / "join-directly--going-live.html").read_text()
    assert len(re.findall(r"(?:Trace|Video) of (?:Maya|Ada|Ben)", page)) == len(files)


def test_a_passed_run_has_no_videos_with_retain_on_failure(tmp_path: Path) -> None:
    assert run_scenario(tmp_path, "--video=retain-on-failure").evidence == []
