"""Launches: the session, role and name that a person gets."""

import itertools
from typing import Any

import pytest

from tests.reference_server.clients import PageClient, new_page
from tests.reference_server.lti.issuer import COURSE, MISSING, Issuer, Launch
from tests.reference_server.server_process import ServerProcess

INSTITUTION = "http://purl.imsglobal.org/vocab/lis/v2/institution/person"
SYSTEM = "http://purl.imsglobal.org/vocab/lis/v2/system/person"
_link_numbers = itertools.count(1)


class LaunchedBrowser:
    """A browser in which a launch has entered the room, with the attributes that `PageClient` needs."""

    def __init__(self, launch: Launch, location: str) -> None:
        self.person = location.rpartition("/")[2]
        self.session = location.split("/")[2]
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in launch.browser.cookies.items())}


def enter(launch: Launch, **changes: Any) -> LaunchedBrowser:
    response = launch.launch(**changes)
    assert response.status_code == 303, response.text
    return LaunchedBrowser(launch, response.headers["Location"])


def read_own_entry(launch: Launch, browser: LaunchedBrowser) -> dict[str, Any]:
    """Return the person's entry in the list of people, with the access and title of the session."""
    client = PageClient(launch.server, browser, new_page())  # type: ignore[arg-type]
    view = client.wait_until(lambda view: bool(view["people"]))
    client.close()
    (entry,) = (person for person in view["people"] if person["id"] == browser.person)
    return {**entry, "access": view["session"]["access"], "title": view["session"]["title"]}


def new_link(**properties: Any) -> dict[str, Any]:
    """Return the claim of a new resource link, whose launch creates a new session."""
    return {"resource_link": {"id": f"own-{next(_link_numbers)}", **properties}}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_student_enters_as_an_attendee_with_the_name_from_the_platform(launch: Launch, method: str) -> None:
    login = launch.login(method)
    assert login["response_mode"] == "form_post" and login["response_type"] == "id_token"
    assert login["scope"] == "openid" and login["prompt"] == "none" and login["lti_message_hint"] == "hint"
    assert login["redirect_uri"] == launch.launch_url
    response = launch.send_token(login["state"], launch.issuer.sign(launch.make_claims(login["nonce"])))
    assert response.status_code == 303, response.text
    entry = read_own_entry(launch, LaunchedBrowser(launch, response.headers["Location"]))
    assert (entry["name"], entry["role"], entry["title"]) == ("Ada Lovelace", "attendee", "Debate")


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        ([f"{COURSE}#Instructor"], "moderator"),
        ([f"{COURSE}#Administrator"], "moderator"),
        ([f"{COURSE}/Instructor#TeachingAssistant"], "moderator"),
        ([f"{COURSE}#TeachingAssistant"], "moderator"),
        ([f"{COURSE}#Learner", f"{COURSE}#Instructor"], "moderator"),
        (["Instructor"], "moderator"),
        ([f"{INSTITUTION}#Administrator"], "moderator"),
        ([f"{INSTITUTION}#Instructor"], "moderator"),
        ([f"{SYSTEM}#Administrator"], "moderator"),
        ([f"{COURSE}#Learner"], "attendee"),
        ([f"{COURSE}#Learner", f"{INSTITUTION}#Instructor"], "attendee"),
        ([f"{COURSE}#Learner", f"{INSTITUTION}#Administrator", f"{SYSTEM}#Administrator"], "attendee"),
        ([f"{COURSE}/Learner#Instructor"], "attendee"),
        ([f"{COURSE}#Mentor"], "attendee"),
        ([f"{COURSE}#ContentDeveloper"], "attendee"),
        ([f"{INSTITUTION}#Student"], "attendee"),
        (["Learner"], "attendee"),
        (["http://example.org/roles#Instructor"], "attendee"),
        (["unknown role"], "attendee"),
        ([], "attendee"),
    ],
)
def test_the_role_in_the_course_determines_the_role_in_the_room(launch: Launch, roles: list[str], role: str) -> None:
    assert read_own_entry(launch, enter(launch, roles=roles, **new_link()))["role"] == role


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": MISSING, "given_name": "Ada", "family_name": "Byron"}, "Ada Byron"),
        ({"name": MISSING, "given_name": "Ada"}, "Ada"),
        ({"name": MISSING, "family_name": "Byron"}, "Byron"),
        ({"name": "  Ada\u202e \n Byron "}, "Ada Byron"),
        ({"name": "A" * 80}, "A" * 60),
    ],
)
def test_names_from_the_platform_follow_the_rules_of_the_room(
    launch: Launch, claims: dict[str, Any], name: str
) -> None:
    assert read_own_entry(launch, enter(launch, **claims, **new_link()))["name"] == name


