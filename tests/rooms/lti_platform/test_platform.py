"""The learning platform of the tests launches tools, and refuses messages that break LTI."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from rooms.lti_platform.accounts import PASSWORD
from rooms.lti_platform.messages import CLAIM, DEEP_LINKING_CLAIM
from rooms.lti_platform.platform_app import create_platform
from rooms.lti_platform.platform_state import PlatformState
from rooms.lti_platform.registration import TOOL_CONFIGURATION, platform_configuration
from tests.rooms.lti_platform.small_tool import SmallTool

ISSUER = "http://localhost"
TOOL_METADATA: dict[str, Any] = {
    "application_type": "web",
    "grant_types": ["client_credentials", "implicit"],
    "response_types": ["id_token"],
    "token_endpoint_auth_method": "private_key_jwt",
    "initiate_login_uri": "https://room.example/login",
    "redirect_uris": ["https://room.example/launch"],
    "jwks_uri": "https://room.example/jwks",
    "client_name": "Room",
    TOOL_CONFIGURATION: {"domain": "room.example", "target_link_uri": "https://room.example/launch"},
}


@pytest.fixture
def state(tmp_path: Path) -> PlatformState:
    return PlatformState(tmp_path / "platform.json")


@pytest.fixture
def small_tool(state: PlatformState) -> Iterator[SmallTool]:
    small_tool = SmallTool(state)
    yield small_tool
    small_tool.close()


def log_in(state: PlatformState, user: str, name: str = "") -> FlaskClient:
    """Return a client that is logged in with this account; ``name`` replaces the name of the account."""
    client = create_platform(state, ISSUER).test_client()
    # Browsers send the secure session cookie also to http://localhost, unlike this client.
    client.application.config["SESSION_COOKIE_SECURE"] = False
    response = client.post("/login", data={"user": user, "password": PASSWORD, "name": name})
    assert response.status_code == 303
    return client


class _FieldParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "form":
            self.fields["action"] = attributes["action"] or ""
        if tag == "input":
            self.fields[attributes["name"] or ""] = attributes["value"] or ""


def read_form_fields(response: TestResponse) -> dict[str, str]:
    """Return the fields of the form that the page submits by itself.

    The form's action is the field “action”.
    """
    parser = _FieldParser()
    parser.feed(response.text)
    return parser.fields


def start_login(client: FlaskClient, path: str) -> dict[str, str]:
    """Open the path of a launch; return the parameters of the login that the platform starts."""
    response = client.get(path)
    if response.status_code == 302:
        return {name: values[0] for name, values in parse_qs(urlsplit(response.location).query).items()}
    return read_form_fields(response)


def authentication_request(login: dict[str, str], small_tool: SmallTool, **changes: str) -> dict[str, str]:
    """Return the tool's authentication request, with these parameters changed."""
    request = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": login["client_id"],
        "redirect_uri": small_tool.tool.launch_url,
        "login_hint": login["login_hint"],
        "lti_message_hint": login["lti_message_hint"],
        "nonce": "nonce-1",
        "state": "state-1",
    }
    return request | changes


def verify_claims(client: FlaskClient, launch: dict[str, str], client_id: str) -> dict[str, Any]:
    """Verify a launch with the keys that the platform publishes; return its claims."""
    key_set = jwt.PyJWKSet.from_dict(client.get("/jwks").json or {})
    key = key_set[jwt.get_unverified_header(launch["id_token"])["kid"]]
    return dict(jwt.decode(launch["id_token"], key, ["RS256"], audience=client_id, issuer=ISSUER))


