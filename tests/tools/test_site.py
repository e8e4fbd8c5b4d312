"""Every link on the documentation's site has a target, as in the project."""

from pathlib import Path

import pytest

from tools.site.pages import SiteError, copy_pages, expect_no_foreign_assets


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the minimum that a site needs."""
    folder = tmp_path / "project"
    (folder / "docs" / "pictures").mkdir(parents=True)
    (folder / "docs" / "pictures" / "room.png").write_bytes(b"PNG")
    (folder / "docs" / "guide.md").write_text("[back](../README.md#start), [the code](../code.py)\n")
    (folder / "code.py").write_text("")
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"):
        (folder / name).write_text("# Title\n")
    return folder


def build_site(project: Path) -> Path:
    copy_pages(project.parent / "site", project)
    return project.parent / "site"


def test_every_link_of_the_documentation_leads_to_a_file(tmp_path: Path) -> None:
    copy_pages(tmp_path / "site")
    assert (tmp_path / "site" / "wire-protocol.md").exists()


def test_links_between_pages_are_rewritten(project: Path) -> None:
    (project / "README.md").write_text("![A room](docs/pictures/room.png) [a *guide*](docs/guide.md#part)\n")
    site = build_site(project)
    assert (site / "index.md").read_text() == "![A room](pictures/room.png) [a *guide*](guide.md#part)\n"
    assert (site / "guide.md").read_text() == "[back](index.md#start), the code\n"
    assert (site / "pictures" / "room.png").exists()


def test_code_blocks_stay_unchanged(project: Path) -> None:
    (project / "README.md").write_text("```\n[a](b)\n```\n")
    assert (build_site(project) / "index.md").read_text() == "```\n[a](b)\n```\n"


def test_a_link_without_a_target_is_an_error(project: Path) -> None:
    (project / "README.md").write_text("[gone](docs/gone.md)\n")
    with pytest.raises(SiteError, match=r"README\.md: link to “docs/gone\.md”, which does not exist"):
        build_site(project)


def test_assets_of_other_hosts_are_an_error(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text('<a href="https://other.example/">a link</a><script src="assets/a.js"></script>')
    expect_no_foreign_assets(tmp_path)
    page.write_text('<link rel="stylesheet" href="https://fonts.example/a.css">')
    with pytest.raises(SiteError, match=r"index\.html: loads https://fonts\.example/a\.css"):
        expect_no_foreign_assets(tmp_path)
