"""Adapters are short, and room files use every locator that exists."""

import tomllib
from pathlib import Path

import pytest

from conformance.room_profile import LOCATORS, in_part
from rooms.room_file import RoomFile

ROOT = Path(__file__).resolve().parents[2]
LONGEST_ADAPTER = 150
"""Lines, including docstrings and empty lines."""
ROOM_FILES = {
    path.stem: RoomFile.model_validate(tables)
    for path in sorted((ROOT / "rooms").rglob("*.toml"))
    if "session" in (tables := tomllib.loads(path.read_text()))
}


@pytest.mark.parametrize("name", [name for name, file in ROOM_FILES.items() if file.adapter])
def test_an_adapter_is_short(name: str) -> None:
    module = str(ROOM_FILES[name].adapter).partition(":")[0]
    lines = (ROOT / f"{module.replace('.', '/')}.py").read_text().splitlines()
    assert len(lines) <= LONGEST_ADAPTER, "what is only a matter of finding an element belongs in the room file"


def test_a_room_uses_each_locator() -> None:
    used = {key for file in ROOM_FILES.values() for key in file.locators}
    unused = [key for part, keys in LOCATORS.items() for key in (in_part(part, key) for key in keys) if key not in used]
    assert not unused, f"locators that no room file uses: {unused}"