@pytest.mark.parametrize(
    ("user", "entered_name", "name", "role"),
    [("maya", "", "Maya Okafor", "Instructor"), ("ada", "Ada 👩🏽‍🚀", "Ada 👩🏽‍🚀", "Learner")],
)
def test_a_launch_contains_name_and_role_of_the_account(
    state: PlatformState, small_tool: SmallTool, user: str, entered_name: str, name: str, role: str
) -> None:
    tool = small_tool.tool
    activity = state.add_activity("Lesson", tool, tool.launch_url, {"access": "invite"})
    client = log_in(state, user, entered_name)
    login = start_login(client, f"/launches/activity/{activity.id}")
    assert login["iss"] == ISSUER and login["target_link_uri"] == tool.launch_url
    launch = read_form_fields(client.post("/authorize", data=authentication_request(login, small_tool)))
    assert launch["action"] == tool.launch_url and launch["state"] == "state-1"
    claims = verify_claims(client, launch, tool.client_id)
    assert claims["name"] == name and claims["nonce"] == "nonce-1"
    assert [uri.rpartition("#")[2] for uri in claims[f"{CLAIM}/roles"]] == [role]
    assert claims[f"{CLAIM}/resource_link"]["id"] == activity.id
    assert claims[f"{CLAIM}/custom"] == {"access": "invite"}
    assert claims[f"{CLAIM}/deployment_id"] == tool.deployment_id


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"redirect_uri": "http://127.0.0.1/elsewhere"}, 400),
        ({"prompt": "login"}, 400),
        ({"response_mode": "query"}, 400),
        ({"nonce": ""}, 400),
        ({"client_id": "unknown-client"}, 404),
        ({"login_hint": "maya"}, 403),
        ({"lti_message_hint": "activity:none"}, 404),
    ],
)
def test_an_invalid_authentication_request_is_refused(
    state: PlatformState, small_tool: SmallTool, changes: dict[str, str], status: int
) -> None:
    activity = state.add_activity("Lesson", small_tool.tool, small_tool.tool.launch_url, {})
    client = log_in(state, "ada")
    login = start_login(client, f"/launches/activity/{activity.id}")
    response = client.get("/authorize", query_string=authentication_request(login, small_tool, **changes))
    assert response.status_code == status
    assert "id_token" not in response.text


def start_deep_linking(state: PlatformState, small_tool: SmallTool) -> tuple[FlaskClient, dict[str, Any]]:
    """Return a teacher's browser, and the settings in its deep linking request."""
    client = log_in(state, "maya")
    login = start_login(client, f"/launches/choice/{small_tool.tool.client_id}")
    launch = read_form_fields(client.get("/authorize", query_string=authentication_request(login, small_tool)))
    claims = verify_claims(client, launch, small_tool.tool.client_id)
    assert claims[f"{CLAIM}/message_type"] == "LtiDeepLinkingRequest"
    return client, claims[f"{DEEP_LINKING_CLAIM}/deep_linking_settings"]


def test_a_deep_linking_response_adds_its_activity_only_once(state: PlatformState, small_tool: SmallTool) -> None:
    client, settings = start_deep_linking(state, small_tool)
    token = small_tool.sign_response(ISSUER, settings["data"])
    responses = [client.post(settings["deep_link_return_url"], data={"JWT": token}) for _ in range(2)]
    assert [response.status_code for response in responses] == [200, 400]
    (activity,) = state.activities.values()
    assert activity.title == "Lesson" and activity.custom == {"access": "request"}
    assert activity.url == small_tool.tool.launch_url


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "somebody-else"},
        {"aud": "http://elsewhere"},
        {"exp": 1},
        {f"{CLAIM}/deployment_id": "another"},
        {f"{CLAIM}/message_type": "LtiResourceLinkRequest"},
        {f"{DEEP_LINKING_CLAIM}/content_items": []},
        {f"{DEEP_LINKING_CLAIM}/content_items": None},
        {f"{DEEP_LINKING_CLAIM}/content_items": ["lesson"]},
        {f"{DEEP_LINKING_CLAIM}/data": "unknown"},
    ],
)
def test_an_invalid_deep_linking_response_is_refused(
    state: PlatformState, small_tool: SmallTool, changes: dict[str, Any]
) -> None:
    client, settings = start_deep_linking(state, small_tool)
    token = small_tool.sign_response(ISSUER, settings["data"], **changes)
    assert client.post(settings["deep_link_return_url"], data={"JWT": token}).status_code == 400
    assert not state.activities


