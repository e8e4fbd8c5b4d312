"""Pictures of every screen at every size, light and dark.

Usage: ``.venv/bin/python -m tests.screens.gallery [WORD]``. With a word, only the screens with this word in their name.

The pictures are stored in ``build/gallery/``.
"""

import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from people.browsers import Browsers, Equipment
from people.cast import cast_member
from people.devices import Kind
from tests.reference_server.server_process import ServerProcess
from tests.screens.screen_catalogue import SCREENS, full_stage
from tests.screens.scripted_page import ScriptedPage, await_paint
from tests.screens.sizes import SIZES, make_context_options

FOLDER = Path(__file__).parents[2] / "build" / "gallery"
NUMBERS_OF_TILES = (1, 2, 3, 4, 5, 7, 9, 12, 16, 25)
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def main(word: str) -> None:
    """Start a server and a browser, and take the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = ServerProcess(Path(folder))
        browsers = Browsers(playwright.chromium, {}, Path(folder))
        try:
            take_pictures_of_screens(browsers.of(cast_member("Ada"), Equipment.OWN), server.url, word)
        finally:
            browsers.close()
            server.kill()


def take_pictures_of_screens(browser: Browser, url: str, word: str) -> None:
    """Take pictures of the screens whose names contain the word, on both kinds of device."""
    for kind in SIZES:
        for name, show in SCREENS.items():
            if word in name:
                scripted = ScriptedPage(browser.new_context(**make_context_options(kind)).new_page(), url, kind)
                show(scripted)
                take_pictures(scripted, kind, name)
                scripted.page.context.close()
        if word in "tiles":
            take_pictures_of_tiles(browser, url, kind)


def take_pictures_of_tiles(browser: Browser, url: str, kind: Kind) -> None:
    """Take pictures of the stage with each of NUMBERS_OF_TILES."""
    scripted = ScriptedPage(browser.new_context(**make_context_options(kind)).new_page(), url, kind)
    scripted.open(full_stage(1))
    for count in NUMBERS_OF_TILES:
        scripted.show(full_stage(count))
        take_pictures(scripted, kind, f"tiles {count:02}", schemes=("light",))
    scripted.page.context.close()


def take_pictures(scripted: ScriptedPage, kind: Kind, name: str, schemes: tuple[Scheme, ...] = SCHEMES) -> None:
    """Take pictures of the page at each size and in each colour scheme."""
    for size, viewport in SIZES[kind].items():
        scripted.page.set_viewport_size(viewport)
        await_paint(scripted.page)
        for scheme in schemes:
            scripted.page.emulate_media(color_scheme=scheme)
            scripted.page.screenshot(path=FOLDER / f"{name.replace(' ', '-')}-{size}-{scheme}.png")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
