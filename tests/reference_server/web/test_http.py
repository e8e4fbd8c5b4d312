"""Pages and API over HTTP: links, entry, identity and errors."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from reference_server.app import RoomServer, create_app
from reference_server.rules.stage import Access
from reference_server.server_settings import ServerSettings
from reference_server.storage import schema

ICE = ({"urls": "stun:stun.example.org"},)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[RoomServer]:
    """A new room."""
    room = create_app(ServerSettings(tmp_path / "room.sqlite", ice_servers=ICE))
    yield room
    room.store.close()


@pytest.fixture
def browser(room: RoomServer) -> FlaskClient:
    """A browser without cookies."""
    return room.app.test_client()


def create_links(browser: FlaskClient, **session_request: object) -> dict[str, str]:
    """Create a session; return its id, and the paths of both links."""
    response = browser.post("/api/sessions", json=session_request)
    assert response.status_code == 201
    created: dict[str, str] = response.get_json()
    return {name: urlsplit(value).path for name, value in created.items()}


def text_of(response: TestResponse) -> str:
    """Return the text of a page, without tags and line breaks."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.text)))


def person_id(response: TestResponse) -> str:
    """Return the id of the person to whose room page a response redirects."""
    assert response.status_code == 303, response.text
    return response.headers["Location"].rpartition("/")[2]


# The API


def test_a_session_is_created_with_all_requested_settings(room: RoomServer, browser: FlaskClient) -> None:
    session_request = {"title": " All  hands ", "access": "invite", "polls": True, "quizzes": True, "limit": 3}
    response = browser.post("/api/sessions", json=session_request)
    created = response.get_json()
    assert response.status_code == 201 and set(created) == {"id", "moderator", "attendee"}
    session = room.store.session(created["id"])
    assert (session.title, session.has_polls, session.has_quizzes) == ("All hands", True, True)
    assert (session.state.access, session.state.limit) == (Access.INVITE, 3)


def test_all_settings_have_defaults(room: RoomServer, browser: FlaskClient) -> None:
    session = room.store.session(create_links(browser)["id"])
    assert (session.title, session.has_polls, session.has_quizzes) == ("Session", False, False)
    assert (session.state.access, session.state.limit) == (Access.EVERYONE, 25)


INVALID_VALUES: dict[str, tuple[object, ...]] = {
    "title": ("", "  ", "\u200b", "x" * 101, 7, None, ["x"], {}),
    "access": ("", "all", "Everyone", 1, None, ["request"]),
    **dict.fromkeys(("polls", "quizzes"), ("true", 1, 0, None, [])),
    "limit": (0, -1, 26, 2.5, "3", True, None),
    **dict.fromkeys(("role", "id", "Title", ""), (1,)),
}


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field in INVALID_VALUES for value in INVALID_VALUES[field]]
)
def test_an_invalid_value_is_refused_with_the_name_of_its_field(
    browser: FlaskClient, field: str, value: object
) -> None:
    response = browser.post("/api/sessions", json={field: value})
    problem = response.get_json()
    assert (response.status_code, response.content_type) == (400, "application/problem+json")
    assert set(problem) == {"type", "title", "status", "detail", "field"}
    assert (problem["field"], problem["status"], problem["title"]) == (field, 400, "Bad Request")
    assert problem["detail"].endswith(".")


