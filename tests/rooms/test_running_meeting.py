"""Features can be run in a running meeting, given only its two links."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.errors import OwnSessionNeeded
from conformance.verdicts import Verdict
from people.running_meeting import expect_meeting_unchanged_by
from rooms.room import Links, SessionRequest
from rooms.session_requests import post_session
from tests.hygiene.written_steps import list_steps
from tests.reference_server.server_process import ServerProcess
from tests.rooms.running import run_in_meeting
from tests.rooms.test_designs import read_verdicts
from tests.rooms.test_independent import serve_small_room

EXPECTED_VERDICTS = {
    "ASK-1": Verdict.PASSED,
    "ASK-5": Verdict.PASSED,
    "DIRECT-1": Verdict.NOT_REACHED,
    "MODERATE-2": Verdict.NOT_REACHED,
}
"""Two rules that need a session with requests, one that needs another stage access, and one that changes settings."""


@pytest.fixture(params=["reference", "independent"])
def links(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Links]:
    """The links of a meeting in which attendees ask to join the stage."""
    if request.param == "independent":
        with serve_small_room("") as address:
            yield post_session(f"{address}/api/sessions", SessionRequest("request"))
    else:
        server = ServerProcess(tmp_path)
        yield post_session(f"{server.url}/api/sessions?links=entry", SessionRequest("request"))
        server.kill()


@pytest.mark.nested_run
def test_only_scenarios_that_need_no_other_session_run(links: Links, tmp_path: Path) -> None:
    options = (
        "--people",
        "laptop",
        "--no-pictures",
        "-n",
        "2",
        f"--living-docs={tmp_path}",
        "-m",
        " or ".join(EXPECTED_VERDICTS),
    )
    process = run_in_meeting(links, "features", *options)
    verdicts = read_verdicts(tmp_path)
    assert {rule: verdicts[rule] for rule in EXPECTED_VERDICTS} == EXPECTED_VERDICTS, process.stdout[-6000:]
    assert "needs a session of its own with the stage access “everyone”" in process.stdout
    assert "would change the running meeting" in process.stdout
    assert process.returncode == 1


@pytest.mark.parametrize(
    "step", ["Maya turns the chat off", "Ada floods the chat", "Maya has removed Ada from the session"]
)
def test_a_step_that_would_change_the_meeting_is_refused(step: str) -> None:
    with pytest.raises(OwnSessionNeeded, match=step):
        expect_meeting_unchanged_by(["Maya moderates", step])


def test_the_steps_of_a_request_are_allowed() -> None:
    expect_meeting_unchanged_by(["Ada asks to join the stage", "Maya removes Ada from the stage"])


def test_each_kind_of_change_is_refused_in_some_step() -> None:
    """This fails if a step is reworded so that no pattern matches it and it could change the meeting."""
    texts = {step.name for step in list_steps()}
    refused_texts = {text for text in texts if _is_refused(text)}
    for change in (
        "changes the stage access",
        "enables polls",
        "turns the chat",
        "from the session",
        "floods",
        "times",
    ):
        assert any(change in text for text in refused_texts), change


def _is_refused(text: str) -> bool:
    try:
        expect_meeting_unchanged_by([text])
    except OwnSessionNeeded:
        return True
    return False
