"""Fixtures: a server for the pages, scripted pages, and a scene with two people on stage."""

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
from tests.screens.scripted_page import ScriptedPage
from tests.screens.sizes import make_context_options

MakeScriptedPage = Callable[[Kind], ScriptedPage]


@pytest.fixture(scope="session")
def pages_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of the server that serves the pages."""
    server = ServerProcess(tmp_path_factory.mktemp("screens"), "--grace", "0.1")
    yield server.url
    server.kill()


@pytest.fixture
def make_scripted_page(chromium: Browser, pages_url: str) -> Iterator[MakeScriptedPage]:
    """A function that opens a blank page on a laptop or a phone, as a `ScriptedPage`."""
    contexts = []

    def make(kind: Kind) -> ScriptedPage:
        contexts.append(chromium.new_context(**make_context_options(kind)))
        return ScriptedPage(contexts[-1].new_page(), pages_url, kind)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def watched_stage(room: Room, browsers: Browsers, descriptors: dict[Any, dict[str, Any]]) -> Iterator[Scene]:
    """A scene with Ada and Ben on stage and Cleo as a viewer."""
    scene = Scene(room, browsers, "laptop", descriptors)
    scene.open_session(SessionRequest("everyone"))
    scene.attendees_arrive("Ada", "Ben", "Cleo")
    for name in ("Ada", "Ben"):
        bring_on_stage(scene, name)
    yield scene
    scene.close()
