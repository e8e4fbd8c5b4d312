"""Finding a rule: search, filters, shareable addresses, and the browser's history."""

from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.living_docs.visitors import Visitor

PHONE: ViewportSize = {"width": 360, "height": 640}


def shown(page: Page) -> list[str]:
    return page.locator(".rule:visible h3").all_inner_texts()


def test_search_finds_words_ids_and_people(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    found = page.get_by_role("status")
    everything = found.inner_text()
    page.get_by_label("Search").fill("applause everybody")
    assert shown(page) == ["Applause is not for everybody"]
    expect(found).to_have_text("1 of " + everything)
    page.get_by_label("Search").fill("ask-6 quotes")
    assert shown(page) == ["News arrives"]
    page.get_by_label("Search").fill("nothing else tomorrow")
    assert shown(page) == ["Some things are not built yet"], "the feature's story counts for each of its rules"
    page.get_by_label("Search").fill("no such words")
    expect(page.get_by_text("No rule matches.")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(found).to_have_text(everything)


MARKED = "() => [...(CSS.highlights.get('found') ?? [])].map((range) => range.toString())"
IN_STORIES = """() => [...CSS.highlights.get("found")]
  .filter((range) => range.startContainer.parentElement.closest(".story")).map((range) => range.toString())"""


def test_what_was_found_is_marked_where_it_stands_also_in_what_introduces_a_rule(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    assert page.evaluate(MARKED) == []
    page.get_by_label("Search").fill("APPLAUSE everybody")
    marked = page.evaluate(MARKED)
    assert {word.lower() for word in marked} == {"applause", "everybody"}
    text = page.locator(".specification").inner_text().lower()
    assert len(marked) == text.count("applause") + text.count("everybody")
    page.get_by_label("Search").fill("nothing else")
    assert page.evaluate(IN_STORIES) == ["nothing", "else"]
    page.get_by_role("button", name="Clear").click()
    assert page.evaluate(MARKED) == []


def test_filters_by_verdict_level_device_and_feature(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    page.get_by_label("Verdict").select_option("failed")
    assert shown(page) == ["Applause is not for everybody"]
    page.get_by_label("Device").select_option("laptop")
    assert shown(page) == []
    page.get_by_label("Verdict").select_option("passed")
    assert "Applause is not for everybody" in shown(page) and "Some things are not built yet" not in shown(page)
    page.get_by_role("button", name="Clear").click()
    page.get_by_label("Feature", exact=True).select_option("A room of glass")
    page.get_by_label("Level").select_option("MAY")
    assert shown(page) == ["Some things are not built yet"]


def test_a_rule_has_an_address_that_shows_it(visitor: Visitor) -> None:
    page = visitor.open("rules.html#ASK-5")
    expect(page.locator("#ASK-5")).to_be_in_viewport()
    page.get_by_label("Search").fill("applause")
    page.evaluate("() => { location.hash = '#glass--news-for-one-of-two' }")
    expect(page.locator("#glass--news-for-one-of-two")).to_be_in_viewport()


def test_a_stroke_of_the_slash_leads_to_the_search(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    page.keyboard.press("/")
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.get_by_label("Search")).to_have_value("a/b")


def test_quotation_marks_hinder_no_search(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    for words in ('told "good morning"', "“good morning”", 'with "quotes"'):
        page.get_by_label("Search").fill(words)
        assert shown(page) == ["News arrives"]


def test_a_filtered_view_can_be_sent_on(context: BrowserContext, visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    page.get_by_label("Verdict").select_option("passed")
    page.get_by_label("Search").fill("quotes & markup")
    found = shown(page)
    assert found == ["News arrives"]
    address = page.url
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_label("Verdict")).to_have_value("passed")
    expect(page.get_by_label("Search")).to_have_value("quotes & markup")
    assert shown(page) == found
    page.get_by_role("button", name="Clear").click()
    assert "?" not in page.url


def test_ignores_unknown_filters_in_the_address(visitor: Visitor) -> None:
    page = visitor.open("rules.html?verdict=gone&device=watch&level=MAY")
    expect(page.get_by_label("Verdict").locator("option:checked")).to_have_text("any")
    assert "Some things are not built yet" in shown(page) and "News arrives" not in shown(page)


def test_back_undoes_what_was_chosen_last(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    everything = shown(page)
    page.get_by_label("Verdict").select_option("passed")
    passed = shown(page)
    page.get_by_label("Search").press_sequentially("good morning")
    assert everything != passed != shown(page)
    page.go_back()
    expect(page.get_by_label("Search")).to_have_value("")
    assert shown(page) == passed, "a word is one step back, not a step for each letter"
    page.go_back()
    assert shown(page) == everything
    page.go_forward()
    assert shown(page) == passed


def test_back_from_a_scenario_leads_to_what_was_found(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    page.get_by_label("Search").fill("tomorrow")
    page.get_by_role("link", name="Tomorrow", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tomorrow")
    page.go_back()
    expect(page.get_by_label("Search")).to_have_value("tomorrow")
    assert shown(page) == ["Some things are not built yet"]


def test_a_link_to_a_rule_counts_for_more_than_the_filters_in_it(visitor: Visitor) -> None:
    page = visitor.open("rules.html?verdict=failed#ASK-5")
    expect(page.locator("#ASK-5")).to_be_in_viewport()
    expect(page.get_by_label("Verdict")).to_have_value("")


def test_on_a_phone_the_filters_fold_away(visitor: Visitor) -> None:
    page = visitor.open("rules.html")
    expect(page.get_by_label("Verdict")).to_be_visible()
    page.set_viewport_size(PHONE)
    expect(page.get_by_label("Verdict")).to_be_hidden()
    assert page.locator("#filters").evaluate("form => form.offsetHeight") < PHONE["height"] / 3
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Level").select_option("MAY")
    expect(page.get_by_text("Filters: 1 chosen")).to_be_visible()
    places = [page.get_by_label(name, exact=True).bounding_box() for name in ("Verdict", "Device", "Level", "Feature")]
    edges = [(round(place["x"]), round(place["width"])) for place in places if place]
    assert edges[0] == edges[2] and edges[1] == edges[3], "in two columns"
    assert edges[0][1] == edges[1][1], "of one width"


SMALL = """() => {
  const standing = "nav a, h3 a, h4 a, li > a, .path a, .marks .id a, .door, button, summary, select, input";
  const told = (one, { width, height }) => `${one.textContent.trim()}: ${Math.round(width)} x ${Math.round(height)}`;
  return [...document.querySelectorAll(standing)]
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([one, place]) => place.height && one.checkVisibility() && (place.height < 44 || place.width < 24))
    .map(([one, place]) => told(one, place));
}"""


def too_small(page: Page) -> list[str]:
    """Return the targets that are too small for a finger, except links within sentences."""
    small: list[str] = page.evaluate(SMALL)
    return small


def test_what_a_finger_has_to_hit_is_high_enough(visitor: Visitor) -> None:
    pages = ("index", "guide", "rules", "coverage", "report", "scenarios/glass--silence-on-the-phone")
    visitor.page.set_viewport_size(PHONE)
    assert not {name: small for name in pages if (small := too_small(visitor.open(f"{name}.html")))}
