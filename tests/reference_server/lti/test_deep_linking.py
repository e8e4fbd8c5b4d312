"""Deep linking: a teacher adds a session to a course with the form of the room."""

import html
import re
from typing import Any

import jwt
import pytest
import requests
from jwt import PyJWK

from tests.reference_server.lti.issuer import CLIENT_ID, COURSE, DEEP_LINKING, DEPLOYMENT, LTI, Issuer, Launch
from tests.reference_server.lti.test_refusals import expect_refusal
from tests.reference_server.server_process import ServerProcess


def open_form(launch: Launch, **settings: Any) -> requests.Response:
    """Launch the room as a teacher who adds an activity."""
    all_settings = {
        "deep_link_return_url": f"{launch.issuer.url}/return",
        "accept_types": ["ltiResourceLink", "link"],
        "accept_presentation_document_targets": ["iframe", "window"],
        "data": "opaque",
        **settings,
    }
    message: dict[str, Any] = {
        "message_type": "LtiDeepLinkingRequest",
        "deep_linking_settings": {name: value for name, value in all_settings.items() if value is not None},
    }
    return launch.launch(roles=[f"{COURSE}#Instructor"], **message)


def read_ticket(page: requests.Response) -> str:
    return page.text.partition('name="ticket" value="')[2].partition('"')[0]


def read_response_claims(launch: Launch, page: requests.Response) -> dict[str, Any]:
    """Return the claims of the signed response, verified with the key that the room publishes."""
    assert page.status_code == 200, page.text
    token = page.text.partition('name="JWT" value="')[2].partition('"')[0]
    keys = requests.get(f"{launch.server.url.rstrip('/')}/lti/jwks", timeout=60).json()["keys"]
    (key,) = (key for key in keys if key["kid"] == jwt.get_unverified_header(token)["kid"])
    return jwt.decode(token, PyJWK(key).key, ["RS256"], audience=launch.issuer.url, issuer=CLIENT_ID)


def test_the_response_is_a_signed_link_with_the_values_of_the_form(launch: Launch) -> None:
    form = open_form(launch, title="Week 3")
    assert form.status_code == 200 and 'value="Week 3"' in form.text
    fields = {"ticket": read_ticket(form), "title": "Debate", "access": "invite", "polls": "on"}
    page = launch.post("/lti/deep-link", fields)
    claims = read_response_claims(launch, page)
    assert claims[LTI + "message_type"] == "LtiDeepLinkingResponse"
    assert (claims[LTI + "version"], claims[LTI + "deployment_id"]) == ("1.3.0", DEPLOYMENT)
    assert claims[DEEP_LINKING + "data"] == "opaque" and claims["nonce"]
    (item,) = claims[DEEP_LINKING + "content_items"]
    assert (item["type"], item["title"], item["url"]) == ("ltiResourceLink", "Debate", launch.launch_url)
    assert item["custom"] == {"access": "invite", "polls": "on", "quizzes": "off"}
    (action,) = re.findall('action="([^"]+)"', page.text)
    assert html.unescape(action) == f"{launch.issuer.url}/return"
    assert f"form-action 'self' {launch.issuer.url};" in page.headers["Content-Security-Policy"]
    # A launch of this link opens the session with the properties of the form.
    response = launch.launch(resource_link={"id": "deep", "title": item["title"]}, custom=item["custom"])
    assert response.status_code == 303


def test_a_request_without_data_gets_a_response_without_data(launch: Launch) -> None:
    page = launch.post("/lti/deep-link", {"ticket": read_ticket(open_form(launch, data=None)), "access": "request"})
    claims = read_response_claims(launch, page)
    assert DEEP_LINKING + "data" not in claims
    assert claims[DEEP_LINKING + "content_items"][0]["title"] == "Session"


@pytest.mark.parametrize(
    ("fields", "message"),
    [({"title": "x" * 101}, "“title” must have 1 to 100 characters."), ({"access": "some"}, "“access” must be one of")],
)
def test_an_invalid_field_shows_the_form_again(launch: Launch, fields: dict[str, str], message: str) -> None:
    ticket = read_ticket(open_form(launch))
    page = launch.post("/lti/deep-link", {"ticket": ticket, "access": "request", **fields})
    assert page.status_code == 400 and message in html.unescape(page.text)
    assert read_ticket(page) == ticket
    assert launch.post("/lti/deep-link", {"ticket": ticket, "access": "request"}).status_code == 200


def test_the_form_can_be_sent_once_and_only_with_its_ticket(launch: Launch, tool: ServerProcess) -> None:
    fields = {"ticket": read_ticket(open_form(launch)), "access": "request"}
    assert launch.post("/lti/deep-link", fields).status_code == 200
    expect_refusal(launch.post("/lti/deep-link", fields), tool, "replayed")
    expect_refusal(launch.post("/lti/deep-link", {**fields, "ticket": "forged"}), tool, "form_expired")
    # Each form accepts its own tickets only: this one is for the form that asks for a name.
    name_ticket = read_ticket(launch.launch(name="", sub="nameless", resource_link={"id": "nameless"}))
    expect_refusal(launch.post("/lti/deep-link", {**fields, "ticket": name_ticket}), tool, "form_expired")
    expect_refusal(launch.post("/lti/enter", {"ticket": fields["ticket"], "name": "Ada"}), tool, "form_expired")


def test_another_site_cannot_send_the_form(launch: Launch, issuer: Issuer) -> None:
    fields = {"ticket": read_ticket(open_form(launch)), "access": "request"}
    url = f"{launch.server.url.rstrip('/')}/lti/deep-link"
    response = launch.browser.post(url, fields, headers={"Origin": issuer.url}, timeout=60)
    assert response.status_code == 403 and "JWT" not in response.text
