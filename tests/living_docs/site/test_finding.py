"""Search and filters find rules, work with shareable URLs, and respect the browser's history."""

from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.living_docs.visitors import Visitor

PHONE: ViewportSize = {"width": 360, "height": 640}


def visible_rules(page: Page) -> list[str]:
    return page.locator(".rule:visible h3").all_inner_texts()


def test_search_finds_rules_by_words_ids_and_introductions(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    result = page.get_by_role("status")
    total = result.inner_text()
    page.get_by_label("Search").fill("applause everybody")
    assert visible_rules(page) == ["Applause is not for everybody"]
    expect(result).to_have_text("1 of " + total)
    page.get_by_label("Search").fill("ask-6 quotes")
    assert visible_rules(page) == ["News arrives"]
    page.get_by_label("Search").fill("nothing else tomorrow")
    assert visible_rules(page) == ["Some things are not built yet"], (
        "the introduction of a feature belongs to each of its rules"
    )
    page.get_by_label("Search").fill("no such words")
    expect(page.get_by_text("No rule matches.")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(result).to_have_text(total)


READ_HIGHLIGHTS = "() => [...(CSS.highlights.get('found') ?? [])].map((range) => range.toString())"
READ_HIGHLIGHTS_IN_INTRODUCTIONS = """() => [...CSS.highlights.get("found")]
  .filter((range) => range.startContainer.parentElement.closest(".story")).map((range) => range.toString())"""


def test_highlights_matches_also_in_feature_introductions(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    assert page.evaluate(READ_HIGHLIGHTS) == []
    page.get_by_label("Search").fill("APPLAUSE everybody")
    highlights = page.evaluate(READ_HIGHLIGHTS)
    assert {word.lower() for word in highlights} == {"applause", "everybody"}
    text = page.locator(".specification").inner_text().lower()
    assert len(highlights) == text.count("applause") + text.count("everybody")
    page.get_by_label("Search").fill("nothing else")
    assert page.evaluate(READ_HIGHLIGHTS_IN_INTRODUCTIONS) == ["nothing", "else"]
    page.get_by_role("button", name="Clear").click()
    assert page.evaluate(READ_HIGHLIGHTS) == []


def test_filters_by_verdict_level_device_and_feature(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    page.get_by_label("Verdict").select_option("failed")
    assert visible_rules(page) == ["Applause is not for everybody"]
    page.get_by_label("Device").select_option("laptop")
    assert visible_rules(page) == []
    page.get_by_label("Verdict").select_option("passed")
    assert "Applause is not for everybody" in visible_rules(
        page
    ) and "Some things are not built yet" not in visible_rules(page)
    page.get_by_role("button", name="Clear").click()
    page.get_by_label("Feature", exact=True).select_option("A room of glass")
    page.get_by_label("Level").select_option("MAY")
    assert visible_rules(page) == ["Some things are not built yet"]


def test_the_url_of_a_rule_shows_it_despite_filters(visitor: Visitor) -> None:
    page = visitor.open("rules.html#ASK-5")
    expect(page.locator("#ASK-5")).to_be_in_viewport()
    page.get_by_label("Search").fill("applause")
    page.evaluate("() => { location.hash = '#glass--news-for-one-of-two' }")
    expect(page.locator("#glass--news-for-one-of-two")).to_be_in_viewport()


def test_the_slash_key_focuses_the_search(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    page.keyboard.press("/")
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.get_by_label("Search")).to_have_value("a/b")


def test_search_ignores_quotation_marks(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    for words in ('told "good morning"', "“good morning”", 'with "quotes"'):
        page.get_by_label("Search").fill(words)
        assert visible_rules(page) == ["News arrives"]


def test_a_filtered_view_has_a_shareable_url(context: BrowserContext, visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    page.get_by_label("Verdict").select_option("passed")
    page.get_by_label("Search").fill("quotes & markup")
    filtered_rules = visible_rules(page)
    assert filtered_rules == ["News arrives"]
    url = page.url
    page = context.new_page()
    page.goto(url)
    expect(page.get_by_label("Verdict")).to_have_value("passed")
    expect(page.get_by_label("Search")).to_have_value("quotes & markup")
    assert visible_rules(page) == filtered_rules
    page.get_by_role("button", name="Clear").click()
    assert "?" not in page.url


def test_ignores_unknown_filters_in_the_url(visitor: Visitor) -> None:
    page = visitor.open("rules.html?verdict=gone&device=watch&level=MAY")
    expect(page.get_by_label("Verdict").locator("option:checked")).to_have_text("any")
    assert "Some things are not built yet" in visible_rules(page) and "News arrives" not in visible_rules(page)


def test_back_undoes_the_last_filter(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    all_rules = visible_rules(page)
    page.get_by_label("Verdict").select_option("passed")
    passed = visible_rules(page)
    page.get_by_label("Search").press_sequentially("good morning")
    assert all_rules != passed != visible_rules(page)
    page.go_back()
    expect(page.get_by_label("Search")).to_have_value("")
    assert visible_rules(page) == passed, "going back undoes the whole search text, not a single letter"
    page.go_back()
    assert visible_rules(page) == all_rules
    page.go_forward()
    assert visible_rules(page) == passed


def test_back_from_a_scenario_restores_the_search(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    page.get_by_label("Search").fill("tomorrow")
    page.get_by_role("link", name="Tomorrow", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tomorrow")
    page.go_back()
    expect(page.get_by_label("Search")).to_have_value("tomorrow")
    assert visible_rules(page) == ["Some things are not built yet"]


def test_the_anchor_of_a_url_overrides_its_filters(visitor: Visitor) -> None:
    page = visitor.open("rules.html?verdict=failed#ASK-5")
    expect(page.locator("#ASK-5")).to_be_in_viewport()
    expect(page.get_by_label("Verdict")).to_have_value("")


def test_filters_are_collapsed_on_a_phone(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    expect(page.get_by_label("Verdict")).to_be_visible()
    page.set_viewport_size(PHONE)
    expect(page.get_by_label("Verdict")).to_be_hidden()
    assert page.locator("#filters").evaluate("form => form.offsetHeight") < PHONE["height"] / 3
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Level").select_option("MAY")
    expect(page.get_by_text("Filters: 1 chosen")).to_be_visible()
    boxes = [page.get_by_label(name, exact=True).bounding_box() for name in ("Verdict", "Device", "Level", "Feature")]
    edges = [(round(box["x"]), round(box["width"])) for box in boxes if box]
    assert edges[0] == edges[2] and edges[1] == edges[3], "in two columns"
    assert edges[0][1] == edges[1][1], "of equal width"


FIND_SMALL_TARGETS = """() => {
  const targets = "nav a, h3 a, h4 a, li > a, .path a, .marks .id a, .door, button, summary, select, input";
  const describe = (target, { width, height }) =>
    `${target.textContent.trim()}: ${Math.round(width)} x ${Math.round(height)}`;
  return [...document.querySelectorAll(targets)]
    .map((target) => [target, target.getBoundingClientRect()])
    .filter(([target, box]) => box.height && target.checkVisibility() && (box.height < 44 || box.width < 24))
    .map(([target, box]) => describe(target, box));
}"""


def find_small_targets(page: Page) -> list[str]:
    """Return the targets that are too small for a finger, except links within sentences."""
    small: list[str] = page.evaluate(FIND_SMALL_TARGETS)
    return small


def test_touch_targets_are_large_enough(visitor: Visitor) -> None:
    pages = ("index", "guide", "rules", "coverage", "report", "scenarios/glass--silence-on-the-phone")
    visitor.page.set_viewport_size(PHONE)
    assert not {name: small for name in pages if (small := find_small_targets(visitor.open(f"{name}.html")))}
