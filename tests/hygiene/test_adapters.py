"""Adapters are short, and room files use every locator that the suite knows."""

import tomllib
from pathlib import Path

import pytest

from conformance.room_profile import LOCATORS, in_part
from rooms.room_file import RoomFile

ROOT = Path(__file__).resolve().parents[2]
MAX_ADAPTER_LINES = 150
"""Including docstrings and empty lines."""
ROOM_FILES = {
    path.stem: RoomFile.model_validate(tables)
    for path in sorted((ROOT / "rooms").rglob("*.toml"))
    if "session" in (tables := tomllib.loads(path.read_text()))
}


@pytest.mark.parametrize("room", [name for name, file in ROOM_FILES.items() if file.adapter])
def test_an_adapter_is_short(room: str) -> None:
    module = str(ROOM_FILES[room].adapter).partition(":")[0]
    lines = (ROOT / f"{module.replace('.', '/')}.py").read_text().splitlines()
    assert len(lines) <= MAX_ADAPTER_LINES, f"{module}: replace code that only finds elements by locators"


def test_every_locator_is_used_by_a_room_file() -> None:
    known_locators = [in_part(part, key) for part, keys in LOCATORS.items() for key in keys]
    used_locators = {locator for file in ROOM_FILES.values() for locator in file.locators}
    unused_locators = [locator for locator in known_locators if locator not in used_locators]
    assert not unused_locators, f"locators that no room file uses: {unused_locators}"
