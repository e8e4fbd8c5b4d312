"""Pages move to another process when theirs ends, and show no alert (STEADY-3)."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from people.browsers import Browsers
from people.media_analysis import SEEN_AND_HEARD
from people.scene import Scene
from rooms.declared import DeclaredRoom, room_file_for_address
from rooms.room import SessionRequest
from rooms.serve_two_processes import nginx_configuration
from rooms.started_server import StartedServer, free_port, program_on_path
from steps.stage_flows import bring_on_stage
from tests.reference_server.several_processes.conftest import TwoProcesses
from tests.reference_server.shared_servers import running_postgresql, running_redis
from tests.screens.conftest import MakeScriptedPage
from tests.stand_ins.crowded_session import CrowdedSession

COUNT_LOSSES_SHOWN = """() => {
  window.lossesShown = 0;
  const countIfShown = () => { if (document.body.innerText.includes("Connection lost")) window.lossesShown += 1; };
  new MutationObserver(countIfShown).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""
COUNT_PEER_CONNECTIONS = "() => stagedoorProbe.peerConnections.length"


@pytest.fixture
def room_of_two_processes(tmp_path: Path) -> Iterator[tuple[TwoProcesses, str]]:
    """Return a room of two processes, and the URL of its proxy.

    The proxy uses the second process only if the first is unavailable.
    """
    nginx = program_on_path("nginx")
    if nginx is None:
        pytest.skip("nginx is not installed (as root: apt-get install nginx)")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        postgresql, redis = stack.enter_context(running_postgresql()), stack.enter_context(running_redis(tmp_path))
        options = ("--proxies", "1", "--public-url", address)
        room = stack.enter_context(closing(TwoProcesses(tmp_path, postgresql, redis, *options)))
        configuration = nginx_configuration(tmp_path, port, (room.first.port, room.second.port))
        second = f"server 127.0.0.1:{room.second.port} "
        file = tmp_path / "nginx.conf"
        file.write_text(configuration.replace(second, f"{second}backup "))
        command = [nginx, "-e", "stderr", "-c", str(file)]
        stack.enter_context(closing(StartedServer("nginx", command, tmp_path / "nginx.log", address=f"{address}/")))
        yield room, address


def test_steady_3_the_end_of_a_process_shows_no_alert_and_interrupts_no_media(
    room_of_two_processes: tuple[TwoProcesses, str], browsers: Browsers, descriptors: dict[Any, dict[str, Any]]
) -> None:
    room, address = room_of_two_processes
    scene = Scene(DeclaredRoom(room_file_for_address(address)), browsers, "laptop", descriptors)
    scene.open_session(SessionRequest("everyone"))
    scene.attendees_arrive("Ada", "Ben")
    ada, ben = scene["Ada"], scene["Ben"]
    bring_on_stage(scene, "Ada")
    ben.media.expect({"Ada": SEEN_AND_HEARD})
    connections_before = [person.page.evaluate(COUNT_PEER_CONNECTIONS) for person in (ada, ben)]
    for person in (ada, ben):
        person.page.evaluate(COUNT_LOSSES_SHOWN)
    assert room.first.terminate()[0] == 0
    ben.places.toolbar.switch("Raise hand", on=True)
    ada.places.participants.expect_raised_hands(["Ben"])
    ada.places.stage.expect_tile("Ada")
    ben.media.expect({"Ada": SEEN_AND_HEARD})
    assert [person.page.evaluate("() => window.lossesShown") for person in (ada, ben)] == [0, 0]
    assert [person.page.evaluate(COUNT_PEER_CONNECTIONS) for person in (ada, ben)] == connections_before
    assert "Traceback" not in room.first.log() + room.second.log()
    scene.close()


def test_a_move_shows_a_lost_connection_only_if_it_takes_two_seconds(make_scripted_page: MakeScriptedPage) -> None:
    scripted = make_scripted_page("laptop")
    scripted.page.clock.install()
    scripted.open(CrowdedSession("request"))
    scripted.page.clock.pause_at(scripted.page.evaluate("() => Date.now() / 1000 + 1"))
    scripted.refuse_connections()
    scripted.move()
    alert = scripted.page.get_by_role("alert").filter(has_text="Connection lost")
    scripted.page.clock.run_for(1_500)
    expect(alert).to_have_count(0)
    scripted.page.clock.run_for(500)
    expect(alert).to_have_count(1)
