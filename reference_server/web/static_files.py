"""The files that browsers load: bundles of scripts and style sheets, or their sources.

Each version of the files has its own URLs, so browsers cache them permanently.
"""

import gzip
import hashlib
import mimetypes
from functools import cached_property
from pathlib import Path, PurePosixPath

import flask
from flask import Flask, Response
from werkzeug.exceptions import NotFound

FOLDER = Path(__file__).parents[1] / "static"
BUNDLE = FOLDER / "bundle"
ENTRIES = (
    "js/main.js",
    "js/livekit_media.js",
    "js/copy_link.js",
    "js/removed.js",
    "js/lti_submit.js",
    "js/lti_close.js",
    "css/room_page.css",
    "css/card_page.css",
)
"""The scripts and style sheets that the pages load; each has a bundle with all that it imports."""
CACHE_PERMANENTLY = "public, max-age=31536000, immutable"
COMPRESSED = (".js", ".css", ".svg")
URL = "/static"


class StaticFile:
    """A file in memory, which is compressed once, at the first request that accepts gzip."""

    def __init__(self, path: Path) -> None:
        self.content = path.read_bytes()
        self._suffix = path.suffix
        self.type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"

    @cached_property
    def compressed(self) -> bytes | None:
        """The content compressed with gzip; None for suffixes not in COMPRESSED, or if it is not smaller."""
        if self._suffix not in COMPRESSED:
            return None
        compressed = gzip.compress(self.content, 9, mtime=0)
        return compressed if len(compressed) < len(self.content) else None

    def response(self, accepts_gzip: bool) -> Response:
        """Return the response to a request for this file."""
        compressed = self.compressed if accepts_gzip else None
        response = Response(self.content if compressed is None else compressed, content_type=_with_charset(self.type))
        response.headers["Cache-Control"] = CACHE_PERMANENTLY
        if self._suffix in COMPRESSED:
            response.headers["Vary"] = "Accept-Encoding"
        if compressed is not None:
            response.headers["Content-Encoding"] = "gzip"
        return response


def serve_static_files(app: Flask, *, unbundled: bool = False) -> None:
    """Add the route of the static files, and the templates' function `asset`.

    With bundles, the files are read once, and their URLs contain a digest of all of them. With `unbundled`, each
    request reads its file again, and the pages load the sources as modules.
    """
    if unbundled:
        app.add_url_rule(f"{URL}/<path:filename>", "static", _from_disk)
    else:
        files = {path.relative_to(FOLDER).as_posix(): StaticFile(path) for path in _paths(FOLDER)}
        app.add_url_rule(
            f"{_versioned_url(files)}/<path:filename>", "static", lambda filename: _from_memory(files, filename)
        )
    app.add_template_global(asset if unbundled else lambda source: asset(_bundle_of(source)), "asset")


def asset(filename: str) -> str:
    """Return the URL of a static file."""
    return flask.url_for("static", filename=filename)


def _bundle_of(source: str) -> str:
    return f"{BUNDLE.name}/{PurePosixPath(source).name}" if source in ENTRIES else source


def _paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _versioned_url(files: dict[str, StaticFile]) -> str:
    """Return the URL of the folder, such as "/static/3f9c2e81ab04".

    All files share one digest, so that relative URLs from one file to another are valid.
    """
    digest = hashlib.sha256()
    for name, file in files.items():
        digest.update(f"{name}\0".encode() + file.content)
    return f"{URL}/{digest.hexdigest()[:12]}"


def _from_memory(files: dict[str, StaticFile], filename: str) -> Response:
    if filename not in files:
        raise NotFound
    return files[filename].response(flask.request.accept_encodings.quality("gzip") > 0)


def _from_disk(filename: str) -> Response:
    response = flask.send_from_directory(FOLDER, filename)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _with_charset(type_: str) -> str:
    return f"{type_}; charset=utf-8" if type_.startswith("text/") else type_
