"""A full disk: changes are refused, and accepted again once there is space."""

import resource
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from tests.reference_server.clients import Browser, PageClient, new_session
from tests.reference_server.server_process import PATIENCE, ServerProcess

LARGEST_FILE = 200_000
"""The maximum size in bytes of a file of the server, enough for some dozens of changes."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A separate room, whose log may contain failures."""
    with closing(ServerProcess(tmp_path)) as server:
        yield server


def limit_files(server: ServerProcess, size: int) -> None:
    """Limit the size of each file of the server to so many bytes, which has the effect of a full disk."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def fill_disk(page: PageClient) -> str:
    """Send chat messages until the room refuses one; return the code of the refusal."""
    for number in range(1_000):
        answer = page.send("say", {"text": "x" * 1_900, "sent_as": f"message-{number}"})
        if not answer["ok"]:
            return str(answer["error"]["code"])
    raise AssertionError("the room accepted 1,000 chat messages although the disk was full")


def test_changes_are_refused_while_the_disk_is_full_and_accepted_again_once_there_is_space(
    server: ServerProcess,
) -> None:
    links = new_session(server, access="everyone")
    ada = PageClient(server, Browser(links["attendee"], "Ada"))
    limit_files(server, LARGEST_FILE)
    assert fill_disk(ada) == "server_error"
    assert ada.expect_refusal("join", microphone=True, camera=True) == "server_error"
    assert requests.post(f"{server.url}/api/sessions", json={}, timeout=PATIENCE).status_code == 500
    assert requests.get(f"{server.url}/healthz", timeout=PATIENCE).ok

    limit_files(server, resource.RLIM_INFINITY)
    assert ada.do("join", microphone=True, camera=True) == ["went_live"]
    ada.wait_until(lambda view: any(person["standing"] == "on_stage" for person in view["people"]))
    ada.close()
