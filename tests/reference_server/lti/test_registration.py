"""Dynamic registration of a platform, by an administrator on a page that asks for the room's token."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from reference_server.command_line import main
from tests.reference_server.conftest import MakeServer
from tests.reference_server.lti.issuer import Issuer, Launch
from tests.reference_server.lti.test_refusals import expect_refusal
from tests.reference_server.server_process import ServerProcess

TOKEN = "correct-horse-battery"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
CANVAS = "https://canvas.instructure.com/lti/"
SCHOOL = "https://school.example"
"""The origin of the pages of a platform whose configuration is at another origin."""


@pytest.fixture(scope="module")
def registration_room(start_server: MakeServer, tmp_path_factory: pytest.TempPathFactory) -> ServerProcess:
    """A room that accepts registrations, and has no platform yet."""
    token = tmp_path_factory.mktemp("token") / "token"
    token.write_text(TOKEN)
    return start_server("--lti-registration-token", str(token))


@pytest.fixture
def platform() -> Iterator[Issuer]:
    """A platform that offers dynamic registration."""
    issuer = Issuer()
    issuer.responses["/config"] = lambda: (200, make_configuration(issuer))
    issuer.responses["/register"] = lambda: (200, {"client_id": "new-client", TOOL: {"deployment_id": 7}})
    yield issuer
    issuer.close()


def make_configuration(platform: Issuer, /, **changes: Any) -> dict[str, Any]:
    return {
        "issuer": platform.url,
        "authorization_endpoint": f"{platform.url}/auth",
        "token_endpoint": f"{platform.url}/token",
        "jwks_uri": f"{platform.url}/keys",
        "registration_endpoint": f"{platform.url}/register",
        **changes,
    }


def open_form(room: ServerProcess, issuer: Issuer, referrer: str = "") -> requests.Response:
    params = {"openid_configuration": f"{issuer.url}/config", "registration_token": "of-the-platform"}
    headers = {"Referer": referrer} if referrer else {}
    return requests.get(f"{room.url.rstrip('/')}/lti/register", params=params, headers=headers, timeout=60)


def send_form(room: ServerProcess, issuer: Issuer, **changes: str) -> requests.Response:
    form = {
        "openid_configuration": f"{issuer.url}/config",
        "registration_token": "of-the-platform",
        "token": TOKEN,
        **changes,
    }
    return requests.post(f"{room.url.rstrip('/')}/lti/register", form, timeout=60)


def test_a_registered_platform_may_launch_even_after_a_restart(
    registration_room: ServerProcess, platform: Issuer
) -> None:
    page = open_form(registration_room, platform)
    assert page.status_code == 200 and platform.url in page.text and "of-the-platform" in page.text
    assert f"frame-ancestors 'self' {platform.url};" in page.headers["Content-Security-Policy"]
    assert platform.post_requests == [], "the room sent a registration before it had its token"
    response = send_form(registration_room, platform)
    assert response.status_code == 200 and "The learning platform is connected" in response.text
    ((path, headers),) = platform.get_requests
    assert (path, headers["Authorization"]) == ("/config", "Bearer of-the-platform")
    ((path, headers, body),) = platform.post_requests
    assert (path, headers["Authorization"]) == ("/register", "Bearer of-the-platform")
    base = registration_room.url.rstrip("/")
    assert body["initiate_login_uri"] == f"{base}/lti/login" and body["jwks_uri"] == f"{base}/lti/jwks"
    assert body["redirect_uris"] == [f"{base}/lti/launch"] and body["response_types"] == ["id_token"]
    assert body["token_endpoint_auth_method"] == "private_key_jwt"
    assert {message["type"] for message in body[TOOL]["messages"]} == {
        "LtiResourceLinkRequest",
        "LtiDeepLinkingRequest",
    }
    expect_launch(registration_room, platform, "7")
    registration_room.restart()
    expect_launch(registration_room, platform, "7")


def expect_launch(room: ServerProcess, issuer: Issuer, deployment: str) -> None:
    launch = Launch(issuer, room)
    login = launch.login(client_id="new-client")
    claims = launch.make_claims(login["nonce"], aud="new-client", deployment_id=deployment)
    assert launch.send_token(login["state"], issuer.sign(claims)).status_code == 303
    policy = requests.get(room.url, timeout=60).headers["Content-Security-Policy"]
    assert issuer.url in policy.partition("frame-ancestors")[2]


@pytest.mark.parametrize(
    ("supported", "placements"),
    [
        (["account_navigation", "assignment_selection", "link_selection"], ["link_selection", "assignment_selection"]),
        (["ContentArea", f"{CANVAS}assignment_selection"], ["ContentArea", f"{CANVAS}assignment_selection"]),
        (["RichTextEditor"], None),
        ("ContentArea", None),
        (None, None),
    ],
)
def test_the_deep_linking_form_is_placed_where_teachers_add_activities(
    registration_room: ServerProcess, platform: Issuer, supported: object, placements: list[str] | None
) -> None:
    messages = [{"type": "LtiDeepLinkingRequest", "placements": supported}, {"type": "LtiResourceLinkRequest"}, "text"]
    offered = make_configuration(platform, **{PLATFORM: {"messages_supported": messages}})
    platform.responses["/config"] = lambda: (200, offered)
    assert send_form(registration_room, platform).status_code == 200
    ((_, _, body),) = platform.post_requests
    first, second = body[TOOL]["messages"]
    assert (first["type"], first.get("placements")) == ("LtiDeepLinkingRequest", placements)
    # The launch has no placements; otherwise Canvas would open it in place of the form.
    assert second == {
        "type": "LtiResourceLinkRequest",
        "target_link_uri": f"{registration_room.url.rstrip('/')}/lti/launch",
    }
    assert body[TOOL][f"{CANVAS}privacy_level"] == "name_only"


def test_a_platform_with_pages_at_another_origin_may_embed_form_and_room(
    start_server: MakeServer, platform: Issuer, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text(TOKEN)
    room = start_server("--lti-registration-token", str(tmp_path / "token"))
    page = open_form(room, platform, f"{SCHOOL}/accounts/1/apps?tab=new")
    assert f"frame-ancestors 'self' {platform.url} {SCHOOL};" in page.headers["Content-Security-Policy"]
    assert f"Its pages are at <strong>{SCHOOL}</strong>" in page.text
    assert f'name="embedded_by" value="{SCHOOL}"' in page.text
    for token, status in (("wrong", 403), (TOKEN, 200)):
        page = send_form(room, platform, embedded_by=SCHOOL, token=token)
        assert page.status_code == status
        assert f"frame-ancestors 'self' {platform.url} {SCHOOL};" in page.headers["Content-Security-Policy"]
    room.restart()
    policy = requests.get(room.url, timeout=60).headers["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {platform.url} {SCHOOL};" in policy


@pytest.mark.parametrize("referrer", ["", "https://[school", "about:blank", "https://a b"])
def test_without_a_usable_referrer_only_the_configurations_origin_may_embed_the_form(
    registration_room: ServerProcess, platform: Issuer, referrer: str
) -> None:
    page = open_form(registration_room, platform, referrer)
    assert page.status_code == 200 and "Its pages are at" not in page.text
    assert f"frame-ancestors 'self' {platform.url};" in page.headers["Content-Security-Policy"]


def test_the_form_does_not_mention_pages_at_the_origin_of_the_configuration(
    registration_room: ServerProcess, platform: Issuer
) -> None:
    assert "Its pages are at" not in open_form(registration_room, platform, f"{platform.url}/admin").text


@pytest.mark.parametrize("origin", ["https://a.example; script-src *", "*", "javascript:0"])
def test_only_a_valid_origin_is_added_to_the_policy(
    registration_room: ServerProcess, platform: Issuer, origin: str
) -> None:
    policy = send_form(registration_room, platform, embedded_by=origin).headers["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {platform.url};" in policy and policy.count("script-src") == 1


def test_the_platforms_token_is_neither_in_messages_nor_in_the_log(
    registration_room: ServerProcess, platform: Issuer
) -> None:
    """Canvas also sends its token in the URL of its configuration."""
    secret = "of-the-platform-alone"
    url = f"{platform.url}/config?registration_token={secret}"
    for response in ((503, {}), (200, {}), (200, make_configuration(platform, issuer="https://other.example"))):
        platform.responses["/config"] = lambda response=response: response  # type: ignore[misc]
        page = send_form(registration_room, platform, openid_configuration=url, registration_token=secret)
        alert = page.text.partition('id="error">')[2].partition("</p>")[0]
        assert page.status_code == 502 and f"{platform.url}/config " in alert
        assert secret not in alert
    assert secret not in registration_room.log()


def test_a_platform_registered_without_a_deployment_may_launch_from_any_deployment(
    registration_room: ServerProcess, platform: Issuer
) -> None:
    platform.responses["/register"] = lambda: (201, {"client_id": "new-client"})
    assert "all of this client id" in send_form(registration_room, platform).text
    expect_launch(registration_room, platform, "whatever")


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x"])
def test_without_the_rooms_token_the_platform_receives_no_request(
    registration_room: ServerProcess, platform: Issuer, token: str
) -> None:
    config_requests: list[str] = []
    platform.responses["/config"] = lambda: config_requests.append("config") or (200, make_configuration(platform))  # type: ignore[func-returns-value]
    page = send_form(registration_room, platform, token=token)
    assert page.status_code == 403 and "This is not the room&#39;s registration token" in page.text
    assert config_requests == [] and platform.post_requests == []


@pytest.mark.parametrize(
    ("changes", "response", "message"),
    [
        ({"issuer": "https://other.example"}, {"client_id": "c"}, "is of another site"),
        ({"issuer": None}, {"client_id": "c"}, "not that of a learning platform’s configuration"),
        ({"jwks_uri": "file:///etc/passwd"}, {"client_id": "c"}, "has no jwks_uri"),
        ({"authorization_endpoint": None}, {"client_id": "c"}, "has no authorization_endpoint"),
        ({}, {"id": "c"}, "no client id"),
        ({}, [], "no client id"),
    ],
)
def test_invalid_responses_of_the_platform_are_refused(
    registration_room: ServerProcess, platform: Issuer, changes: dict[str, Any], response: Any, message: str
) -> None:
    platform.responses["/config"] = lambda: (200, make_configuration(platform, **changes))
    platform.responses["/register"] = lambda: (200, response)
    page = send_form(registration_room, platform)
    assert page.status_code == 502 and message in page.text
    assert "event=lti_registration_failed" in registration_room.log()


def test_the_page_says_whether_the_platform_refused_or_is_unreachable(
    registration_room: ServerProcess, platform: Issuer
) -> None:
    platform.responses["/register"] = lambda: (401, {})
    assert "it answered with status 401" in send_form(registration_room, platform).text
    page = send_form(registration_room, platform, openid_configuration="http://127.0.0.1:1/config")
    assert page.status_code == 502 and "no connection" in page.text


def test_a_room_without_a_registration_token_refuses_registrations(tool: ServerProcess, platform: Issuer) -> None:
    for page in (open_form(tool, platform), send_form(tool, platform)):
        assert page.status_code == 403 and "accepts no new learning platforms" in page.text
    assert platform.post_requests == []


def test_the_page_opened_directly_explains_how_to_reach_it(registration_room: ServerProcess) -> None:
    page = requests.get(f"{registration_room.url.rstrip('/')}/lti/register", timeout=60)
    assert page.status_code == 400 and "Open this page from your learning platform, where it adds tools" in page.text


def test_a_platform_can_be_removed_while_the_room_is_stopped(
    start_server: MakeServer, platform: Issuer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "token").write_text(TOKEN)
    room = start_server("--lti-registration-token", str(tmp_path / "token"))
    send_form(room, platform)
    command = ["remove-lti-platform", "new-client", "--database", str(room.database)]
    assert main(command) == 2 and "Another room is running" in capsys.readouterr().err
    room.kill()
    assert main(command) == 0 and "Launches with the client id new-client are refused" in capsys.readouterr().out
    assert main(command) == 2 and "No platform with the client id new-client was" in capsys.readouterr().err
    room.start()
    expect_refusal(Launch(platform, room).begin_login(client_id="new-client"), room, "unknown_platform")


def test_after_ten_wrong_tokens_further_registrations_are_refused_as_too_many(
    start_server: MakeServer, platform: Issuer, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text(TOKEN)
    room = start_server("--rate-factor", "1", "--lti-registration-token", str(tmp_path / "token"))
    statuses = [send_form(room, platform, token=f"guess-{number}").status_code for number in range(11)]
    assert statuses == [403] * 10 + [429]