@pytest.mark.parametrize(
    ("status", "arguments"),
    [
        (415, {"data": "title=x"}),
        (415, {"data": "{}", "content_type": "text/plain"}),
        (400, {"data": "{", "content_type": "application/json"}),
        (400, {"data": b"\xff", "content_type": "application/json"}),
        (400, {"data": "[" * 30_000, "content_type": "application/json"}),
        (400, {"json": []}),
        (400, {"json": "x"}),
        (413, {"json": {"title": "x" * 70_000}}),
    ],
)
def test_a_body_that_is_not_a_json_object_is_refused_without_a_field(
    browser: FlaskClient, status: int, arguments: dict[str, Any]
) -> None:
    response = browser.post("/api/sessions", **arguments)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert response.get_json()["field"] is None


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/api/sessions", 405), ("GET", "/api/people", 404)])
def test_other_errors_of_the_api_are_problem_documents_too(
    browser: FlaskClient, method: str, path: str, status: int
) -> None:
    response = browser.open(path, method=method)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("GET", "/api/sessions", {"POST", "OPTIONS"}), ("POST", "/healthz", {"GET", "HEAD", "OPTIONS"})],
)
def test_a_refused_method_is_answered_with_the_allowed_ones(
    browser: FlaskClient, method: str, path: str, allowed: set[str]
) -> None:
    response = browser.open(path, method=method)
    assert response.status_code == 405 and len(response.headers.getlist("Content-Type")) == 1
    assert set(response.allow) == allowed


@pytest.mark.parametrize("proxies", [0, 1])
def test_request_headers_do_not_change_the_origin_of_links(tmp_path: Path, proxies: int) -> None:
    room = create_app(ServerSettings(tmp_path / "room.sqlite", public_url="https://rooms.example.org", proxies=proxies))
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "Forwarded": "host=evil.example"}
    links = room.app.test_client().post("/api/sessions", json={}, base_url="http://evil.example", headers=forged)
    assert "evil" not in links.text and links.get_json()["moderator"].startswith("https://rooms.example.org/join/")
    room.store.close()


@pytest.mark.parametrize("public_url", ["https://rooms.example.org", "https://rooms.example.org/"])
def test_links_begin_with_the_public_url(tmp_path: Path, public_url: str) -> None:
    room = create_app(ServerSettings(tmp_path / "room.sqlite", public_url=public_url))
    session = room.app.test_client().post("/api/sessions", json={}).get_json()
    assert all(session[role].startswith("https://rooms.example.org/join/") for role in ("moderator", "attendee"))
    room.store.close()


# The start page


def test_the_form_creates_a_session_and_shows_both_links(room: RoomServer, browser: FlaskClient) -> None:
    assert browser.get("/").status_code == 200
    form = {"title": "Rehearsal", "access": "request", "polls": "on"}
    response = browser.post("/", data=form, follow_redirects=True)
    assert response.status_code == 200
    links = set(re.findall(r"http://localhost/join/[\w.-]+", response.text))
    assert len(links) == 2
    assert response.text.count("<svg") >= 2
    entries = [room.app.test_client().post(urlsplit(link).path, data={"name": "Ada"}) for link in links]
    identities = [room.store.identity(person_id(entry)) for entry in entries]
    assert {identity.role for identity in identities if identity} == {"moderator", "attendee"}
    (id_,) = {identity.session for identity in identities if identity}
    session = room.store.session(id_)
    assert (session.title, session.state.access, session.has_polls, session.has_quizzes) == (
        "Rehearsal",
        Access.REQUEST,
        True,
        False,
    )


def test_an_empty_form_creates_a_session_with_the_defaults(browser: FlaskClient) -> None:
    response = browser.post("/", data={"title": "", "access": "everyone"}, follow_redirects=True)
    assert (response.status_code, "Session" in text_of(response)) == (200, True)


def test_an_invalid_form_is_shown_again_with_the_error_and_the_values(browser: FlaskClient) -> None:
    response = browser.post("/", data={"title": "x" * 101, "access": "request"})
    assert response.status_code == 400
    assert "“title” must have 1 to 100 characters." in text_of(response)
    assert "x" * 101 in response.text
    assert browser.post("/", data={"access": "all"}).status_code == 400


