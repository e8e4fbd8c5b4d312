"""Security headers, and the origins whose requests are accepted."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from flask.testing import FlaskClient

from reference_server.app import RoomServer, create_app
from reference_server.server_settings import ServerSettings
from reference_server.web.protection import origin_of
from tests.reference_server.clients import Browser, PageClient, new_session
from tests.reference_server.conftest import MakeServer
from tests.reference_server.server_process import PATIENCE, ServerProcess

MakeBrowser = Callable[..., FlaskClient]
SCHOOL = "https://learn.example.org"


@pytest.fixture
def browser_of(tmp_path: Path) -> Iterator[MakeBrowser]:
    """A function that creates a room with some settings, and returns a browser without cookies."""
    rooms: list[RoomServer] = []

    def make(**settings: Any) -> FlaskClient:
        rooms.append(create_app(ServerSettings(tmp_path / f"{len(rooms)}.sqlite", **settings)))
        return rooms[-1].app.test_client()

    yield make
    for room in rooms:
        room.store.close()


def create_attendee_link(browser: FlaskClient) -> str:
    created: dict[str, str] = browser.post("/api/sessions", json={}).get_json()
    return urlsplit(created["attendee"]).path


def parse_policy(headers: Any) -> dict[str, str]:
    """Return the directives of the Content Security Policy."""
    parts = headers["Content-Security-Policy"].split("; ")
    return {name: values for name, _, values in (part.partition(" ") for part in parts)}


@pytest.mark.parametrize("path", ["/", "/join/forged", "/nowhere", "/api/sessions", "/healthz"])
def test_safe_3_every_response_forbids_what_the_room_does_not_need(browser_of: MakeBrowser, path: str) -> None:
    headers = browser_of().get(path, base_url="http://room.example:9000").headers
    directives = parse_policy(headers)
    assert directives["default-src"] == "'none'" and directives["base-uri"] == "'none'"
    for name in ("script-src", "style-src", "form-action", "frame-ancestors"):
        assert directives[name] == "'self'", name
    own_websockets = "ws://localhost wss://localhost ws://room.example:9000 wss://room.example:9000"
    assert directives["connect-src"] == f"'self' {own_websockets}"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("camera=(self), microphone=(self), ")


def test_a_forged_host_header_adds_nothing_to_the_policy(browser_of: MakeBrowser) -> None:
    directives = parse_policy(browser_of().get("/", headers={"Host": "x;script-src *"}).headers)
    assert directives["script-src"] == "'self'" and directives["connect-src"] == "'self' ws://localhost wss://localhost"


def test_pages_contain_no_inline_script_or_style(browser_of: MakeBrowser) -> None:
    browser = browser_of()
    link = create_attendee_link(browser)
    room = browser.get(browser.post(link, data={"name": "Ada"}).headers["Location"])
    links_page = browser.post("/", data={}, follow_redirects=True)
    assert 'id="boot"' in room.text and "/join/" in links_page.text
    for page in (browser.get("/"), links_page, open_entry_form(browser_of), room, browser.get("/x")):
        assert " style=" not in page.text and "<style" not in page.text and " onclick=" not in page.text
        loaded_scripts, data_scripts = page.text.count('<script type="module" src='), page.text.count('id="boot"')
        assert page.text.count("<script") == loaded_scripts + data_scripts


def open_entry_form(browser_of: MakeBrowser) -> Any:
    browser = browser_of()
    return browser.get(create_attendee_link(browser))


def test_configured_origins_may_show_the_room_in_a_frame(browser_of: MakeBrowser) -> None:
    directives = parse_policy(browser_of(frame_ancestors=(SCHOOL, "https://*.example.com")).get("/").headers)
    assert directives["frame-ancestors"] == f"'self' {SCHOOL} https://*.example.com"


COOKIE_IN_FRAME = ["Secure", "SameSite=None", "Partitioned"]


@pytest.mark.parametrize(
    ("settings", "base_url", "expected"),
    [
        ({}, "http://127.0.0.1:8000", ["SameSite=Lax"]),
        ({}, "https://room.example", ["Secure", "SameSite=Lax"]),
        ({"public_url": "https://room.example/"}, "http://10.0.0.7:8000", ["Secure", "SameSite=Lax"]),
        ({"frame_ancestors": (SCHOOL,)}, "https://room.example", COOKIE_IN_FRAME),
        ({"frame_ancestors": (SCHOOL,)}, "http://127.0.0.1:8000", COOKIE_IN_FRAME),
        ({"frame_ancestors": (SCHOOL,)}, "http://localhost", COOKIE_IN_FRAME),
        ({"frame_ancestors": (SCHOOL,)}, "http://10.0.0.7:8000", ["SameSite=Lax"]),
        ({"frame_ancestors": (SCHOOL,), "public_url": "https://room.example"}, "http://10.0.0.7", COOKIE_IN_FRAME),
    ],
)
def test_the_cookie_has_the_strictest_attributes_that_work(
    browser_of: MakeBrowser, settings: dict[str, Any], base_url: str, expected: list[str]
) -> None:
    browser = browser_of(**settings)
    response = browser.post(create_attendee_link(browser), data={"name": "Ada"}, base_url=base_url)
    parts = response.headers["Set-Cookie"].split("; ")
    assert "HttpOnly" in parts and "Path=/" in parts
    assert [part for part in parts if part in (*COOKIE_IN_FRAME, "SameSite=Lax")] == expected


def test_forwarded_headers_are_used_only_with_the_option_proxies(browser_of: MakeBrowser) -> None:
    headers = {"X-Forwarded-Proto": "https", "Origin": "https://localhost"}
    for proxies, status in ((0, 403), (1, 201)):
        assert browser_of(proxies=proxies).post("/api/sessions", json={}, headers=headers).status_code == status


# Origins

FOREIGN_ORIGINS = [
    "https://evil.example",
    "http://localhost:81",
    "https://localhost",
    "http://localhost.evil.example",
    "null",
    "",
]


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_requests_from_pages_of_another_site_are_refused(browser_of: MakeBrowser, origin: str) -> None:
    browser = browser_of()
    link = create_attendee_link(browser)
    headers = {"Origin": origin}
    for response in (
        browser.post("/", data={"access": "everyone"}, headers=headers),
        browser.post(link, data={"name": "Ada"}, headers=headers),
        browser.post("/api/sessions", json={}, headers=headers),
    ):
        assert response.status_code == 403 and "came from a page of another site" in response.text
        assert "Set-Cookie" not in response.headers


def test_requests_from_the_rooms_pages_and_programs_are_accepted(browser_of: MakeBrowser) -> None:
    browser = browser_of(public_url="https://room.example/")
    for headers in ({}, {"Origin": "http://localhost"}, {"Origin": "https://room.example"}):
        assert browser.post("/", data={"access": "everyone"}, headers=headers).status_code == 303
    for site in ("cross-site", "same-site"):
        assert browser.post("/", data={}, headers={"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Room.example/", "https://room.example"),
        ("https://room.example:443/x", "https://room.example"),
        ("http://room.example:8000", "http://room.example:8000"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(url: str, origin: str) -> None:
    assert origin_of(url) == origin


def send_handshake(server: ServerProcess, browser: Browser, origin: str | None, transport: str) -> requests.Response:
    """Send the first request of a Socket.IO connection.

    It is sent as a page of `origin` does, or as a program if it is None.
    """
    headers = {"Origin": origin} if origin else {}
    if transport == "websocket":
        headers |= {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        headers |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    url = f"{server.url}/socket.io/?EIO=4&transport={transport}"
    # Each request uses a new connection, since a WebSocket connection cannot be used for another request.
    return requests.get(url, headers=headers | browser.headers, timeout=PATIENCE, stream=True)


@pytest.mark.parametrize("transport", ["polling", "websocket"])
def test_pages_of_another_site_cannot_connect_even_with_the_cookie(server: ServerProcess, transport: str) -> None:
    ada = Browser(new_session(server)["attendee"], "Ada")
    for origin in ("https://evil.example", "null", server.url.replace("http:", "https:")):
        response = send_handshake(server, ada, origin, transport)
        assert response.status_code == 400 and "Not an accepted origin" in response.text
        assert "Access-Control-Allow-Origin" not in response.headers
    for accepted_origin in (server.url, None):
        with send_handshake(server, ada, accepted_origin, transport) as response:
            assert response.status_code == (101 if transport == "websocket" else 200)
    assert PageClient(server, ada).wait_until(bool)["you"]["name"] == "Ada"


def test_pages_of_the_public_url_can_connect(start_server: MakeServer) -> None:
    server = start_server("--public-url", "https://room.example")
    ada = Browser(f"{server.url}/enter/{new_session(server)['attendee'].rpartition('/')[2]}", "Ada")
    assert send_handshake(server, ada, "https://room.example", "polling").status_code == 200
    assert send_handshake(server, ada, "https://other.example", "polling").status_code == 400
