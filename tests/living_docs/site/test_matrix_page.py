"""The matrix page is readable and accessible in a real browser at every size, light and dark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import BrowserContext, expect

from conformance.report_files import REPORT_NAME, as_text
from living_docs.record.sources import read_matrix
from living_docs.site.matrix_page import write_matrix
from tests.conformance.reports import report_of
from tests.living_docs.site.test_pages import SIZES
from tests.living_docs.suites import Suite
from tests.living_docs.visitors import Visitor


@pytest.fixture
def visitor(context: BrowserContext, sample: Suite, tmp_path: Path) -> Iterator[Visitor]:
    other_report = tmp_path / REPORT_NAME
    other_report.write_text(as_text(report_of("Other", MUST="passed, failed", SHOULD="not offered")))
    write_matrix(read_matrix([sample.folder / "site", other_report], tmp_path), tmp_path)
    visitor = Visitor(context.new_page(), tmp_path)
    yield visitor
    assert not visitor.problems


def test_screen_readers_can_find_a_cell_by_room_and_rule(visitor: Visitor) -> None:
    page = visitor.open("matrix.html")
    table = page.get_by_role("table", name="Where rooms differ")
    expect(table.get_by_role("columnheader")).to_have_text(["Rule", "A room of glass", "Other"])
    row = table.get_by_role("row", name="MUST-2")
    expect(row.get_by_role("cell").nth(1)).to_contain_text("phone")
    expect(row.get_by_role("cell").nth(1)).to_contain_text("failed")
    for size in SIZES.values():
        page.set_viewport_size({"width": size[0], "height": size[1]})
        expect(row.get_by_role("rowheader")).to_have_text("MUST-2 Rule 2 | of must.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_matrix_page_is_accessible(visitor: Visitor, scheme: str) -> None:
    page = visitor.open("matrix.html")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.evaluate(AXE_SCRIPT)
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        violations = page.evaluate("async () => (await axe.run({ preload: false })).violations")
        assert not [f"{violation['id']}: {violation['nodes'][0]['html']}" for violation in violations]
