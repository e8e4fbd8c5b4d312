"""A full disk: each change is complete or refused, and the room works again once there is space."""

import resource
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from tests.reference_server.clients import Browser, PageClient, new_session
from tests.reference_server.server_process import PATIENCE, ServerProcess

SPACE = 200_000
"""The maximum size of a file of the server in bytes: enough for some dozens of changes."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A separate room, whose log may contain failures."""
    with closing(ServerProcess(tmp_path)) as server:
        yield server


def limit_files(server: ServerProcess, size: int) -> None:
    """Limit the size of the server's files in bytes, as a full disk would."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def fill_disk(page: PageClient) -> str:
    """Send chat messages until one is refused; return the code."""
    for number in range(1_000):
        answer = page.send("say", {"text": "x" * 1_900, "sent_as": f"message-{number}"})
        if not answer["ok"]:
            return str(answer["error"]["code"])
    raise AssertionError("1,000 chat messages were accepted although the disk was full.")


def test_a_full_disk_refuses_changes_and_loses_nothing(server: ServerProcess) -> None:
    links = new_session(server, access="everyone")
    ada = PageClient(server, Browser(links["attendee"], "Ada"))
    limit_files(server, SPACE)
    assert fill_disk(ada) == "server_error"
    assert ada.expect_refusal("join", microphone=True, camera=True) == "server_error"
    assert requests.post(f"{server.url}/api/sessions", json={}, timeout=PATIENCE).status_code == 500
    assert requests.get(f"{server.url}/healthz", timeout=PATIENCE).ok

    limit_files(server, resource.RLIM_INFINITY)
    assert ada.do("join", microphone=True, camera=True) == ["went_live"]
    ada.wait_until(lambda view: any(person["standing"] == "on_stage" for person in view["people"]))
    ada.close()
