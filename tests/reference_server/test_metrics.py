"""The metrics of a room, for operators."""

import re
from ipaddress import IPv4Network
from pathlib import Path

import pytest
import requests

from reference_server.app import create_app
from reference_server.server_settings import ServerSettings
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import PATIENCE, ServerProcess
from tests.stand_ins.connected_session import ConnectedSession


def read_metrics(server: ServerProcess) -> dict[str, float]:
    """Return all metrics by name and labels."""
    response = requests.get(f"{server.url}/metrics", timeout=PATIENCE)
    assert response.status_code == 200 and response.headers["Content-Type"].startswith("text/plain; version=")
    lines = (line.rsplit(" ", 1) for line in response.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in lines}


def test_people_and_messages_are_counted_and_nobody_is_named(start_server: MakeServer) -> None:
    server = start_server()
    session = ConnectedSession(server, access="everyone", title="Secret title")
    session.enter("Maya")
    ada, ben = session.enter("Ada"), session.enter("Ben")
    ada.do("join", microphone=True, camera=True)
    assert ben.expect_refusal("ask") == "not_offered"
    assert ben.expect_refusal("what is this {x}") == "unknown_message"
    metrics = read_metrics(server)
    assert (
        metrics["stagedoor_sessions"],
        metrics["stagedoor_people_connected"],
        metrics["stagedoor_people_on_stage"],
    ) == (
        1,
        3,
        1,
    )
    assert metrics['stagedoor_messages_total{message="join",result="ok"}'] == 1
    assert metrics['stagedoor_messages_total{message="ask",result="not_offered"}'] == 1
    assert metrics['stagedoor_messages_total{message="unknown",result="unknown_message"}'] == 1
    assert metrics['stagedoor_refusals_total{code="not_offered"}'] == 1
    assert metrics['stagedoor_message_seconds_count{message="join"}'] == 1
    text = requests.get(f"{server.url}/metrics", timeout=PATIENCE).text
    assert not re.search(rf"Ada|Maya|Secret|{ada.id}|{session.links['id']}", text)
    ben.close()
    ada.wait_until(
        lambda view: [person for person in view["people"] if person["id"] == ben.id and person["page"] is None]
    )
    assert read_metrics(server)["stagedoor_people_connected"] == 2


@pytest.mark.parametrize(
    ("settings", "address", "headers", "status"),
    [
        ({}, "127.0.0.1", {}, 200),
        ({}, "::1", {}, 200),
        ({}, "10.1.2.3", {}, 403),
        ({}, "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ({}, "127.0.0.1", {"X-Forwarded-Host": "room.example"}, 403),
        ({}, "127.0.0.1", {"X-Real-IP": "127.0.0.1"}, 403),
        ({}, "::1", {"Forwarded": "for=127.0.0.1"}, 403),
        ({}, "127.0.0.1", {"Via": "1.1 proxy"}, 403),
        ({"proxies": 1}, "127.0.0.1", {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1"}, 200),
        ({"proxies": 1}, "127.0.0.1", {"X-Forwarded-For": "127.0.0.1", "Forwarded": "for=198.51.100.4"}, 403),
        ({"metrics_for": (IPv4Network("10.0.0.0/8"),)}, "10.1.2.3", {}, 200),
        ({"metrics_for": (IPv4Network("10.0.0.0/8"),)}, "11.1.2.3", {}, 403),
        ({"proxies": 1}, "127.0.0.1", {"X-Forwarded-For": "198.51.100.4"}, 403),
        ({"proxies": 1}, "127.0.0.1", {"X-Forwarded-For": "127.0.0.1, 198.51.100.4"}, 403),
    ],
)
def test_only_this_machine_and_configured_networks_may_read_the_metrics(
    tmp_path: Path, settings: dict[str, object], address: str, headers: dict[str, str], status: int
) -> None:
    room = create_app(ServerSettings(tmp_path / "room.sqlite", **settings))  # type: ignore[arg-type]
    response = room.app.test_client().get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    room.store.close()
    assert response.status_code == status
    assert ("stagedoor_sessions" in response.text) == (status == 200)
