"""A teacher adds a session to a course by the room's own form."""

import html
import re
from typing import Any

import jwt
import pytest
import requests
from jwt import PyJWK

from tests.reference_server.lti.issuer import CLIENT_ID, COURSE, DEEP_LINKING, DEPLOYMENT, LTI, Issuer, Launch
from tests.reference_server.lti.test_refusals import refused
from tests.reference_server.server_process import ServerProcess


def open_form(launch: Launch, **settings: Any) -> requests.Response:
    """Launch as a teacher who adds an activity."""
    given = {
        "deep_link_return_url": f"{launch.issuer.url}/return",
        "accept_types": ["ltiResourceLink", "link"],
        "accept_presentation_document_targets": ["iframe", "window"],
        "data": "opaque",
        **settings,
    }
    message: dict[str, Any] = {
        "message_type": "LtiDeepLinkingRequest",
        "deep_linking_settings": {name: value for name, value in given.items() if value is not None},
    }
    return launch.launch(roles=[f"{COURSE}#Instructor"], **message)


def ticket_of(page: requests.Response) -> str:
    return page.text.partition('name="ticket" value="')[2].partition('"')[0]


def answered(launch: Launch, page: requests.Response) -> dict[str, Any]:
    """Return the claims of the signed answer, verified by the key that the room publishes."""
    assert page.status_code == 200, page.text
    token = page.text.partition('name="JWT" value="')[2].partition('"')[0]
    keys = requests.get(f"{launch.server.url.rstrip('/')}/lti/jwks", timeout=60).json()["keys"]
    (key,) = (key for key in keys if key["kid"] == jwt.get_unverified_header(token)["kid"])
    return jwt.decode(token, PyJWK(key).key, ["RS256"], audience=launch.issuer.url, issuer=CLIENT_ID)


def test_the_answer_is_a_signed_link_with_the_stage_access(launch: Launch) -> None:
    form = open_form(launch, title="Week 3")
    assert form.status_code == 200 and 'value="Week 3"' in form.text
    sent = {"ticket": ticket_of(form), "title": "Debate", "access": "invite", "polls": "on"}
    page = launch.post("/lti/deep-link", sent)
    claims = answered(launch, page)
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
    entered = launch.launch(resource_link={"id": "deep", "title": item["title"]}, custom=item["custom"])
    assert entered.status_code == 303


def test_without_data_the_answer_has_none(launch: Launch) -> None:
    page = launch.post("/lti/deep-link", {"ticket": ticket_of(open_form(launch, data=None)), "access": "request"})
    claims = answered(launch, page)
    assert DEEP_LINKING + "data" not in claims
    assert claims[DEEP_LINKING + "content_items"][0]["title"] == "Session"


@pytest.mark.parametrize(
    ("fields", "message"),
    [({"title": "x" * 101}, "“title” must have 1 to 100 characters."), ({"access": "some"}, "“access” must be one of")],
)
def test_a_wrong_field_shows_the_form_again(launch: Launch, fields: dict[str, str], message: str) -> None:
    ticket = ticket_of(open_form(launch))
    page = launch.post("/lti/deep-link", {"ticket": ticket, "access": "request", **fields})
    assert page.status_code == 400 and message in html.unescape(page.text)
    assert ticket_of(page) == ticket
    assert launch.post("/lti/deep-link", {"ticket": ticket, "access": "request"}).status_code == 200


def test_the_form_works_once_and_only_with_its_ticket(launch: Launch, tool: ServerProcess) -> None:
    sent = {"ticket": ticket_of(open_form(launch)), "access": "request"}
    assert launch.post("/lti/deep-link", sent).status_code == 200
    refused(launch.post("/lti/deep-link", sent), tool, "replayed")
    refused(launch.post("/lti/deep-link", {**sent, "ticket": "forged"}), tool, "form_expired")
    # A ticket for another purpose is none: this one is of the form for a name.
    name = ticket_of(launch.launch(name="", sub="nameless", resource_link={"id": "nameless"}))
    refused(launch.post("/lti/deep-link", {**sent, "ticket": name}), tool, "form_expired")
    refused(launch.post("/lti/enter", {"ticket": sent["ticket"], "name": "Ada"}), tool, "form_expired")


def test_another_site_cannot_send_the_form(launch: Launch, issuer: Issuer) -> None:
    sent = {"ticket": ticket_of(open_form(launch)), "access": "request"}
    url = f"{launch.server.url.rstrip('/')}/lti/deep-link"
    answer = launch.browser.post(url, sent, headers={"Origin": issuer.url}, timeout=60)
    assert answer.status_code == 403 and "JWT" not in answer.text