def test_reloading_the_page_with_both_links_creates_no_second_session(
    room: RoomServer, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = links_page_path(browser)
    monkeypatch.setattr(room.store, "create", lambda _new: pytest.fail("a second session was created"))
    first, second = browser.get(path), room.app.test_client().get(path)
    assert (first.status_code, first.text) == (200, second.text)
    assert "Rehearsal" in text_of(first)


def test_the_page_with_both_links_is_not_cached_and_sends_no_referrer(browser: FlaskClient) -> None:
    redirect = browser.post("/", data={"title": "Rehearsal"})
    for response in (redirect, browser.get(redirect.headers["Location"])):
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers.get_all("Referrer-Policy") == ["no-referrer"]


def test_safe_1_the_path_of_the_page_with_both_links_cannot_be_guessed_or_derived_from_a_link(
    browser: FlaskClient,
) -> None:
    path, token = links_page_path(browser), create_links(browser)["attendee"].rpartition("/")[2]
    forged = (f"/links/{token}", "/links/x", f"{path[:-2]}xx", f"/links/{create_links(browser)['id']}")
    for link in forged:
        response = browser.get(link)
        assert response.status_code == 403 and "/join/" not in response.text
        assert "This address is not valid" in text_of(response)
    assert browser.get(path.replace("/links/", "/join/")).status_code == 403


def links_page_path(browser: FlaskClient) -> str:
    """Create a session by the form; return the path of the page with both links."""
    response = browser.post("/", data={"title": "Rehearsal"})
    assert response.status_code == 303
    return response.headers["Location"]


def test_an_error_page_links_to_the_start_page(browser: FlaskClient) -> None:
    for path in ("/nowhere", "/join/x", "/links/x", "/rooms/x/y"):
        assert '<a class="button" href="/">Go to the start page</a>' in browser.get(path).text
    assert "Ask the person who invited you for a new link" in text_of(browser.get("/join/x"))


# Links, entry and identity


def test_a_link_opens_the_entry_form_and_the_form_opens_the_room(browser: FlaskClient) -> None:
    link = create_links(browser, title="Rehearsal")["attendee"]
    response = browser.get(link)
    assert response.status_code == 200 and "Rehearsal" in text_of(response) and "Your name" in text_of(response)
    response = browser.post(link, data={"name": "Ada"})
    assert browser.get(response.headers["Location"]).status_code == 200


def test_the_entry_form_of_a_link_enters_with_its_role(room: RoomServer, browser: FlaskClient) -> None:
    session = create_links(browser)
    person = room.store.identity(person_id(browser.post(session["moderator"], data={"name": "Maya M"})))
    assert person is not None
    assert (person.name, person.role, person.session) == ("Maya M", "moderator", session["id"])


def test_the_room_page_contains_only_ids_and_ice_servers(browser: FlaskClient) -> None:
    session = create_links(browser)
    response = browser.post(session["attendee"], data={"name": "Ada"})
    page = browser.get(response.headers["Location"])
    boot = re.search(r'<script type="application/json" id="boot">(.*?)</script>', page.text)
    assert boot is not None
    expected = {"person": person_id(response), "session": session["id"], "iceServers": list(ICE)}
    assert json.loads(boot[1]) == expected


def test_the_cookie_is_neither_readable_by_scripts_nor_sent_with_requests_from_other_sites(
    browser: FlaskClient,
) -> None:
    response = browser.post(create_links(browser)["attendee"], data={"name": "Ada"})
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith(f"stagedoor_{person_id(response)}=")
    for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=86400"):
        assert part in cookie.split("; ")
    assert "Secure" not in cookie
    link = create_links(browser)["attendee"]
    response = browser.post(link, data={"name": "Ada"}, base_url="https://localhost")
    assert "Secure" in response.headers["Set-Cookie"]


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 61])
def test_an_invalid_name_shows_the_entry_form_again(browser: FlaskClient, name: str) -> None:
    link = create_links(browser)["attendee"]
    response = browser.post(link, data={"name": name})
    assert response.status_code == 400
    assert "Please give a name of 1 to 60 characters." in text_of(response)
    assert "Set-Cookie" not in response.headers


def test_a_name_that_is_too_long_shows_the_entry_form_again(browser: FlaskClient) -> None:
    response = browser.post(create_links(browser)["attendee"], data={"name": "x" * 61})
    assert response.status_code == 400 and "Please give a name" in text_of(response)


