"""Equal screens share a picture; screens that look different never do."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext, Page

from living_docs.recording import pictures, screens
from living_docs.recording.album import Album
from living_docs.recording.pictures import Photographer
from living_docs.recording.screens import RecordedScreen, find_changed, find_unchanged, read_current_view

RED, BLUE = (f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'>"
             f"<rect width='40' height='40' fill='{colour}'/></svg>" for colour in ("red", "blue"))  # fmt: skip
ROOM = f"""<!doctype html><title>Room</title>
<style>
  .bad {{ background: #c00 }}  #box:checked + label {{ font-weight: bold }}  [data-mood=sad] {{ opacity: .5 }}
  .badge::after {{ content: attr(data-count) }}
</style>
<h1>Room</h1><p id=news>Nothing yet</p>
<input id=name aria-label=Name> <input type=checkbox id=box><label for=box>Hand</label>
<select id=access><option>Everyone<option>Nobody</select> <progress id=progress max=4 value=1></progress>
<div id=log style="height: 60px; overflow: auto">{"<p>word</p>" * 20}</div>
<button id=first>First</button> <button id=second>Second</button>
<img id=image alt="" src="{RED}"> <span id=badge class=badge data-count=1></span>
<dialog id=dialog>Get ready</dialog> <div id=host></div>
<script>host.attachShadow({{ mode: "open" }}).innerHTML = "<b>in the shadow</b>"</script>"""
VISIBLE_CHANGES = {
    "a text": "news.textContent = 'Come on stage'",
    "a class that changes a colour": "news.className = 'bad'",
    "a style": "news.style.color = 'green'",
    "an attribute that a style sheet selects": "news.dataset.mood = 'sad'",
    "an attribute that a style sheet displays": "badge.dataset.count = '2'",
    "a box that is checked": "box.click()",
    "an input's value": "document.execCommand('insertText', false, document.getElementById('name').focus() ?? 'Ada')",
    "an option that is selected": "access.selectedIndex = 1; access.dispatchEvent(new Event('change'))",
    "progress": "progress.value = 3",
    "a log that is scrolled": "log.scrollTop = 33; return new Promise((done) => { log.onscroll = done })",
    "the focus": "second.focus({ focusVisible: true })",
    "a dialog that opens": "dialog.show()",
    "a modal dialog that opens": "dialog.showModal()",
    "an image": f'image.src = "{BLUE}"',
    "a text in the shadow": "host.shadowRoot.querySelector('b').textContent = 'out of it'",
    "an element that is hidden": "badge.hidden = true",
    "a button that cannot be pressed": "first.disabled = true",
}
INVISIBLE_CHANGES = {
    "an id": "news.id = 'news-9f31c2'",
    "a link element": "document.body.insertAdjacentHTML('beforeend', '<link rel=help href=/session/81f3>')",
    "a time in an attribute": "news.dataset.time = Date.now()",
    "a script element": "document.body.insertAdjacentHTML('beforeend', '<script type=none>81f3</script>')",
}
UNCOMPARABLE_CONTENT = {
    "a canvas": "document.body.append(document.createElement('canvas'))",
    "an animation": "news.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 1e6, iterations: Infinity })",
    "the result of a finished animation": "news.animate([{ opacity: .2 }], { duration: 1, fill: 'forwards' })",
    "a component that may have a closed shadow root": "document.body.append(document.createElement('closed-box'))",
    "a style rule edited in place": "document.styleSheets[0].cssRules[0].style.color = 'blue'",
    "an image made by the page": "image.src = URL.createObjectURL(new Blob([], { type: 'image/png' }))",
    "a video": """document.body.insertAdjacentHTML('beforeend', '<video autoplay muted>');
        const drawn = document.createElement('canvas'); drawn.getContext('2d').fillRect(0, 0, 9, 9);
        const video = document.querySelector('video'); video.srcObject = drawn.captureStream(30);
        return new Promise((done) => { video.onloadeddata = done; drawn.getContext('2d').fillRect(0, 0, 5, 5); })""",
}


class PageOwner(NamedTuple):
    page: Page
    name: str = "Ada"
    device: str = "laptop"


class Studio:
    """Pages of a room, and the photographer of their pictures, whose screenshots are counted."""

    def __init__(self, context: BrowserContext, folder: Path) -> None:
        self._context = context
        self.photographer = Photographer(folder, Album(folder / "album"))
        self.screenshot_count = 0

    def open(self, room: str = ROOM) -> PageOwner:
        page = self._context.new_page()
        page.set_content(room)
        return PageOwner(page)

    def take_pictures(self, person: PageOwner) -> list[str]:
        """Return the URLs of the person's new pictures, after they were saved."""
        urls = self.photographer.take([person])
        for future in self.photographer._pending:
            future.result()
        return urls


@pytest.fixture
def studio(context: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    studio = Studio(context, tmp_path)
    take_screenshots = pictures._take_screenshots

    def take_and_count(screens: list[RecordedScreen]) -> list[object]:
        studio.screenshot_count += len(screens)
        return list(take_screenshots(screens))

    monkeypatch.setattr(pictures, "_take_screenshots", take_and_count)
    yield studio
    studio.photographer.forget()


def appearance_of(page: Page) -> str:
    screen = RecordedScreen(page)
    assert find_changed([screen]) == [screen]
    return screen.appearance


def change(page: Page, script: str) -> None:
    page.evaluate(f"async () => {{ {script} }}")


def test_an_equal_screen_reuses_the_picture(studio: Studio) -> None:
    [first] = studio.take_pictures(studio.open())
    assert studio.screenshot_count == 1
    assert studio.take_pictures(studio.open()) == [first]
    assert studio.screenshot_count == 1


@pytest.mark.parametrize("script", VISIBLE_CHANGES.values(), ids=VISIBLE_CHANGES)
def test_takes_a_picture_of_every_visible_change(studio: Studio, script: str) -> None:
    person = studio.open()
    [first] = studio.take_pictures(person)
    change(person.page, script)
    [second] = studio.take_pictures(person)
    assert (second != first, studio.screenshot_count) == (True, 2)


@pytest.mark.parametrize("script", INVISIBLE_CHANGES.values(), ids=INVISIBLE_CHANGES)
def test_ignores_invisible_changes(context: BrowserContext, script: str) -> None:
    unchanged, changed = (context.new_page() for _ in range(2))
    for page in (unchanged, changed):
        page.set_content(ROOM)
    change(changed, script)
    assert appearance_of(unchanged) == appearance_of(changed) != ""


@pytest.mark.parametrize("script", UNCOMPARABLE_CONTENT.values(), ids=UNCOMPARABLE_CONTENT)
def test_never_reuses_pictures_of_content_it_cannot_compare(context: BrowserContext, script: str) -> None:
    page = context.new_page()
    page.set_content(ROOM)
    assert appearance_of(page)
    change(page, script)
    assert appearance_of(page) == ""


def test_an_added_style_rule_changes_the_appearance(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_content(ROOM)
    before = appearance_of(page)
    change(page, "document.styleSheets[0].insertRule('h1 { color: red }')")
    assert appearance_of(page) not in ("", before)


def test_colour_scheme_and_size_change_the_appearance(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_content(ROOM)
    light = appearance_of(page)
    page.emulate_media(color_scheme="dark")
    dark = appearance_of(page)
    page.set_viewport_size({"width": 700, "height": 500})
    assert len({light, dark, appearance_of(page), ""}) == 4


def test_notices_a_change_after_the_comparison(context: BrowserContext) -> None:
    """A picture taken during the change may show either state, so it must not be reused."""
    page = context.new_page()
    page.set_content(ROOM)
    screen = RecordedScreen(page)
    find_changed([screen])
    assert find_unchanged([screen]) == [screen]
    change(page, "news.textContent = 'late'")
    assert find_unchanged([screen]) == []


def test_a_new_document_is_compared_although_its_clock_restarts(studio: Studio) -> None:
    person = studio.open()
    studio.take_pictures(person)
    # The first document's clock must be ahead of the second document's when the second is compared.
    person.page.wait_for_timeout(600)
    change(person.page, "news.textContent = 'a while later'")
    [before] = studio.take_pictures(person)
    person.page.goto("data:text/html,<p>new")
    assert studio.take_pictures(person) not in ([], [before])


def test_a_frame_that_navigates_during_the_examination_counts_as_changed(
    context: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = context.new_page()
    screen = RecordedScreen(page)
    read_settled_views = screens._read_settled_views

    def navigate_and_read(since: dict[screens.ScreenFrame, float | None]) -> dict[screens.ScreenFrame, object]:
        page.goto("data:text/html,<p>new")
        return read_settled_views(since)

    with monkeypatch.context() as patch:
        patch.setattr(screens, "_read_settled_views", navigate_and_read)
        assert find_changed([screen]) == []
        assert screen.changed_at(page.main_frame) is None
        assert read_current_view(screen) == ("", "")
    assert screen.take_change()
    assert find_changed([screen]) == [screen]


def test_an_open_window_gets_its_first_picture_in_each_scenario(studio: Studio) -> None:
    person = studio.open()
    first = studio.take_pictures(person)
    assert studio.take_pictures(person) == []
    studio.photographer.forget()
    assert studio.take_pictures(person) == first
    assert studio.screenshot_count == 1
