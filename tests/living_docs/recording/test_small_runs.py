"""The pages of a small run show only tested results, and contain the whole text of the features."""

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
def dark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a run of one of several scenarios, which was not reached, in a room without a name."""
    suite = Suite(tmp_path_factory.mktemp("dark"))
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
    body = page.read_text().partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_not_reached_is_not_shown_as_failed(dark: Path) -> None:
    text = text_of(dark / "index.html")
    assert "No rule could be tested" in text
    assert "What could not be tested ASK-7" in text
    assert "Failed rules" not in text
    assert "the server is gone" in text


def test_the_overview_of_a_run_without_browser_mentions_no_pictures(dark: Path) -> None:
    text = text_of(dark / "index.html")
    assert "with pictures" not in text
    assert "opened no browser" in text
    assert "Scenarios 1 of 2 that apply to this room Duration" in text


def test_no_page_says_unknown(dark: Path) -> None:
    for page in dark.rglob("*.html"):
        assert "unknown" not in text_of(page), page
        assert " · a room without a name</title>" in page.read_text()
    assert "Browser none" in text_of(dark / "index.html")


def test_a_scenario_that_did_not_run_is_shown_with_its_background_steps(dark: Path) -> None:
    text = text_of(dark / "scenarios" / "lamp--by-day.html")
    beginning = "Given a lamp Given it flickers When it is switched on Then there is light Examples day Monday Sunday"
    assert text.count(beginning) == 1, "once for any number of examples and devices"
    assert "It was not part of this run." in text


def test_the_title_of_a_scenario_outline_has_no_placeholders(dark: Path) -> None:
    assert "<h1>By …</h1>" in (dark / "scenarios" / "lamp--by-day.html").read_text()
    assert "By <day>" not in text_of(dark / "rules.html")


def test_a_step_without_the_room_is_shown_as_not_reached(dark: Path) -> None:
    page = dark / "scenarios" / "lamp--in-the-dark.html"
    assert re.search(
        r"There are no pictures of this attempt. .* not reached: When the power station explodes", text_of(page)
    )
    assert "failed" not in text_of(page)
    assert "data-film" not in page.read_text(), "a film needs pictures"


def test_marks_a_scenario_for_other_rooms(dark: Path) -> None:
    text = text_of(dark / "scenarios" / "lamp--no-polls.html")
    assert "It runs only for a room that declares that it does not offer polls. Given a lamp" in text


def test_distinguishes_rules_and_sections(dark: Path) -> None:
    text = text_of(dark / "rules.html")
    assert re.search(r"The \d+ rules of the catalogue, .* in \d+ sections:", text)
    assert len(re.findall(r'<article class="rule"', (dark / "rules.html").read_text())) == int(
        re.findall(r"in (\d+) sections", text)[0]
    )


def test_each_scenario_links_to_the_next_and_the_previous(dark: Path) -> None:
    first, middle, last = (dark / "scenarios" / f"lamp--{name}.html" for name in ("in-the-dark", "by-day", "no-polls"))
    beside = re.compile(r'<a href="([^"]+)" rel="(\w+)"')
    assert beside.findall(first.read_text()) == [("lamp--by-day.html", "next")]
    assert beside.findall(middle.read_text()) == [("lamp--in-the-dark.html", "prev"), ("lamp--no-polls.html", "next")]
    assert beside.findall(last.read_text()) == [("lamp--by-day.html", "prev")]