def test_names_are_trimmed_and_markup_in_names_is_escaped(room: RoomServer, browser: FlaskClient) -> None:
    response = browser.post(create_links(browser)["attendee"], data={"name": "  <b>Ada</b>\u202e "})
    person = room.store.identity(person_id(response))
    assert person is not None and person.name == "<b>Ada</b>"
    long_name = "<script>alert(1)</script>" * 3
    entry = browser.post(create_links(browser)["attendee"], data={"name": long_name})
    assert entry.status_code == 400 and "<script>alert" not in entry.text


def test_markup_in_a_title_is_escaped(browser: FlaskClient) -> None:
    link = create_links(browser, title="<script>alert(1)</script>")["attendee"]
    assert "<script>alert" not in browser.get(link).text
    room_page = browser.get(browser.post(link, data={"name": "Ada"}).headers["Location"])
    assert "<script>alert" not in room_page.text


def test_steady_1_a_link_without_a_name_resumes_the_newest_person_of_the_browser(browser: FlaskClient) -> None:
    link = create_links(browser)["attendee"]
    ada = person_id(browser.post(link, data={"name": "Ada"}))
    assert person_id(browser.get(link)) == ada
    ben = person_id(browser.post(link, data={"name": "Ben"}))
    assert person_id(browser.get(link)) == ben != ada


def test_steady_1_a_link_with_a_name_resumes_that_person_of_the_browser(browser: FlaskClient) -> None:
    link = create_links(browser)["attendee"]
    people = {name: person_id(browser.post(link, data={"name": name})) for name in ("Ada", "Ben", "Cleo")}
    assert {name: person_id(browser.post(link, data={"name": name})) for name in people} == people
    assert person_id(browser.post(link, data={"name": " Ada "})) == people["Ada"]


def test_the_same_name_in_another_browser_is_another_person(room: RoomServer, browser: FlaskClient) -> None:
    link = create_links(browser)["attendee"]
    ada = person_id(browser.post(link, data={"name": "Ada"}))
    other = room.app.test_client()
    assert other.get(link).status_code == 200
    assert person_id(other.post(link, data={"name": "Ada"})) != ada


def test_safe_1_the_same_name_by_another_link_or_in_another_session_is_another_person(
    room: RoomServer, browser: FlaskClient
) -> None:
    session, other = create_links(browser), create_links(browser)
    people = [
        person_id(browser.post(link, data={"name": "Maya"})) for link in (session["attendee"], session["moderator"])
    ]
    people.append(person_id(browser.post(other["attendee"], data={"name": "Maya"})))
    identities = [room.store.identity(person) for person in people]
    assert [identity.role for identity in identities if identity] == ["attendee", "moderator", "attendee"]
    assert len(set(people)) == 3
    assert [person_id(browser.get(session[role])) for role in ("attendee", "moderator")] == people[:2]


PREVIEW_HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"User-Agent": "LinkPreview/1.0"},
)


@pytest.mark.parametrize("headers", PREVIEW_HEADERS)
@pytest.mark.parametrize("query", ["", "?name=Ada"])
def test_safe_4_previewing_a_link_creates_no_person(
    room: RoomServer, browser: FlaskClient, headers: dict[str, str], query: str
) -> None:
    session = create_links(browser)
    response = browser.get(session["moderator"] + query, headers=headers)
    assert (response.status_code, response.headers.get("Set-Cookie")) == (200, None)
    with room.store._engine.connect() as connection:
        assert not connection.execute(select(schema.people)).all()


def test_a_name_in_the_link_is_filled_into_the_entry_form(room: RoomServer, browser: FlaskClient) -> None:
    link = create_links(browser)["attendee"]
    form = browser.get(f"{link}?name=Ada%20%22L%22").text
    assert 'value="Ada &#34;L&#34;"' in form and f'action="{link}"' in form
    person = room.store.identity(person_id(browser.post(link, data={"name": 'Ada "L"'})))
    assert person is not None and (person.name, person.role) == ('Ada "L"', "attendee")


