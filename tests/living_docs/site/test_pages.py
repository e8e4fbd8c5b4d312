"""The pages work in a real browser when opened from disk: films, links and accessibility."""

from pathlib import Path
from urllib.parse import urldefrag

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Locator, expect

from tests.living_docs.sample import PEOPLE
from tests.living_docs.suites import Suite
from tests.living_docs.visitors import Visitor

SIZES = {"laptop": (1280, 800), "phone": (360, 640), "phone, landscape": (740, 360)}
FILM_PAGE = "scenarios/glass--news-for-one-of-two.html"
FAILED_SCENARIO_PAGE = "scenarios/glass--silence-on-the-phone.html"
PAGES = ["index.html", "guide.html", "rules.html", "coverage.html", "report.html", FILM_PAGE, FAILED_SCENARIO_PAGE]


def test_a_rule_without_a_scenario_is_shown_as_not_tested(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    rule = page.locator("#not-tested .rule").first
    expect(rule.locator(".verdict")).to_have_text("not tested")


@pytest.mark.parametrize("name", PAGES)
def test_every_link_and_picture_has_an_existing_target(visitor: Visitor, name: str) -> None:
    page = visitor.open(name)
    links = set(page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"))
    links |= set(page.eval_on_selector_all("img", "images => images.map(image => image.src)"))
    assert len(links) > 5
    missing = [link for link in links if not _has_target(link)]
    assert not missing


def _has_target(link: str) -> bool:
    url, anchor = urldefrag(link)
    path = Path(url.removeprefix("file://").partition("?")[0])
    return path.is_file() and (not anchor or f'id="{anchor}"' in path.read_text(encoding="utf-8"))


def test_a_film_can_be_played_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open(FILM_PAGE)
    page.get_by_role("button", name="phone").click()
    film = page.locator(".film:visible")
    counter, screens = film.locator(".counter"), film.locator(".stage .screen")
    expect(counter).to_have_text("1 of 5")
    expect(screens).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(counter).to_have_text("2 of 5")
    assert screens.locator("figcaption").all_inner_texts() == ["Maya laptop", "Ada phone"]
    expect(film.locator(".now")).to_have_text("And Ada comes")
    page.keyboard.press("End")
    expect(counter).to_have_text("5 of 5")
    expect(film.locator(".stage .new")).to_have_count(0)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert film.locator(".stage .new figcaption").all_inner_texts() == ["Ada phone"]
    page.keyboard.press("Home")
    expect(counter).to_have_text("1 of 5")


def test_a_film_plays_by_itself_and_pauses(context: BrowserContext, visitor: Visitor) -> None:
    context.clock.install()
    page = visitor.open(FILM_PAGE)
    counter = page.locator(".film:visible .counter")
    page.locator("body").press("Space")
    expect(page.get_by_role("button", name="Pause the film")).to_be_visible()
    context.clock.run_for(1_700)
    expect(counter).to_have_text("2 of 5")
    page.locator("body").press("Space")
    expect(page.get_by_role("button", name="Play the film")).to_be_visible()
    context.clock.run_for(5_000)
    expect(counter).to_have_text("2 of 5")


@pytest.mark.parametrize("anchor", ["", "#run-1"], ids=["opened", "linked to the laptop"])
def test_a_phone_shows_the_run_on_the_phone_first(visitor: Visitor, anchor: str) -> None:
    page = visitor.open("index.html")
    page.set_viewport_size({"width": 360, "height": 300})
    page = visitor.open(FILM_PAGE + anchor)
    pressed_button = page.get_by_role("group", name="Attendees on").get_by_role("button", pressed=True)
    expect(pressed_button).to_have_text("laptop" if anchor else "phone")
    film = page.locator("[data-film]:visible")
    film.locator(".now").evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 60)")
    stage = film.locator(".stage").bounding_box()
    assert stage is not None and stage["y"] + stage["height"] > 300, "the film must not fit on the screen"
    for name in ("First step", "Step before", "Play the film", "Next step", "Last step"):
        button = film.get_by_role("button", name=name)
        expect(button).to_be_in_viewport(ratio=1)
        box = button.bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= 44, (name, box)


def test_a_step_can_be_chosen_from_the_text(visitor: Visitor) -> None:
    page = visitor.open(FILM_PAGE)
    page.get_by_role("button", name="nothing happens").press("Enter")
    expect(page.locator(".film:visible .counter")).to_have_text("4 of 5")


def test_a_film_shows_what_a_step_opens_and_closes_again(suite: Suite, context: BrowserContext) -> None:
    suite.add(PEOPLE)
    suite.write('Notes\nGiven Ada comes\nAnd Maya comes\nWhen Ada opens and closes "A"\nThen there is light')
    suite.run()
    visitor = Visitor(context.new_page(), suite.folder / "site")
    page = visitor.open("scenarios/lamp--notes.html")
    film = page.locator(".film:visible")
    pictures = film.locator(".stage img")
    sources_before = _read_sources(pictures)
    page.get_by_role("button", name="Ada opens and closes").click()
    expect(film.locator(".counter")).to_have_text("3 of 4, picture 1 of 2")
    assert film.locator(".stage .new figcaption").all_inner_texts() == ["Ada laptop"]
    sources_when_open = _read_sources(pictures)
    page.keyboard.press("ArrowRight")
    expect(film.locator(".counter")).to_have_text("3 of 4, picture 2 of 2")
    sources_when_closed = _read_sources(pictures)
    page.keyboard.press("ArrowRight")
    expect(film.locator(".counter")).to_have_text("4 of 4")
    assert sources_when_open[0] != sources_when_closed[0] == sources_before[0]
    assert sources_when_open[1] == sources_when_closed[1]
    assert _read_sources(pictures) == sources_when_closed
    assert not visitor.problems


def _read_sources(pictures: Locator) -> list[str | None]:
    return [picture.get_attribute("src") for picture in pictures.all()]


def test_a_chosen_run_stays_chosen_after_a_reload(visitor: Visitor) -> None:
    page = visitor.open(FILM_PAGE)
    page.get_by_role("button", name="phone").click()
    page.reload()
    expect(page.get_by_role("button", name="phone")).to_have_attribute("aria-pressed", "true")


def test_a_screen_of_a_film_links_to_its_picture(visitor: Visitor) -> None:
    page = visitor.open(FILM_PAGE)
    screen = page.locator(".film:visible .stage").get_by_role("link").first
    assert _has_target(screen.evaluate("link => link.href"))


def test_a_failed_run_opens_at_the_failed_step(visitor: Visitor) -> None:
    page = visitor.open(FAILED_SCENARIO_PAGE)
    film = page.locator(".film:visible")
    expect(film.locator("[aria-current=step] .text")).to_have_text("Ada fails on a phone")
    expect(film.locator("[aria-current=step] .trouble")).to_contain_text("Ada's screen: expected applause.")
    expect(film.locator("[aria-current=step] .trouble")).to_contain_text("silence")
    assert film.locator(".stage figcaption").all_inner_texts() == ["Maya laptop", "Ada phone"]
    expect(page.get_by_role("link", name="Trace of Ada (phone)")).to_be_visible()


def test_a_film_opens_at_the_first_picture(visitor: Visitor) -> None:
    page = visitor.open("scenarios/glass--news-with-quotes-b-markup-b.html")
    film = page.locator(".film:visible")
    expect(film.locator(".counter")).to_have_text("2 of 4")
    expect(film.locator(".stage .screen")).to_have_count(1)


def test_the_switch_between_runs_marks_failed_ones(visitor: Visitor) -> None:
    page = visitor.open(FAILED_SCENARIO_PAGE)
    buttons = page.get_by_role("group", name="Attendees on").get_by_role("button")
    assert [button.get_attribute("title") for button in buttons.all()] == ["passed", "failed"]


def test_a_text_without_a_picture_fills_its_card(visitor: Visitor) -> None:
    page = visitor.open("guide.html")
    card, prose = (page.locator(part).first.bounding_box() for part in (".topic", ".topic .prose"))
    assert card and prose
    assert prose["x"] - card["x"] < card["width"] / 2, "beside the heading"
    assert card["x"] + card["width"] - prose["x"] - prose["width"] < 60, "up to the edge"


def test_markup_in_a_step_is_escaped(visitor: Visitor) -> None:
    page = visitor.open("scenarios/glass--news-with-quotes-b-markup-b.html")
    expect(page.locator("h1")).to_have_text("News with “quotes” & <b>markup</b>")
    assert page.locator(".text b").count() == 0


def test_each_example_has_its_own_run(visitor: Visitor) -> None:
    page = visitor.open("scenarios/glass--by-the-hour-when.html")
    labels = page.get_by_role("group", name="Attendees on").get_by_role("button").all_inner_texts()
    hours, devices = ("morning", "evening"), ("laptop", "phone")
    assert labels == [f"{device}, when: {hour}" for device in devices for hour in hours]


def test_the_overview_shows_runs_and_failures(visitor: Visitor) -> None:
    page = visitor.open("index.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("4 of 5 tested rules hold, 1 does not")
    facts = page.locator(".facts")
    for fact in ("A room of glass", "Chromium of this test", "Desk", "Pocket"):
        expect(facts).to_contain_text(fact)
    expect(page.get_by_role("region", name="Failed rules")).to_contain_text("DIRECT-1")
    expect(page.get_by_role("region", name="Slowest scenarios").get_by_role("link").first).to_be_visible()


def test_the_pages_are_complete_without_scripts(chromium: Browser, sample: Suite) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = Visitor(context.new_page(), sample.folder / "site").open(FILM_PAGE)
    expect(page.locator(".run")).to_have_count(2)
    assert page.locator(".shots img").count() == 6
    expect(page.locator(".shots").first).to_be_visible()
    context.close()


def test_a_printed_film_shows_every_picture(visitor: Visitor) -> None:
    page = visitor.open(FILM_PAGE)
    page.emulate_media(media="print")
    assert page.locator(".shots .screen:visible").count() == 6
    expect(page.locator(".player").first).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_the_pages_are_accessible(visitor: Visitor, name: str, scheme: str) -> None:
    page = visitor.open(name)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.evaluate(AXE_SCRIPT)
    for size in ((1280, 800), (360, 640)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        violations = page.evaluate("async () => (await axe.run({ preload: false })).violations")
        assert not [f"{violation['id']}: {violation['nodes'][0]['html']}" for violation in violations]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_not_wider_than_the_screen(visitor: Visitor, name: str, size: tuple[int, int]) -> None:
    page = visitor.open(name)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]


def test_the_report_shows_differences_with_expected_and_actual_first(visitor: Visitor) -> None:
    page = visitor.open("report.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("Partial run: conformance is undecided")
    headings = page.locator("h2").all_inner_texts()
    assert (
        headings.index("What the room does differently") < headings.index("Not tested") < headings.index("What holds")
    )
    rule = page.locator("#DIRECT-1")
    expect(rule.locator(".difference")).to_have_count(1)
    expect(rule.locator(".difference")).to_contain_text("with attendees on a phone")
    expect(rule.get_by_role("definition").nth(0)).to_contain_text("Ada's screen: expected applause.")
    expect(rule.get_by_role("definition").nth(1)).to_have_text("- silence")
    expect(rule.get_by_role("img", name="The screen of Ada (phone)")).to_be_visible()
    expect(page.get_by_role("img", name="Badge: partial: 12 of 14 runs")).to_be_visible()