@pytest.mark.parametrize("path", ["/tools/new", "/activities/new/{}", "/tools/{}"])
def test_students_cannot_add_tools_or_activities(state: PlatformState, small_tool: SmallTool, path: str) -> None:
    client_id = small_tool.tool.client_id
    assert log_in(state, "ada").get(path.format(client_id)).status_code == 403
    assert log_in(state, "noah").get(path.format(client_id)).status_code == 200


def test_students_get_no_deep_linking_request(state: PlatformState, small_tool: SmallTool) -> None:
    client = log_in(state, "ben")
    login = start_login(client, f"/launches/choice/{small_tool.tool.client_id}")
    assert client.get("/authorize", query_string=authentication_request(login, small_tool)).status_code == 403


def test_a_registration_token_works_only_once(state: PlatformState) -> None:
    client = log_in(state, "maya")
    headers = {"Authorization": f"Bearer {state.new_ticket('registration')}"}
    responses = [client.post("/register", json=TOOL_METADATA, headers=headers) for _ in range(2)]
    assert [response.status_code for response in responses] == [200, 401]
    (tool,) = state.tools.values()
    registration = responses[0].json or {}
    assert registration["client_id"] == tool.client_id
    assert registration[TOOL_CONFIGURATION]["deployment_id"] == tool.deployment_id


@pytest.mark.parametrize("missing", ["jwks_uri", "redirect_uris", "response_types", TOOL_CONFIGURATION])
def test_a_registration_with_missing_metadata_is_refused(state: PlatformState, missing: str) -> None:
    headers = {"Authorization": f"Bearer {state.new_ticket('registration')}"}
    metadata = {name: value for name, value in TOOL_METADATA.items() if name != missing}
    response = log_in(state, "maya").post("/register", json=metadata, headers=headers)
    assert response.status_code == 400 and missing in response.text
    assert not state.tools


def test_the_configuration_names_existing_endpoints(state: PlatformState) -> None:
    client = create_platform(state, ISSUER).test_client()
    configuration = platform_configuration(ISSUER)
    addresses = [value for name, value in configuration.items() if name.endswith(("_endpoint", "_uri"))]
    assert len(addresses) == 4
    for address in addresses:
        assert client.get(urlsplit(address).path).status_code != 404, address


def test_a_restart_keeps_keys_tools_and_activities(state: PlatformState, tmp_path: Path, small_tool: SmallTool) -> None:
    activity = state.add_activity("Lesson", small_tool.tool, small_tool.tool.launch_url, {"access": "nobody"})
    state_after_restart = PlatformState(tmp_path / "platform.json")
    assert state_after_restart.private_key == state.private_key
    assert state_after_restart.tools == state.tools
    assert state_after_restart.activities == {activity.id: activity}


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example", "/\n//else"],
)
def test_login_does_not_redirect_to_other_sites(state: PlatformState, address: str) -> None:
    client = create_platform(state, ISSUER).test_client()
    values = {"user": "ada", "password": PASSWORD, "name": ""}
    assert client.post("/login", query_string={"next": address}, data=values).location == "/"


def test_a_wrong_password_is_reported(state: PlatformState) -> None:
    response = create_platform(state, ISSUER).test_client().post("/login", data={"user": "ada", "password": "x"})
    assert "Wrong username or password." in response.text


def test_the_frame_lets_the_tools_site_use_the_devices(state: PlatformState, small_tool: SmallTool) -> None:
    """The frame starts with a page of the platform.

    So “camera” without an origin would mean the platform's site.
    """
    tool = small_tool.tool
    activity = state.add_activity("Lesson", tool, tool.launch_url, {})
    origin = tool.launch_url.removesuffix("/launch")
    expected = f'allow="camera {origin}; microphone {origin}; autoplay {origin}; fullscreen {origin}"'
    assert expected in log_in(state, "ada").get(f"/activities/{activity.id}").text