@pytest.mark.parametrize("role", ["moderator", "attendee"])
def test_an_entry_link_with_a_name_enters_at_once(room: RoomServer, browser: FlaskClient, role: str) -> None:
    session = browser.post("/api/sessions?links=entry", json={}).get_json()
    person = room.store.identity(person_id(browser.get(f"{urlsplit(session[role]).path}?name=Ada")))
    assert person is not None and (person.name, person.role, person.session) == ("Ada", role, session["id"])


def test_tokens_of_entry_links_and_join_links_are_not_interchangeable(browser: FlaskClient) -> None:
    link = create_links(browser)["attendee"]
    entry = urlsplit(browser.post("/api/sessions?links=entry", json={}).get_json()["attendee"]).path
    for forged in (link.replace("/join/", "/enter/"), entry.replace("/enter/", "/join/")):
        assert browser.get(f"{forged}?name=Ada").status_code == 403
    assert browser.get(f"{entry}?name=Moderator").status_code == 400
    assert browser.get(entry, follow_redirects=True).request.path.startswith("/join/")


# Invalid links and paths


def test_safe_1_a_forged_link_shows_an_error_page(browser: FlaskClient) -> None:
    link = create_links(browser)["attendee"]
    for forged in (link[:-2] + "xx", "/join/x", "/join/moderator", link.replace("/join/", "/join/x")):
        for response in (
            browser.get(forged),
            browser.post(forged, data={"name": "A"}),
            browser.get(f"{forged}?name=Ada"),
        ):
            assert response.status_code == 403
            assert "This link is not valid" in text_of(response)
            assert "Set-Cookie" not in response.headers


def test_safe_1_a_link_of_another_room_is_refused(tmp_path: Path, browser: FlaskClient) -> None:
    other = create_app(ServerSettings(tmp_path / "other" / "room.sqlite"))
    foreign = create_links(other.app.test_client())["moderator"]
    other.store.close()
    assert browser.get(foreign).status_code == 403


def test_a_link_to_an_unknown_session_shows_an_error_page(tmp_path: Path, browser: FlaskClient) -> None:
    (tmp_path / "room.secret").rename(tmp_path / "shared.secret")
    other = create_app(ServerSettings(tmp_path / "other.sqlite", secret_file=tmp_path / "shared.secret"))
    link = create_links(other.app.test_client())["moderator"]
    other.store.close()
    response = browser.get(link)
    assert response.status_code == 404 and "There is no such session here" in text_of(response)


def test_safe_1_the_room_page_opens_only_for_its_person(room: RoomServer, browser: FlaskClient) -> None:
    session, other = create_links(browser), create_links(browser)
    path = browser.post(session["attendee"], data={"name": "Ada"}).headers["Location"]
    assert browser.get(path).status_code == 200
    assert room.app.test_client().get(path).status_code == 403
    assert browser.get(path.replace(session["id"], other["id"])).status_code == 403
    assert browser.get(f"/rooms/{session['id']}/nobody").status_code == 403


def test_an_unknown_path_shows_an_error_page(browser: FlaskClient) -> None:
    response = browser.get("/nowhere")
    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert "There is nothing at this address." in text_of(response)
    assert browser.post("/healthz").status_code == 405


def test_an_internal_error_reveals_no_details(
    room: RoomServer, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_new: object) -> str:
        raise RuntimeError("secret cause")

    monkeypatch.setattr(room.store, "create", fail)
    for response in (browser.post("/", data={}), browser.post("/api/sessions", json={})):
        assert response.status_code == 500
        assert "The room's server failed." in text_of(response) and "secret cause" not in response.text
    assert "secret cause" in caplog.text


def test_healthz_returns_ok(browser: FlaskClient) -> None:
    response = browser.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok")


def test_readyz_names_the_unavailable_service(browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    response = browser.get("/readyz")
    assert (response.status_code, response.json) == (200, {"ready": True, "database": "ok"})
    monkeypatch.setattr("sqlalchemy.Engine.connect", _raise_no_database)
    response = browser.get("/readyz")
    assert (response.status_code, response.json) == (503, {"ready": False, "database": "away"})


def _raise_no_database(*_arguments: object) -> None:
    raise OperationalError(None, None, OSError("disk failure"))
