"""Every screen and dialog fits at every size, and axe-core finds no barrier by day and by night (ACCESS-2).

A screen is opened once for both, since opening it takes longer than looking at it. The screens of one kind of device
share a context, and so the browser's caches; what a screen leaves in it is removed before the next.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from people.accessibility_violations import accessibility_violations
from people.devices import KINDS, Kind
from tests.screens.gallery import SCHEMES
from tests.screens.screen_catalogue import SCREENS
from tests.screens.sizes import SIZES, context_of, faults_at
from tests.screens.stage_set import StageSet

FAULTS = """() => {
  const faint = document.createElement("p");
  faint.textContent = "Hardly to be read";
  faint.style.color = "#cccccc";
  faint.style.backgroundColor = "#ffffff";
  document.body.append(document.createElement("button"), faint);
}"""
STORED = "cookies,local_storage,indexeddb,cache_storage,service_workers"
"""What pages leave behind, in the words of Chromium's protocol; only the HTTP cache stays."""


@pytest.fixture(scope="module")
def contexts(chromium: Browser) -> Iterator[dict[Kind, BrowserContext]]:
    contexts = {kind: chromium.new_context(**context_of(kind)) for kind in KINDS}
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module", params=[(name, kind) for kind in KINDS for name in SCREENS], ids="-".join)
def shown(request: pytest.FixtureRequest, contexts: dict[Kind, BrowserContext], pages_url: str) -> Iterator[StageSet]:
    """A page on which this screen has been opened; both tests of the screen look at it."""
    name, kind = request.param
    page = contexts[kind].new_page()
    on = StageSet(page, pages_url, kind)
    SCREENS[name](on)
    yield on
    remove_traces(on)
    page.close()


def remove_traces(on: StageSet) -> None:
    """Leave the context as if nobody had opened a screen in it."""
    context = on.page.context
    context.set_offline(False)
    context.clear_permissions()
    context.new_cdp_session(on.page).send("Storage.clearDataForOrigin", {"origin": on.url, "storageTypes": STORED})


def test_a_screen_fits(shown: StageSet) -> None:
    kind: Kind = "phone" if shown.kind == "phone" else "laptop"
    faults = {size: faults_at(shown.page, viewport, kind) for size, viewport in SIZES[kind].items()}
    shown.page.set_viewport_size(next(iter(SIZES[kind].values())))
    assert not any(faults.values()), faults


def test_no_barrier_is_found(shown: StageSet) -> None:
    found = {}
    for scheme in SCHEMES:
        shown.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found[scheme] = accessibility_violations(shown.page)
    assert not any(found.values()), found


@pytest.mark.parametrize("shown", [("entry", "laptop")], indirect=True)
def test_barriers_would_be_found(shown: StageSet) -> None:
    shown.page.evaluate(FAULTS)
    assert {one.partition(":")[0] for one in accessibility_violations(shown.page)} >= {"button-name", "color-contrast"}


def test_a_screen_leaves_nothing_to_the_next(contexts: dict[Kind, BrowserContext], pages_url: str) -> None:
    context = contexts["laptop"]
    page = context.new_page()
    page.goto(pages_url)
    page.evaluate("() => { document.cookie = 'left=1'; localStorage.left = '1' }")
    context.set_offline(True)
    remove_traces(StageSet(page, pages_url, "laptop"))
    page.close()
    after = context.new_page()
    after.goto(pages_url)
    assert after.evaluate("() => [document.cookie, localStorage.length]") == ["", 0]
    after.close()
