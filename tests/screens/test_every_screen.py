"""Every screen: it fits at every size, and axe-core finds no violation, light or dark (ACCESS-2).

In dark mode, only axe-core's colour rules are checked, since dark mode changes nothing but colours.

Both tests use the same page, since opening a screen takes longer than checking it. The screens of one kind of device
share a browser context and its HTTP cache; all other state is removed after each screen.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from people.accessibility_violations import COLOUR_RULES, TAGS, find_accessibility_violations
from people.devices import KINDS, Kind
from tests.screens.gallery import SCHEMES, Scheme
from tests.screens.screen_catalogue import SCREENS
from tests.screens.scripted_page import ScriptedPage
from tests.screens.sizes import SIZES, find_faults_at_size, make_context_options

STATIC = Path(__file__).parents[2] / "reference_server" / "static"
DARK_MODE_BLOCK = re.compile(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}\s*\}")
RULES: dict[Scheme, list[str]] = {"light": TAGS, "dark": COLOUR_RULES}
ADD_VIOLATIONS = """() => {
  const paragraph = document.createElement("p");
  paragraph.textContent = "Light grey on white";
  paragraph.style.color = "#cccccc";
  paragraph.style.backgroundColor = "#ffffff";
  document.body.append(document.createElement("button"), paragraph);
}"""
"""JavaScript: adds a button without a name and a text with too little contrast."""
STORAGE_TYPES = "cookies,local_storage,indexeddb,cache_storage,service_workers"
"""The storage types to clear, as Chromium's protocol names them: all but the HTTP cache."""


@pytest.fixture(scope="module")
def contexts(chromium: Browser) -> Iterator[dict[Kind, BrowserContext]]:
    contexts = {kind: chromium.new_context(**make_context_options(kind)) for kind in KINDS}
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module", params=[(name, kind) for kind in KINDS for name in SCREENS], ids="-".join)
def screen(
    request: pytest.FixtureRequest, contexts: dict[Kind, BrowserContext], pages_url: str
) -> Iterator[ScriptedPage]:
    """A page on which the screen of the parameter is open, for both tests of the screen."""
    name, kind = request.param
    page = contexts[kind].new_page()
    scripted = ScriptedPage(page, pages_url, kind)
    SCREENS[name](scripted)
    yield scripted
    clear_state(scripted)
    page.close()


def clear_state(scripted: ScriptedPage) -> None:
    """Remove the state that a screen has left in its context."""
    context = scripted.page.context
    context.set_offline(False)
    context.clear_permissions()
    context.new_cdp_session(scripted.page).send(
        "Storage.clearDataForOrigin", {"origin": scripted.url, "storageTypes": STORAGE_TYPES}
    )


def test_a_screen_fits_at_every_size(screen: ScriptedPage) -> None:
    faults = {
        size: find_faults_at_size(screen.page, viewport, screen.kind) for size, viewport in SIZES[screen.kind].items()
    }
    screen.page.set_viewport_size(next(iter(SIZES[screen.kind].values())))
    assert not any(faults.values()), faults


def test_a_screen_has_no_accessibility_violation(screen: ScriptedPage) -> None:
    violations = {}
    for scheme in SCHEMES:
        screen.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        violations[scheme] = find_accessibility_violations(screen.page, RULES[scheme])
    assert not any(violations.values()), violations


def test_dark_mode_changes_nothing_but_colours() -> None:
    """Only one style sheet depends on dark mode, and sets only colours and shadows there.

    No script depends on it.
    """
    sources = [path for kind in ("css/*.css", "js/**/*.js") for path in STATIC.glob(kind)]
    (style_sheet,) = (path.read_text() for path in sources if "prefers-color-scheme" in path.read_text())
    (block,) = DARK_MODE_BLOCK.findall(style_sheet)
    assert style_sheet.count("prefers-color-scheme") == 1
    declarations = [line for line in block.splitlines() if line.strip()]
    others = [line for line in declarations if not re.fullmatch(r"\s*--[\w-]+: .*(#|rgb\().*;", line)]
    assert declarations and not others


@pytest.mark.parametrize("screen", [("entry", "laptop")], indirect=True)
def test_the_check_finds_accessibility_violations(screen: ScriptedPage) -> None:
    screen.page.evaluate(ADD_VIOLATIONS)
    assert [violation.partition(":")[0] for violation in find_accessibility_violations(screen.page, COLOUR_RULES)] == [
        "color-contrast"
    ]
    assert {violation.partition(":")[0] for violation in find_accessibility_violations(screen.page)} >= {
        "button-name",
        "color-contrast",
    }


def test_a_screen_leaves_no_state_for_the_next(contexts: dict[Kind, BrowserContext], pages_url: str) -> None:
    context = contexts["laptop"]
    page = context.new_page()
    page.goto(pages_url)
    page.evaluate("() => { document.cookie = 'left=1'; localStorage.left = '1' }")
    context.set_offline(True)
    clear_state(ScriptedPage(page, pages_url, "laptop"))
    page.close()
    next_page = context.new_page()
    next_page.goto(pages_url)
    assert next_page.evaluate("() => [document.cookie, localStorage.length]") == ["", 0]
    next_page.close()
