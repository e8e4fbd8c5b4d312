"""Static files: bundles, cached permanently and compressed, or the sources during development."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from reference_server.app import create_app
from reference_server.server_settings import ServerSettings
from reference_server.web.static_files import BUNDLE, ENTRIES, FOLDER
from tools.javascript import bundle
from tools.javascript.npm_packages import ToolError

MakeClient = Callable[[bool], FlaskClient]
LOADED_URL = re.compile(r'<(?:link|script)[^>]*(?:href|src)="(/static/[^"]+)"')


@pytest.fixture
def client(tmp_path: Path) -> Iterator[MakeClient]:
    """Return a function that returns a client of a new room.

    The room serves the bundles, or the sources if `unbundled`.
    """
    rooms = []

    def make(unbundled: bool) -> FlaskClient:
        rooms.append(create_app(ServerSettings(tmp_path / "room.sqlite", unbundled=unbundled)))
        return rooms[-1].app.test_client()

    yield make
    for room in rooms:
        room.store.close()


def enter_room(client: FlaskClient) -> str:
    """Enter a new session; return the HTML of the room's page."""
    link = client.post("/api/sessions?links=entry", json={}).get_json()["attendee"]
    return client.get(f"{link}?name=Ada", follow_redirects=True).text


def test_the_bundle_is_built_from_the_current_sources() -> None:
    assert not bundle.find_stale(), "the bundle is stale; run “make bundle”"


def test_building_the_bundle_again_gives_the_same_bytes() -> None:
    try:
        built = bundle.build()
    except ToolError as error:
        pytest.skip(f"no bundler: {error}")
    shipped = {path.name: path.read_bytes() for path in BUNDLE.iterdir()}
    assert built.keys() == shipped.keys()
    assert [name for name in built if built[name] != shipped[name]] == []


@pytest.mark.parametrize("name", ["js/main.js", "css/tokens.css", "vendor/lit-html/lit-html.js"])
def test_a_changed_source_makes_the_bundle_stale(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = tmp_path / "static"
    for source in FOLDER.rglob("*"):
        if source.is_file():
            copy = sources / source.relative_to(FOLDER)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(source.read_bytes())
    (sources / name).write_text("/* other */")
    monkeypatch.setattr(bundle, "FOLDER", sources)
    assert bundle.find_stale() == [name]


def test_the_licences_of_bundled_libraries_stay_in_the_bundle() -> None:
    script = (BUNDLE / "main.js").read_text()
    assert "SPDX-License-Identifier: BSD-3-Clause" in script
    assert "Released under the MIT License" in script


def test_the_rooms_page_loads_one_script_and_one_style_sheet(client: MakeClient) -> None:
    names = [url.rpartition("/")[2] for url in LOADED_URL.findall(enter_room(client(False)))]
    assert sorted(names) == ["favicon.svg", "inter-latin-wght-normal.woff2", "main.js", "room_page.css"]


def test_static_files_are_cached_permanently_and_compressed_if_accepted(client: MakeClient) -> None:
    browser = client(False)
    urls = LOADED_URL.findall(enter_room(browser))
    assert urls
    for url in urls:
        plain, compressed = (browser.get(url, headers={"Accept-Encoding": encodings}) for encodings in ("", "gzip, br"))
        for response in (plain, compressed):
            assert response.status_code == 200
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "Content-Encoding" not in plain.headers
        is_text = not url.endswith("woff2")
        assert (compressed.headers.get("Content-Encoding") == "gzip") is is_text
        assert (len(compressed.data) < len(plain.data)) is is_text
        assert plain.headers.get("Vary") == ("Accept-Encoding" if is_text else None)


def test_with_the_option_unbundled_pages_load_the_sources_uncached(client: MakeClient) -> None:
    browser = client(True)
    html = enter_room(browser)
    for source in ("js/main.js", "css/room_page.css"):
        assert source in ENTRIES
        assert f"/static/{source}" in LOADED_URL.findall(html)
        response = browser.get(f"/static/{source}")
        assert response.data == (FOLDER / source).read_bytes()
        assert response.headers["Cache-Control"] == "no-cache"
        assert browser.get(f"/static/{source}", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("unbundled", [False, True])
def test_other_paths_under_static_are_not_found(client: MakeClient, unbundled: bool) -> None:
    browser = client(unbundled)
    folder = browser.get("/").text.partition('href="/static')[2].partition("/icons")[0]
    for name in ("none.js", "../app.py", "%2e%2e/app.py", "js", ""):
        assert browser.get(f"/static{folder}/{name}").status_code == 404
