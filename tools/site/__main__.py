"""``python -m tools.site``: build the documentation's site in build/site."""

import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from tools.javascript.npm_packages import ToolError, install
from tools.site.pages import PROJECT, SiteError, copy_pages, expect_no_foreign_assets

FOLDER = Path(__file__).parent
LOCK = FOLDER / "requirements.lock"
ENVIRONMENT = PROJECT / "build" / "site-tools"
SOURCE = PROJECT / "build" / "site-source"
SITE = PROJECT / "build" / "site"


def main() -> int:
    """Build the site and return the exit code."""
    try:
        _install()
        _copy_sources()
        _run(ENVIRONMENT / "bin" / "mkdocs", "build", "--strict", "--quiet", "--config-file", FOLDER / "mkdocs.yml")
        expect_no_foreign_assets(SITE)
    except (SiteError, ToolError) as error:
        print(error, file=sys.stderr)
        return 1
    print(SITE.relative_to(PROJECT) / "index.html")
    return 0


def _install() -> None:
    """Install the locked packages into an environment of their own, unless they are installed already."""
    installed, digest = ENVIRONMENT / ".installed", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if installed.exists() and installed.read_text() == digest:
        return
    venv.create(ENVIRONMENT, clear=True, with_pip=True)
    options = ("--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:")
    _run(ENVIRONMENT / "bin" / "python", "-m", "pip", "install", *options, "--requirement", LOCK)
    installed.write_text(digest)


def _copy_sources() -> None:
    shutil.rmtree(SOURCE, ignore_errors=True)
    copy_pages(SOURCE)
    (SOURCE / "assets").mkdir()
    shutil.copy(install(FOLDER) / "@mermaid-js" / "tiny" / "dist" / "mermaid.tiny.js", SOURCE / "assets" / "mermaid.js")


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SiteError(f"{Path(command[0]).name} failed\n{done.stdout}{done.stderr}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
