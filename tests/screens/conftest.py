"""A server for the pages, a browser on a laptop and on a phone, and people on a stage that somebody watches."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from people.browsers import Browsers
from people.devices import Kind
from people.scene import Scene
from rooms.room import Room, SessionRequest
from steps.stage_flows import bring_on_stage
from tests.reference_server.server_process import ServerProcess
from tests.screens.sizes import context_of
from tests.screens.stage_set import StageSet

MakeSet = Callable[[Kind], StageSet]


@pytest.fixture(scope="session")
def pages_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the pages come from."""
    server = ServerProcess(tmp_path_factory.mktemp("screens"), "--grace", "0.1")
    yield server.url
    server.kill()


@pytest.fixture
def stage_set(chromium: Browser, pages_url: str) -> Iterator[MakeSet]:
    """Makes a fresh page on a laptop or a phone."""
    contexts = []

    def make(kind: Kind) -> StageSet:
        contexts.append(chromium.new_context(**context_of(kind)))
        return StageSet(contexts[-1].new_page(), pages_url, kind)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def watched_stage(room: Room, browsers: Browsers, descriptors: dict[Any, dict[str, Any]]) -> Iterator[Scene]:
    """Ada and Ben on stage, and Cleo, who watches them."""
    scene = Scene(room, browsers, "laptop", descriptors)
    scene.open_session(SessionRequest("everyone"))
    scene.attendees_arrive("Ada", "Ben", "Cleo")
    for name in ("Ada", "Ben"):
        bring_on_stage(scene, name)
    yield scene
    scene.close()
