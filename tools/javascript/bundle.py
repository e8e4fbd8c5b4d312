"""Builds the bundles of the room's pages from the sources in reference_server/static.

The manifest beside them records the digests of the sources and of the bundles, so that a test finds a stale bundle
without Node.js.
"""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from reference_server.web.static_files import BUNDLE, ENTRIES, FOLDER
from tools.javascript.npm_packages import FOLDER as TOOLS
from tools.javascript.npm_packages import run_tool

MANIFEST = "bundle.json"
COMMAND = (
    "esbuild",
    *ENTRIES,
    "--bundle",
    "--minify",
    "--format=esm",
    "--legal-comments=eof",
    "--sourcemap",
    "--sources-content=false",
    # Fonts and icons stay where they are: bundles are at the same depth as the sources, so relative URLs are valid.
    "--external:*.woff2",
    "--external:*.svg",
    f"--outdir={BUNDLE.name}",
    "--entry-names=[name]",
)
Digests = dict[str, str]


def build() -> dict[str, bytes]:
    """Return the files of the bundle by name, the manifest included. Raises ToolError."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / FOLDER.name
        shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns(BUNDLE.name))
        metafile = Path(temporary) / "meta.json"
        run_tool(*COMMAND, f"--metafile={metafile}", folder=folder)
        sources = sorted(json.loads(metafile.read_text(encoding="utf-8"))["inputs"])
        files = {path.name: path.read_bytes() for path in sorted((folder / BUNDLE.name).iterdir())}
    return {**files, MANIFEST: _manifest(sources, files)}


def write() -> None:
    """Replace the bundle by a new one. Raises ToolError."""
    files = build()
    shutil.rmtree(BUNDLE, ignore_errors=True)
    BUNDLE.mkdir()
    for name, content in files.items():
        (BUNDLE / name).write_bytes(content)


def find_stale() -> list[str]:
    """Return what has changed since the bundle was built: sources, bundles, or the way it is built."""
    manifest = json.loads((BUNDLE / MANIFEST).read_text(encoding="utf-8"))
    changed = [name for name in ("command", "esbuild") if manifest[name] != _tool()[name]]
    for kind, folder in (("sources", FOLDER), ("bundles", BUNDLE)):
        changed += [name for name, digest in manifest[kind].items() if _digest_of(folder / name) != digest]
    return changed


def _manifest(sources: list[str], files: dict[str, bytes]) -> bytes:
    digests = {
        "sources": {name: _digest_of(FOLDER / name) for name in sources},
        "bundles": {name: _digest(content) for name, content in files.items()},
    }
    return (json.dumps({**_tool(), **digests}, indent=2) + "\n").encode()


def _tool() -> dict[str, object]:
    versions = json.loads((TOOLS / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    return {"esbuild": versions["esbuild"], "command": list(COMMAND)}


def _digest_of(path: Path) -> str | None:
    return _digest(path.read_bytes()) if path.exists() else None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
