"""Copies the pages of the site into one folder, with links that are valid there.

A link to a page or picture of the site stays a link. A link to another file of the project, such as a module, becomes
its text: the site does not contain the code.
"""

import os
import re
import shutil
from pathlib import Path, PurePosixPath

PROJECT = Path(__file__).resolve().parents[2]
TOP_LEVEL = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
}
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<target>[^)#\s]+)(?P<anchor>#[^)\s]*)?\)")
_PICTURE = re.compile(r"""(?P<before>!\[[^\]]*\]\(|<img src=")(?P<target>[^)"\s]+)""")
_FOREIGN = re.compile(r"""<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="((?:https?:)?//[^"]*)""")
_CODE_BLOCK = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


class SiteError(Exception):
    """The site cannot be built; the message says what is wrong and where."""


def copy_pages(folder: Path, project: Path = PROJECT) -> None:
    """Write the pages and pictures of the site into an empty folder.

    Raises SiteError for a link to a file that does not exist.
    """
    sources = [project / name for name in TOP_LEVEL] + sorted((project / "docs").rglob("*"))
    published = {path.relative_to(project).as_posix(): _published_name(path, project) for path in sources}
    for source, target in published.items():
        path = project / source
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            text = _SitePage(source, published, project).text()
            (folder / target).write_text(text, encoding="utf-8")
        elif path.is_file():
            shutil.copy(path, folder / target)


def expect_no_foreign_assets(site: Path) -> None:
    """Raise SiteError if a page of the built site loads something from another host."""
    for page in sorted(site.rglob("*.html")):
        match = _FOREIGN.search(page.read_text(encoding="utf-8"))
        if match:
            raise SiteError(f"{page.relative_to(site)}: loads {match[1]}; serve it from the site itself.")


def _published_name(path: Path, project: Path) -> str:
    name = path.relative_to(project).as_posix()
    return TOP_LEVEL.get(name) or name.removeprefix("docs/")


class _SitePage:
    """One page, whose links are rewritten for the site."""

    def __init__(self, source: str, published: dict[str, str], project: Path) -> None:
        self._source = source
        self._published = published
        self._project = project

    def text(self) -> str:
        """Return the page for the site; code blocks are not changed."""
        text = (self._project / self._source).read_text(encoding="utf-8")
        parts, end = [], 0
        for block in _CODE_BLOCK.finditer(text):
            parts += [self._rewrite_links(text[end : block.start()]), block[0]]
            end = block.end()
        return "".join([*parts, self._rewrite_links(text[end:])])

    def _rewrite_links(self, text: str) -> str:
        text = _PICTURE.sub(lambda match: match["before"] + (self._target(match["target"]) or match["target"]), text)
        return _LINK.sub(self._link, text)

    def _link(self, match: re.Match[str]) -> str:
        target = self._target(match["target"])
        return f"[{match['text']}]({target}{match['anchor'] or ''})" if target else match["text"]

    def _target(self, target: str) -> str | None:
        """Return the target for the site's page, None for a file that the site does not contain.

        External URLs do not change. Raises SiteError if the file does not exist.
        """
        if ":" in target:
            return target
        path = os.path.normpath(PurePosixPath(self._source).parent / target)
        if path in self._published:
            folder_of_page = PurePosixPath(self._published[self._source]).parent
            return os.path.relpath(self._published[path], folder_of_page)
        if not (self._project / path).exists():
            raise SiteError(f"{self._source}: link to “{target}”, which does not exist; correct or remove it.")
        return None
