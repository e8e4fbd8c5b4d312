"""Rate limits of a session, which hold for all processes together."""

import itertools
import time
from contextlib import closing
from http import HTTPStatus
from pathlib import Path

import pytest
import requests

from rooms.redis_server import RedisServer
from tests.reference_server.clients import new_session
from tests.reference_server.server_process import PATIENCE, ServerProcess
from tests.reference_server.several_processes.conftest import TwoProcesses
from tests.reference_server.shared_servers import PostgreSQLOfTests

pytestmark = pytest.mark.disruption

FACTOR = "0.01"
MOST_ENTRIES = 12
"""The limit of entries to a session per minute, with this factor."""
OPTIONS = ("--rate-factor", FACTOR, "--proxies", "1", "--public-url", "http://127.0.0.1:1")
_addresses = itertools.count(1)


def try_to_enter(process: ServerProcess, link: str) -> bool:
    """Follow a link from a new address; return whether that is accepted."""
    process_link = link.replace("http://127.0.0.1:1", process.url)
    headers = {"X-Forwarded-For": f"192.0.2.{next(_addresses)}"}
    response = requests.get(process_link, {"name": "Ada"}, headers=headers, allow_redirects=False, timeout=PATIENCE)
    assert response.status_code in (HTTPStatus.SEE_OTHER, HTTPStatus.TOO_MANY_REQUESTS), response.text
    return response.status_code == HTTPStatus.SEE_OTHER


def test_two_processes_share_the_entry_limit_of_a_session(
    postgresql: PostgreSQLOfTests, redis: RedisServer, tmp_path: Path
) -> None:
    with closing(TwoProcesses(tmp_path, postgresql, redis, *OPTIONS)) as room:
        link = new_session(room.first)["attendee"]
        assert all(try_to_enter(room.first, link) for _ in range(MOST_ENTRIES - 3))
        entries = 0
        # The second process receives the counts of the first within half a second.
        while entries < MOST_ENTRIES and try_to_enter(room.second, link):
            entries += 1
            time.sleep(0.5)  # noqa: TID251 (nothing reports that the counts have arrived)
        assert entries < MOST_ENTRIES
