"""Implements the recorder's hooks: the room under test, the people of a scenario, and the evidence."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from conformance.plugins.evidence_plugin import evidence_of
from conformance.plugins.people_plugin import SCENE, allows_third_party_cookies
from conformance.plugins.room_plugin import ROOM_FILE, binding_level
from living_docs.recording.hooks import Evidence, RecordedPerson
from people.devices import KINDS
from rooms.reference import ReferenceRoom
from rooms.run_metadata import run_facts


def pytest_living_docs_run(config: pytest.Config) -> dict[str, Any]:
    file = config.stash[ROOM_FILE]
    room, cookies = file.name if file else ReferenceRoom.name, allows_third_party_cookies(config)
    return run_facts(file, room, binding_level(config), KINDS, third_party_cookies=cookies)


def pytest_living_docs_people(item: pytest.Item) -> list[RecordedPerson] | None:
    scene = item.stash.get(SCENE, None)
    return None if scene is None else list(scene.people.values())


def pytest_living_docs_transient_pictures(item: pytest.Item, take_picture: Callable[[RecordedPerson], None]) -> None:
    scene = item.stash.get(SCENE, None)
    tabs = [tab for person in scene.people.values() for tab in person.tabs] if scene else []
    for tab in tabs:
        tab.screen.notify_recorder = partial(take_picture, tab)


def pytest_living_docs_facts(item: pytest.Item) -> dict[str, str] | None:
    scene = item.stash.get(SCENE, None)
    browsers = [person.page.context.browser for person in scene.people.values()] if scene else []
    if scene is None or not browsers:
        return None
    names = sorted({f"{browser.browser_type.name.capitalize()} {browser.version}" for browser in browsers if browser})
    cookies = [] if allows_third_party_cookies(item.config) else ["third-party cookies blocked"]
    devices: dict[str, str] = {kind: str(item.config.getoption(kind)) for kind in KINDS}
    return {"room": scene.room.name, "browser": ", ".join([*names, *cookies]), **devices}


def pytest_living_docs_evidence(item: pytest.Item) -> list[Evidence]:
    return evidence_of(item)
