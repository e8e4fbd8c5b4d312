"""The pages of a partial run show nothing untested as passed or failed, and contain all feature texts."""

import re
from html import unescape
from pathlib import Path

import pytest

from tests.living_docs.suites import Suite

FEATURE = """Feature: A lamp
  Background:
    Given a lamp

  Rule: It gives light
    Background:
      Given it flickers

    @ASK-7
    Scenario: In the dark
      When the power station explodes
      Then there is light

    @ASK-8
    Scenario Outline: By <day>
      When it is switched on
      Then there is light

      Examples:
        | day    |
        | Monday |
        | Sunday |

    @absent-polls
    Scenario: No polls
      Then there is light
"""


@pytest.fixture(scope="module")
def partial_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a run with one of three scenarios, which was not reached, in a room without a name."""
    suite = Suite(tmp_path_factory.mktemp("partial_site"))
    suite.add("""
        given("it flickers")(lambda: None)
        def pytest_configure(config): config.addinivalue_line("markers", "absent-polls: no polls")
        def pytest_collection_modifyitems(items): items[:] = [item for item in items if "in_the_dark" in item.name]
    """)
    (suite.folder / "features" / "lamp.feature").write_text(FEATURE)
    suite.run("-p", "conformance.plugins.catalogue_tags_plugin")
    return suite.folder / "site"


def text_of(page: Path) -> str:
    """Return the text of a page, without markup."""
    body = page.read_text(encoding="utf-8").partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_a_rule_that_was_not_reached_is_not_shown_as_failed(partial_site: Path) -> None:
    text = text_of(partial_site / "index.html")
    assert "No rule could be tested" in text
    assert "What could not be tested ASK-7" in text
    assert "Failed rules" not in text
    assert "the server is gone" in text


def test_the_overview_of_a_run_without_browser_mentions_no_pictures(partial_site: Path) -> None:
    text = text_of(partial_site / "index.html")
    assert "with pictures" not in text
    assert "opened no browser" in text
    assert "Scenarios 1 of 2 that apply to this room Duration" in text


def test_missing_facts_are_not_shown_as_unknown(partial_site: Path) -> None:
    for page in partial_site.rglob("*.html"):
        assert "unknown" not in text_of(page), page
        assert " · a room without a name</title>" in page.read_text()
    assert "Browser none" in text_of(partial_site / "index.html")


def test_a_scenario_that_did_not_run_is_shown_with_its_background_steps(partial_site: Path) -> None:
    text = text_of(partial_site / "scenarios" / "lamp--by-day.html")
    steps = "Given a lamp Given it flickers When it is switched on Then there is light Examples day Monday Sunday"
    assert text.count(steps) == 1, "shown once, however many examples and devices there are"
    assert "It was not part of this run." in text


def test_the_title_of_a_scenario_outline_has_no_placeholders(partial_site: Path) -> None:
    assert "<h1>By …</h1>" in (partial_site / "scenarios" / "lamp--by-day.html").read_text()
    assert "By <day>" not in text_of(partial_site / "rules.html")


def test_a_step_that_could_not_reach_the_room_is_shown_as_not_reached(partial_site: Path) -> None:
    page = partial_site / "scenarios" / "lamp--in-the-dark.html"
    assert re.search(
        r"There are no pictures of this attempt. .* not reached: When the power station explodes", text_of(page)
    )
    assert "failed" not in text_of(page)
    assert "data-film" not in page.read_text(), "there is no film without pictures"


def test_marks_a_scenario_that_does_not_apply_to_this_room(partial_site: Path) -> None:
    text = text_of(partial_site / "scenarios" / "lamp--no-polls.html")
    assert "It runs only for a room that declares that it does not offer polls. Given a lamp" in text


def test_the_rules_page_counts_rules_and_sections_separately(partial_site: Path) -> None:
    text = text_of(partial_site / "rules.html")
    assert re.search(r"The \d+ rules of the catalogue, .* in \d+ sections:", text)
    assert len(re.findall(r'<article class="rule"', (partial_site / "rules.html").read_text())) == int(
        re.findall(r"in (\d+) sections", text)[0]
    )


def test_each_scenario_links_to_the_next_and_the_previous(partial_site: Path) -> None:
    first, middle, last = (
        partial_site / "scenarios" / f"lamp--{name}.html" for name in ("in-the-dark", "by-day", "no-polls")
    )
    neighbours = re.compile(r'<a href="([^"]+)" rel="(\w+)"')
    assert neighbours.findall(first.read_text()) == [("lamp--by-day.html", "next")]
    assert neighbours.findall(middle.read_text()) == [
        ("lamp--in-the-dark.html", "prev"),
        ("lamp--no-polls.html", "next"),
    ]
    assert neighbours.findall(last.read_text()) == [("lamp--by-day.html", "prev")]