@pytest.mark.parametrize("claims", [{"name": MISSING}, {"name": "Ada (Moderator)"}, {"name": 7}])
def test_without_a_usable_name_the_person_is_asked_for_one(launch: Launch, claims: dict[str, Any]) -> None:
    link = new_link()
    response = launch.launch(**claims, **link)
    assert response.status_code == 200 and 'action="/lti/enter"' in response.text
    ticket = response.text.partition('name="ticket" value="')[2].partition('"')[0]
    refusal = launch.post("/lti/enter", {"ticket": ticket, "name": "Moderator"})
    assert refusal.status_code == 400 and "without words that the room itself writes" in refusal.text
    response = launch.post("/lti/enter", {"ticket": ticket, "name": "Ada"})
    browser = LaunchedBrowser(launch, response.headers["Location"])
    assert read_own_entry(launch, browser)["name"] == "Ada"
    # The form does not appear again, since the room has stored the name of the platform's user.
    assert enter(launch, **claims, **link).person == browser.person


def test_each_activity_has_its_own_session(launch: Launch, issuer: Issuer) -> None:
    link = new_link()
    teacher = enter(launch, roles=[f"{COURSE}#Instructor"], sub="teacher", **link)
    student = enter(Launch(issuer, launch.server), sub="student", **link)
    other = enter(Launch(issuer, launch.server), sub="student", **new_link())
    assert teacher.session == student.session != other.session


def test_the_same_user_is_the_same_person_in_every_browser(launch: Launch, issuer: Issuer) -> None:
    link = new_link()
    first = enter(launch, sub="ada", **link)
    again = enter(Launch(issuer, launch.server), sub="ada", name="Ada King", **link)
    other = enter(Launch(issuer, launch.server), sub="ben", **link)
    assert first.person == again.person != other.person
    assert read_own_entry(Launch(issuer, launch.server, launch.browser), again)["name"] == "Ada King"


def test_custom_parameters_are_the_initial_settings_of_a_session(launch: Launch) -> None:
    link = new_link(title="Seminar")
    browser = enter(launch, custom={"access": "request", "polls": "on", "other": "x"}, **link)
    entry = read_own_entry(launch, browser)
    assert (entry["access"], entry["title"]) == ("request", "Seminar")
    # Later launches change no settings, since the teacher may have changed them in the room.
    enter(launch, custom={"access": "nobody"}, **link)
    assert read_own_entry(launch, browser)["access"] == "request"


def test_a_session_without_a_title_has_the_title_of_the_course(launch: Launch) -> None:
    browser = enter(launch, context={"id": "c", "title": "Rhetoric"}, **new_link())
    assert read_own_entry(launch, browser)["title"] == "Rhetoric"


def test_the_cookie_has_the_attributes_that_a_frame_of_another_site_needs(launch: Launch) -> None:
    response = launch.launch()
    cookies = response.raw.headers.getlist("Set-Cookie")
    (person_cookie,) = (cookie for cookie in cookies if cookie.startswith("stagedoor_"))
    assert {"Secure", "HttpOnly", "SameSite=None", "Partitioned"} <= set(person_cookie.split("; "))
    (login_cookie,) = (cookie for cookie in cookies if cookie.startswith("lti_login_"))
    assert "Max-Age=0" in login_cookie


def test_only_the_platform_and_the_room_itself_may_embed_the_room(launch: Launch, tool: ServerProcess) -> None:
    response = launch.browser.get(tool.url)
    policy = response.headers["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {launch.issuer.url};" in policy


def test_a_browser_that_blocks_cookies_is_offered_a_new_tab(launch: Launch, issuer: Issuer) -> None:
    location = launch.begin_login().headers["Location"]
    launch.browser.cookies.clear()
    page = launch.get(location)
    assert page.status_code == 200 and "Open the session in a new tab" in page.text
    tab_path = page.text.partition('class="button primary wide" href="')[2].partition('"')[0].replace("&amp;", "&")
    launch_in_tab = Launch(issuer, launch.server)
    response = launch_in_tab.get(tab_path)
    assert response.status_code == 302 and response.headers["Location"].startswith(f"{issuer.url}/auth?")
    assert any(cookie.name.startswith("lti_login_") for cookie in launch_in_tab.browser.cookies)
