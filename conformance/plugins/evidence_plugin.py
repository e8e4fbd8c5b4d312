"""Evidence of failed scenarios: screenshots, console logs, traces and videos (``--evidence``)."""

import os
import re
import shutil
import signal
from collections.abc import Generator
from pathlib import Path

import pytest

from conformance.errors import NotReached
from conformance.plugins.people_plugin import SCENE
from conformance.verdict_engine import VERDICT_PROPERTY
from conformance.verdicts import Verdict
from living_docs.record.record_messages import CONFIRMATION
from living_docs.recording.hooks import Evidence
from people.scene import Scene
from rooms.room import Room

ROOT = Path(__file__).parents[2]
FAILURES = ROOT / "build" / "failures"
FOLDER = pytest.StashKey[Path]()
HAS_FAILED = pytest.StashKey[bool]()
VIDEOS = pytest.StashKey[list[Evidence]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    help_ = (
        "folder for screenshots, console logs and traces of failed scenarios (default: build/failures, emptied first)"
    )
    parser.getgroup("stagedoor").addoption("--evidence", metavar="FOLDER", help=help_)


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    if config.getoption("--evidence") is None and not config.getoption("--confirming"):
        config.pluginmanager.register(OldEvidence(), "old-evidence")
    # After SIGTERM, by which CI cancels a run, everything is closed and the record written as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


class OldEvidence:
    """Removes the evidence of earlier runs.

    This happens when the first scenario starts, so that --collect-only keeps it.
    """

    def __init__(self) -> None:
        self._exists = True

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        if self._exists and ".feature::" in nodeid:
            self._exists = False
            shutil.rmtree(FAILURES, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Save the evidence of failed scenarios, or of all with ``--tracing=on``; report its folder."""
    report = yield
    scene = item.stash.get(SCENE, None)
    item.stash[HAS_FAILED] = item.stash.get(HAS_FAILED, False) or report.failed
    if report.when != "call" or scene is None:
        return report
    item.stash[VIDEOS] = _videos(scene)
    if report.failed or item.config.getoption("--tracing") == "on":
        _save(item, scene, report)
    if report.failed:
        _note_ended_server(scene.room, report)
    return report


def evidence_of(item: pytest.Item) -> list[Evidence]:
    """Return the saved traces, and the videos if Playwright's ``--video`` asks for them."""
    scene, folder = item.stash.get(SCENE, None), item.stash.get(FOLDER, None)
    people = list(scene.people.values()) if scene and folder else []
    files = [(person, f"{person.name}-{person.device}-trace.zip") for person in people]
    traces = [Evidence(person.name, person.device, folder / name) for person, name in files if folder]
    keeps_videos = item.config.getoption("--video") == "on" or item.stash.get(HAS_FAILED, False)
    return [*traces, *(item.stash.get(VIDEOS, []) if keeps_videos else [])]


def _save(item: pytest.Item, scene: Scene, report: pytest.TestReport) -> None:
    parent = Path(item.config.getoption("--evidence") or FAILURES)
    folder = parent / re.sub(r"[^\w.-]+", "-", item.nodeid.removeprefix("features/")).strip("-")
    if item.config.getoption("--confirming"):
        folder = folder.with_name(f"{folder.name}-{CONFIRMATION}")
    scene.save_evidence(folder)
    if report.failed:
        (folder / "message.txt").write_text(f"{report.longreprtext}\n", encoding="utf-8")
    item.stash[FOLDER] = folder
    report.sections.append(("Evidence", f"{os.path.relpath(folder, ROOT)}/"))


def _note_ended_server(room: Room, report: pytest.TestReport) -> None:
    """Set the verdict "not reached" if the room's server has ended by itself, which explains the failure."""
    try:
        room.expect_alive()
    except NotReached as error:
        reason = str(error)
        verdict = {"verdict": Verdict.NOT_REACHED.value, "reason": reason.splitlines()[0]}
        report.user_properties.append((VERDICT_PROPERTY, verdict))
        report.sections.append(("Not reached", reason))


def _videos(scene: Scene) -> list[Evidence]:
    """Return the videos' paths while the pages are open; Playwright writes the files when they close."""
    people = [(person, person.page.video) for person in scene.people.values()]
    return [Evidence(person.name, person.device, Path(video.path())) for person, video in people if video]
