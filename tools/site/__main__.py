"""``python -m tools.site``: build the documentation's site in build/site."""

import shutil
import sys
from pathlib import Path

from tools import isolated_environment
from tools.javascript.npm_packages import ToolError, install
from tools.site.pages import PROJECT, SiteError, copy_pages, expect_no_foreign_assets

FOLDER = Path(__file__).parent
LOCK = FOLDER / "requirements.lock"
ENVIRONMENT = PROJECT / "build" / "site-tools"
SOURCE = PROJECT / "build" / "site-source"
SITE = PROJECT / "build" / "site"
SCRIPTS = {"mermaid.js": "@mermaid-js/tiny/dist/mermaid.tiny.js", "iframe-worker.js": "iframe-worker/shim/index.js"}
"""Files of the site's assets, by name, and where they are in the npm packages."""


def main() -> int:
    """Build the site and return the exit code."""
    try:
        _build()
    except (SiteError, ToolError) as error:
        print(error, file=sys.stderr)
        return 1
    print(SITE.relative_to(PROJECT) / "index.html")
    return 0


def _build() -> None:
    commands = isolated_environment.install(LOCK, ENVIRONMENT)
    _copy_sources()
    options = ("--strict", "--quiet", "--config-file", FOLDER / "mkdocs.yml")
    isolated_environment.run(commands / "mkdocs", "build", *options)
    expect_no_foreign_assets(SITE)


def _copy_sources() -> None:
    shutil.rmtree(SOURCE, ignore_errors=True)
    copy_pages(SOURCE)
    (SOURCE / "assets").mkdir()
    for name, file in SCRIPTS.items():
        shutil.copy(install(FOLDER) / file, SOURCE / "assets" / name)


if __name__ == "__main__":
    sys.exit(main())
