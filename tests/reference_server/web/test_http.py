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
    """A browser without any cookies."""
    return room.app.test_client()


def links(browser: FlaskClient, **session_request: object) -> dict[str, str]:
    """Create a session; return its id, and the paths of both links."""
    answer = browser.post("/api/sessions", json=session_request)
    assert answer.status_code == 201
    made: dict[str, str] = answer.get_json()
    return {name: urlsplit(value).path for name, value in made.items()}


def shown(answer: TestResponse) -> str:
    """Return the text of a page without tags."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text)))


def person_at(answer: TestResponse) -> str:
    """Return the id of the person into whose room a response redirects."""
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].rpartition("/")[2]


# The API


def test_a_session_is_made_with_everything_asked_for(room: RoomServer, browser: FlaskClient) -> None:
    session_request = {"title": " All  hands ", "access": "invite", "polls": True, "quizzes": True, "limit": 3}
    answer = browser.post("/api/sessions", json=session_request)
    made = answer.get_json()
    assert answer.status_code == 201 and set(made) == {"id", "moderator", "attendee"}
    session = room.store.session(made["id"])
    assert (session.title, session.polls, session.quizzes) == ("All hands", True, True)
    assert (session.state.access, session.state.limit) == (Access.INVITE, 3)


def test_everything_has_a_default(room: RoomServer, browser: FlaskClient) -> None:
    session = room.store.session(links(browser)["id"])
    assert (session.title, session.polls, session.quizzes) == ("Session", False, False)
    assert (session.state.access, session.state.limit) == (Access.EVERYONE, 25)


NO_VALUES: dict[str, tuple[object, ...]] = {
    "title": ("", "  ", "\u200b", "x" * 101, 7, None, ["x"], {}),
    "access": ("", "all", "Everyone", 1, None, ["request"]),
    **dict.fromkeys(("polls", "quizzes"), ("true", 1, 0, None, [])),
    "limit": (0, -1, 26, 2.5, "3", True, None),
    **dict.fromkeys(("role", "id", "Title", ""), (1,)),
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field in NO_VALUES for value in NO_VALUES[field]])
def test_bad_input_names_its_field(browser: FlaskClient, field: str, value: object) -> None:
    answer = browser.post("/api/sessions", json={field: value})
    problem = answer.get_json()
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert set(problem) == {"type", "title", "status", "detail", "field"}
    assert (problem["field"], problem["status"], problem["title"]) == (field, 400, "Bad Request")
    assert problem["detail"].endswith(".")


@pytest.mark.parametrize(
    ("status", "request_"),
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
def test_what_is_not_one_json_object_is_a_problem_without_a_field(
    browser: FlaskClient, status: int, request_: dict[str, Any]
) -> None:
    answer = browser.post("/api/sessions", **request_)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert answer.get_json()["field"] is None


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/api/sessions", 405), ("GET", "/api/people", 404)])
def test_the_apis_other_errors_are_problems_too(browser: FlaskClient, method: str, path: str, status: int) -> None:
    answer = browser.open(path, method=method)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


@pytest.mark.parametrize("proxies", [0, 1])
def test_no_request_decides_what_links_begin_with(tmp_path: Path, proxies: int) -> None:
    room = create_app(ServerSettings(tmp_path / "room.sqlite", public_url="https://rooms.example.org", proxies=proxies))
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "Forwarded": "host=evil.example"}
    links = room.app.test_client().post("/api/sessions", json={}, base_url="http://evil.example", headers=forged)
    assert "evil" not in links.text and links.get_json()["moderator"].startswith("https://rooms.example.org/join/")
    room.store.close()


@pytest.mark.parametrize("public_url", ["https://rooms.example.org", "https://rooms.example.org/"])
def test_links_begin_with_the_public_address_if_there_is_one(tmp_path: Path, public_url: str) -> None:
    room = create_app(ServerSettings(tmp_path / "room.sqlite", public_url=public_url))
    made = room.app.test_client().post("/api/sessions", json={}).get_json()
    assert all(made[role].startswith("https://rooms.example.org/join/") for role in ("moderator", "attendee"))
    room.store.close()


# The start page


def test_the_form_makes_a_session_and_shows_both_links(room: RoomServer, browser: FlaskClient) -> None:
    assert browser.get("/").status_code == 200
    form = {"title": "Rehearsal", "access": "request", "polls": "on"}
    answer = browser.post("/", data=form, follow_redirects=True)
    assert answer.status_code == 200
    tokens = set(re.findall(r"http://localhost/join/[\w.-]+", answer.text))
    assert len(tokens) == 2
    assert answer.text.count("<svg") >= 2
    people = [room.app.test_client().post(urlsplit(link).path, data={"name": "Ada"}) for link in tokens]
    found = [room.store.identity(person_at(person)) for person in people]
    assert {identity.role for identity in found if identity} == {"moderator", "attendee"}
    (session,) = {identity.session for identity in found if identity}
    made = room.store.session(session)
    assert (made.title, made.state.access, made.polls, made.quizzes) == ("Rehearsal", Access.REQUEST, True, False)


def test_a_form_left_empty_makes_a_session_with_the_defaults(browser: FlaskClient) -> None:
    answer = browser.post("/", data={"title": "", "access": "everyone"}, follow_redirects=True)
    assert (answer.status_code, "Session" in shown(answer)) == (200, True)


def test_a_wrong_form_comes_back_with_what_is_wrong_and_what_was_typed(browser: FlaskClient) -> None:
    answer = browser.post("/", data={"title": "x" * 101, "access": "request"})
    assert answer.status_code == 400
    assert "“title” must have 1 to 100 characters." in shown(answer)
    assert "x" * 101 in answer.text
    assert browser.post("/", data={"access": "all"}).status_code == 400


def test_both_links_stand_at_an_address_of_their_own_so_that_a_reload_makes_no_second_session(
    room: RoomServer, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = created(browser)
    monkeypatch.setattr(room.store, "create", lambda _new: pytest.fail("a second session"))
    first, again = browser.get(address), room.app.test_client().get(address)
    assert (first.status_code, first.text) == (200, again.text)
    assert "Rehearsal" in shown(first)


def test_the_page_with_both_links_is_hidden_from_caches_and_other_pages(browser: FlaskClient) -> None:
    made = browser.post("/", data={"title": "Rehearsal"})
    for answer in (made, browser.get(made.headers["Location"])):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers.get_all("Referrer-Policy") == ["no-referrer"]


def test_safe_1_nobody_comes_to_both_links_by_one_link_or_by_guessing(browser: FlaskClient) -> None:
    address, token = created(browser), links(browser)["attendee"].rpartition("/")[2]
    forged = (f"/links/{token}", "/links/x", f"{address[:-2]}xx", f"/links/{links(browser)['id']}")
    for link in forged:
        answer = browser.get(link)
        assert answer.status_code == 403 and "/join/" not in answer.text
        assert "This address is not valid" in shown(answer)
    assert browser.get(address.replace("/links/", "/join/")).status_code == 403


def created(browser: FlaskClient) -> str:
    """Create a session by the form; return the address of its links page."""
    answer = browser.post("/", data={"title": "Rehearsal"})
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_an_error_page_links_to_the_next_step(browser: FlaskClient) -> None:
    for path in ("/nowhere", "/join/x", "/links/x", "/rooms/x/y"):
        assert '<a class="button" href="/">Go to the start page</a>' in browser.get(path).text
    assert "Ask the person who invited you for a new link" in shown(browser.get("/join/x"))


# Links, entry and identity


def test_a_link_without_a_name_leads_to_the_entry_and_the_name_into_the_room(browser: FlaskClient) -> None:
    link = links(browser, title="Rehearsal")["attendee"]
    answer = browser.get(link)
    assert answer.status_code == 200 and "Rehearsal" in shown(answer) and "Your name" in shown(answer)
    answer = browser.post(link, data={"name": "Ada"})
    assert browser.get(answer.headers["Location"]).status_code == 200


def test_a_link_that_names_the_person_leads_into_the_room(room: RoomServer, browser: FlaskClient) -> None:
    made = links(browser)
    person = room.store.identity(person_at(browser.post(made["moderator"], data={"name": "Maya M"})))
    assert person is not None
    assert (person.name, person.role, person.session) == ("Maya M", "moderator", made["id"])


def test_the_page_of_the_room_holds_ids_and_ice_servers_alone(browser: FlaskClient) -> None:
    made = links(browser)
    answer = browser.post(made["attendee"], data={"name": "Ada"})
    page = browser.get(answer.headers["Location"])
    boot = re.search(r'<script type="application/json" id="boot">(.*?)</script>', page.text)
    assert boot is not None
    expected = {"person": person_at(answer), "session": made["id"], "iceServers": list(ICE)}
    assert json.loads(boot[1]) == expected


def test_the_cookie_is_hidden_from_scripts_and_other_sites(browser: FlaskClient) -> None:
    answer = browser.post(links(browser)["attendee"], data={"name": "Ada"})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"stagedoor_{person_at(answer)}=")
    for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=86400"):
        assert part in cookie.split("; ")
    assert "Secure" not in cookie
    assert (
        "Secure"
        in browser.post(links(browser)["attendee"], data={"name": "Ada"}, base_url="https://localhost").headers[
            "Set-Cookie"
        ]
    )


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 61])
def test_a_name_that_is_none_brings_the_entry_back(browser: FlaskClient, name: str) -> None:
    link = links(browser)["attendee"]
    answer = browser.post(link, data={"name": name})
    assert answer.status_code == 400
    assert "Please give a name of 1 to 60 characters." in shown(answer)
    assert "Set-Cookie" not in answer.headers


def test_a_name_that_is_too_long_leads_to_the_entry(browser: FlaskClient) -> None:
    answer = browser.post(links(browser)["attendee"], data={"name": "x" * 61})
    assert answer.status_code == 400 and "Please give a name" in shown(answer)


def test_names_are_trimmed_and_markup_in_them_is_text(room: RoomServer, browser: FlaskClient) -> None:
    answer = browser.post(links(browser)["attendee"], data={"name": "  <b>Ada</b>\u202e "})
    person = room.store.identity(person_at(answer))
    assert person is not None and person.name == "<b>Ada</b>"
    long_name = "<script>alert(1)</script>" * 3
    entry = browser.post(links(browser)["attendee"], data={"name": long_name})
    assert entry.status_code == 400 and "<script>alert" not in entry.text


def test_markup_in_a_title_is_text(browser: FlaskClient) -> None:
    link = links(browser, title="<script>alert(1)</script>")["attendee"]
    assert "<script>alert" not in browser.get(link).text
    room_page = browser.get(browser.post(link, data={"name": "Ada"}).headers["Location"])
    assert "<script>alert" not in room_page.text


def test_steady_1_the_link_without_a_name_resumes_the_newest_person_of_this_browser(browser: FlaskClient) -> None:
    link = links(browser)["attendee"]
    ada = person_at(browser.post(link, data={"name": "Ada"}))
    assert person_at(browser.get(link)) == ada
    ben = person_at(browser.post(link, data={"name": "Ben"}))
    assert person_at(browser.get(link)) == ben != ada


def test_steady_1_the_link_with_a_name_resumes_that_person_of_this_browser(browser: FlaskClient) -> None:
    link = links(browser)["attendee"]
    people = {name: person_at(browser.post(link, data={"name": name})) for name in ("Ada", "Ben", "Cleo")}
    assert {name: person_at(browser.post(link, data={"name": name})) for name in people} == people
    assert person_at(browser.post(link, data={"name": " Ada "})) == people["Ada"]


def test_another_browser_is_another_person_of_the_same_name(room: RoomServer, browser: FlaskClient) -> None:
    link = links(browser)["attendee"]
    ada = person_at(browser.post(link, data={"name": "Ada"}))
    other = room.app.test_client()
    assert other.get(link).status_code == 200
    assert person_at(other.post(link, data={"name": "Ada"})) != ada


def test_safe_1_the_other_link_and_the_other_session_are_another_person(room: RoomServer, browser: FlaskClient) -> None:
    made, other = links(browser), links(browser)
    people = [person_at(browser.post(link, data={"name": "Maya"})) for link in (made["attendee"], made["moderator"])]
    people.append(person_at(browser.post(other["attendee"], data={"name": "Maya"})))
    found = [room.store.identity(person) for person in people]
    assert [identity.role for identity in found if identity] == ["attendee", "moderator", "attendee"]
    assert len(set(people)) == 3
    assert [person_at(browser.get(made[role])) for role in ("attendee", "moderator")] == people[:2]


HEADERS_OF_OTHERS: tuple[dict[str, str], ...] = (
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"User-Agent": "LinkPreview/1.0"},
)


@pytest.mark.parametrize("headers", HEADERS_OF_OTHERS)
@pytest.mark.parametrize("query", ["", "?name=Ada"])
def test_safe_4_looking_at_a_link_creates_nobody(
    room: RoomServer, browser: FlaskClient, headers: dict[str, str], query: str
) -> None:
    made = links(browser)
    answer = browser.get(made["moderator"] + query, headers=headers)
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (200, None)
    with room.store._engine.connect() as connection:
        assert not connection.execute(select(schema.people)).all()


def test_a_name_in_the_link_fills_in_the_form_of_which_one_press_enters(room: RoomServer, browser: FlaskClient) -> None:
    link = links(browser)["attendee"]
    form = browser.get(f"{link}?name=Ada%20%22L%22").text
    assert 'value="Ada &#34;L&#34;"' in form and f'action="{link}"' in form
    person = room.store.identity(person_at(browser.post(link, data={"name": 'Ada "L"'})))
    assert person is not None and (person.name, person.role) == ('Ada "L"', "attendee")


@pytest.mark.parametrize("role", ["moderator", "attendee"])
def test_a_program_sends_people_in_by_name(room: RoomServer, browser: FlaskClient, role: str) -> None:
    made = browser.post("/api/sessions?links=entry", json={}).get_json()
    person = room.store.identity(person_at(browser.get(f"{urlsplit(made[role]).path}?name=Ada")))
    assert person is not None and (person.name, person.role, person.session) == ("Ada", role, made["id"])


def test_an_entry_link_is_no_other_link_and_no_other_link_an_entry(browser: FlaskClient) -> None:
    link = links(browser)["attendee"]
    entry = urlsplit(browser.post("/api/sessions?links=entry", json={}).get_json()["attendee"]).path
    for forged in (link.replace("/join/", "/enter/"), entry.replace("/enter/", "/join/")):
        assert browser.get(f"{forged}?name=Ada").status_code == 403
    assert browser.get(f"{entry}?name=Moderator").status_code == 400
    assert browser.get(entry, follow_redirects=True).request.path.startswith("/join/")


# Invalid addresses


def test_safe_1_a_forged_link_gets_a_plain_page_that_says_so(browser: FlaskClient) -> None:
    link = links(browser)["attendee"]
    for forged in (link[:-2] + "xx", "/join/x", "/join/moderator", link.replace("/join/", "/join/x")):
        for answer in (
            browser.get(forged),
            browser.post(forged, data={"name": "A"}),
            browser.get(f"{forged}?name=Ada"),
        ):
            assert answer.status_code == 403
            assert "This link is not valid" in shown(answer)
            assert "Set-Cookie" not in answer.headers


def test_safe_1_another_rooms_link_gets_a_plain_page_that_says_so(tmp_path: Path, browser: FlaskClient) -> None:
    other = create_app(ServerSettings(tmp_path / "other" / "room.sqlite"))
    foreign = links(other.app.test_client())["moderator"]
    other.store.close()
    assert browser.get(foreign).status_code == 403


def test_a_link_to_a_session_that_this_room_does_not_have_says_so(tmp_path: Path, browser: FlaskClient) -> None:
    (tmp_path / "room.secret").rename(tmp_path / "shared.secret")
    other = create_app(ServerSettings(tmp_path / "other.sqlite", secret_file=tmp_path / "shared.secret"))
    link = links(other.app.test_client())["moderator"]
    other.store.close()
    answer = browser.get(link)
    assert answer.status_code == 404 and "There is no such session here" in shown(answer)


def test_safe_1_the_room_opens_for_its_own_person_only(room: RoomServer, browser: FlaskClient) -> None:
    made, other = links(browser), links(browser)
    place = browser.post(made["attendee"], data={"name": "Ada"}).headers["Location"]
    assert browser.get(place).status_code == 200
    assert room.app.test_client().get(place).status_code == 403
    assert browser.get(place.replace(made["id"], other["id"])).status_code == 403
    assert browser.get(f"/rooms/{made['id']}/nobody").status_code == 403


def test_what_is_not_there_gets_a_plain_page(browser: FlaskClient) -> None:
    answer = browser.get("/nowhere")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "There is nothing at this address." in shown(answer)
    assert browser.post("/healthz").status_code == 405


def test_a_fault_of_the_server_says_nothing_of_its_insides(
    room: RoomServer, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_new: object) -> str:
        raise RuntimeError("secret insides")

    monkeypatch.setattr(room.store, "create", broken)
    for answer in (browser.post("/", data={}), browser.post("/api/sessions", json={})):
        assert answer.status_code == 500
        assert "The room's server failed." in shown(answer) and "insides" not in answer.text
    assert "secret insides" in caplog.text


def test_healthz_says_ok(browser: FlaskClient) -> None:
    answer = browser.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


def test_readyz_names_what_is_away(browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"ready": True, "database": "ok"})
    monkeypatch.setattr("sqlalchemy.Engine.connect", _no_database)
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"ready": False, "database": "away"})


def _no_database(*_arguments: object) -> None:
    raise OperationalError(None, None, OSError("the disk is gone"))
