"""The examples in docs/check-your-own-room.md work without changes."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Page

from conformance.room_profile import LOCATORS
from pages.places import Places, places_of
from pages.screen import Screen
from pages.words import Words
from rooms.room_file import RoomFile
from tests.rooms.running import ROOT
from tests.short_time_limits import expecting_failure

GUIDE = (ROOT / "docs" / "check-your-own-room.md").read_text()
ACME_PAGE = """
<button>Settings</button>
<section aria-label="Stage"><ul>
  <li>Ada <video></video></li><li>Ben <video></video></li>
</ul></section>
<dialog aria-label="Settings"><fieldset><legend>Stage access</legend>
  <label><input type="radio" name="access" checked> Everyone on stage</label>
  <label><input type="radio" name="access"> Invite only</label>
</fieldset></dialog>
<script>document.querySelector("button").onclick = () => document.querySelector("dialog").showModal();</script>
"""
"""A page of a room with the elements that the example's adapter looks for."""


def code_blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def adapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> type[Places]:
    """The adapter in the guide, imported by the path and name that the guide gives."""
    (code,) = (block for block in code_blocks("python") if "AcmePlaces" in block)
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "screens.py").write_text(code)
    monkeypatch.syspath_prepend(str(tmp_path))
    (reference,) = {
        match for block in code_blocks("toml") for match in re.findall(r'^adapter = "(.*?)"', block, re.MULTILINE)
    }
    return places_of(reference)


def test_the_adapter_has_at_most_thirty_lines() -> None:
    (code,) = (block for block in code_blocks("python") if "AcmePlaces" in block)
    assert len([line for line in code.splitlines() if line.strip()]) <= 30


def test_the_adapter_works_with_its_room(adapter: type[Places], empty_page: Page) -> None:
    empty_page.set_content(ACME_PAGE)
    screen = Screen("Ada", "laptop", empty_page, Words())
    places = adapter(screen)
    places.stage.expect_tile("Ada")
    places.settings.expect_stage_access("Everyone on stage")
    places.settings.set_stage_access("Invite only")
    places.settings.expect_stage_access("Invite only")
    places.settings.expect_not_selectable("Join by request")
    # The adapter's checks can fail, and checks without the adapter fail in this room.
    empty_page.get_by_role("listitem").first.evaluate("tile => tile.remove()")
    with expecting_failure("one tile of Ada"):
        places.stage.expect_tile("Ada")
    with expecting_failure("one tile of Ben"):
        Places(screen).stage.expect_tile("Ben")


def test_the_complete_room_files_are_valid() -> None:
    complete_files = [tomllib.loads(block) for block in code_blocks("toml") if "[session" in block]
    assert complete_files
    for tables in complete_files:
        RoomFile.model_validate(tables)


def test_the_guide_lists_every_locator() -> None:
    section = GUIDE.partition("## Where roles and names are missing")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in row.split("|")[1:3]] for row in re.findall(r"^\|.*\|$", section, re.MULTILINE)]
    listed_locators: dict[str, set[str]] = {}
    table = ""
    for tables, keys in rows[2:]:
        table = tables or table
        for part in re.findall(r"`([\w.]+)`", table):
            listed_locators.setdefault(part, set()).update(key.strip('"') for key in re.findall(r"`([^`]+)`", keys))
    assert listed_locators == {part: set(keys) for part, keys in LOCATORS.items()}


def test_every_make_command_has_a_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    commands = set(re.findall(r"\bmake (?:-C suite )?([a-z]+)", "\n".join([*code_blocks(""), *code_blocks("yaml")])))
    assert {"acceptance", "doctor"} <= commands
    assert all(re.search(rf"^{command}:", makefile, re.MULTILINE) for command in commands)


def test_ci_stores_the_files_that_a_run_writes() -> None:
    """The paths in both examples match the Makefile."""
    stored_paths = {path for block in code_blocks("yaml") for path in re.findall(r"suite/(build/[\w./-]+)", block)}
    assert stored_paths == {"build/living-docs", "build/failures", "build/living-docs/record/junit.xml"}
    docs = re.search(r"^DOCS := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert docs is not None and docs[1] == "build/living-docs"


def test_the_examples_are_pinned() -> None:
    """Actions are pinned by commit, images by the full version."""
    examples = "\n".join(code_blocks("yaml"))
    actions = re.findall(r"uses: (\S+)", examples)
    assert actions and all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action) for action in actions)
    assert re.findall(r"image: (\S+)", examples) == ["python:3.12.12-bookworm"]


def test_the_shell_commands_for_ci_are_valid() -> None:
    for command in re.findall(
        r"^ *(?:run: |- )((?:make|git|\./start).*)$", "\n".join(code_blocks("yaml")), re.MULTILINE
    ):
        process = subprocess.run(["sh", "-n", "-c", command], capture_output=True, text=True, check=False)
        assert process.returncode == 0, f"{command}: {process.stderr}"
