"""Refused launches: what the page says to the person, and what the log says to the administrator."""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.reference_server.lti.issuer import COURSE, LTI, MISSING, Claims, Issuer, Launch, SigningKey
from tests.reference_server.server_process import ServerProcess

DEEP_LINKING_REQUEST = "LtiDeepLinkingRequest"
DEEP_LINKING_SETTINGS = {
    "deep_link_return_url": "http://localhost:1/return",
    "accept_types": ["ltiResourceLink"],
    "accept_presentation_document_targets": ["iframe"],
}


def expect_refusal(response: requests.Response, server: ServerProcess, code: str) -> str:
    """Check the page of a refusal, and its line in the log; return the reason from the log."""
    assert response.status_code in (400, 403, 502), response.status_code
    assert "stagedoor_" not in response.headers.get("Set-Cookie", "")
    reference = re.search(rf"Reference: <code>{code} ([0-9a-f]{{8}})</code>", response.text)
    assert reference, re.findall("Reference: .*", response.text)
    assert re.search(r'<p class="lead">[^<]{30,}</p>', response.text), "the page does not say what to do"
    assert "frame-ancestors 'self' *;" in response.headers["Content-Security-Policy"]
    (line,) = (line for line in server.log().splitlines() if f"reference={reference[1]}" in line)
    assert f"event=lti_refused reason={code}" in line and "why=" in line
    return line.partition("why=")[2]


def time_from_now(seconds: float) -> int:
    """Return a time as tokens contain it, in whole seconds since 1970."""
    return int(time.time() + seconds)


@pytest.mark.parametrize(
    ("changes", "code", "reason"),
    [
        ({"iss": "https://evil.example"}, "wrong_issuer", "iss is"),
        ({"iss": MISSING}, "wrong_issuer", "iss is None"),
        ({"aud": "another-client"}, "wrong_audience", "aud is"),
        ({"aud": MISSING}, "wrong_audience", "aud is"),
        ({"aud": ["another-client"]}, "wrong_audience", "aud is"),
        ({"aud": ["client-1", "another"]}, "wrong_audience", "azp is required"),
        ({"aud": ["client-1", "another"], "azp": "another"}, "wrong_audience", "azp is"),
        ({"azp": "another"}, "wrong_audience", "azp is"),
        ({"nonce": "another"}, "wrong_nonce", "nonce"),
        ({"nonce": ""}, "wrong_nonce", "nonce"),
        ({"nonce": 7}, "wrong_nonce", "nonce"),
        ({"nonce": MISSING}, "missing_claim", "nonce"),
        ({"exp": MISSING}, "missing_claim", "exp"),
        ({"exp": "tomorrow"}, "bad_token", "DecodeError"),
        ({"iat": MISSING}, "missing_claim", "iat"),
        ({"deployment_id": "another"}, "unknown_deployment", "deployment_id is 'another'"),
        ({"deployment_id": MISSING}, "missing_claim", "deployment_id"),
        ({"deployment_id": ["deployment-1"]}, "missing_claim", "deployment_id"),
        ({"version": "1.1"}, "wrong_version", "'1.1'"),
        ({"version": MISSING}, "wrong_version", "None"),
        ({"message_type": "LtiSubmissionReviewRequest"}, "unknown_message", "LtiSubmissionReviewRequest"),
        ({"message_type": "DataPrivacyLaunchRequest"}, "unknown_message", "DataPrivacyLaunchRequest"),
        ({"message_type": MISSING}, "missing_claim", "message_type"),
        ({"message_type": {}}, "missing_claim", "message_type"),
        ({"resource_link": MISSING}, "missing_claim", "resource_link"),
        ({"resource_link": {}}, "missing_claim", "id is missing"),
        ({"resource_link": "link-1"}, "missing_claim", "resource_link"),
        ({"resource_link": {"id": "x" * 256}}, "missing_claim", "255"),
        ({"roles": MISSING}, "missing_claim", "roles"),
        ({"roles": f"{COURSE}#Instructor"}, "missing_claim", "roles"),
        ({"roles": [7]}, "missing_claim", "roles"),
        ({"sub": MISSING}, "missing_claim", "sub"),
        ({"sub": ""}, "missing_claim", "sub"),
        ({"sub": 7}, "missing_claim", "sub"),
        ({"target_link_uri": MISSING}, "missing_claim", "target_link_uri"),
        ({"target_link_uri": "https://evil.example/lti/launch"}, "wrong_target", "enter http"),
        ({"custom": {"access": "nobdy"}, "resource_link": {"id": "bad-1"}}, "bad_setting", "nobdy"),
        ({"custom": {"polls": "perhaps"}, "resource_link": {"id": "bad-2"}}, "bad_setting", "perhaps"),
        ({"custom": {"limit": "many"}, "resource_link": {"id": "bad-3"}}, "bad_setting", "many"),
        ({"custom": {"limit": "0"}, "resource_link": {"id": "bad-4"}}, "bad_setting", "0"),
        (
            {"message_type": DEEP_LINKING_REQUEST, "deep_linking_settings": DEEP_LINKING_SETTINGS},
            "not_a_teacher",
            "teacher",
        ),
        ({"message_type": DEEP_LINKING_REQUEST}, "missing_claim", "deep_linking_settings"),
        (
            {
                "message_type": DEEP_LINKING_REQUEST,
                "deep_linking_settings": {**DEEP_LINKING_SETTINGS, "accept_types": ["html"]},
            },
            "no_link_accepted",
            "html",
        ),
        (
            {
                "message_type": DEEP_LINKING_REQUEST,
                "deep_linking_settings": {**DEEP_LINKING_SETTINGS, "deep_link_return_url": "javascript:0"},
            },
            "missing_claim",
            "deep_link_return_url",
        ),
    ],
)
def test_launches_with_wrong_or_missing_claims_are_refused(
    launch: Launch, changes: Claims, code: str, reason: str
) -> None:
    assert reason in expect_refusal(launch.launch(**changes), launch.server, code)


@pytest.mark.parametrize(
    ("seconds_from_now", "code"),
    [
        ({"exp": -120, "iat": -400}, "expired"),
        ({"iat": 120, "exp": 500}, "not_yet_valid"),
        ({"nbf": 120}, "not_yet_valid"),
    ],
)
def test_launches_with_expired_or_future_times_are_refused(
    launch: Launch, seconds_from_now: dict[str, int], code: str
) -> None:
    times = {claim: time_from_now(seconds) for claim, seconds in seconds_from_now.items()}
    assert "compare the clocks" in expect_refusal(launch.launch(**times), launch.server, code)


@pytest.mark.parametrize("path", ["/lti/launch/", "/lti/launch%00", "/other", ""])
def test_launches_with_another_target_are_refused(launch: Launch, path: str) -> None:
    expect_refusal(launch.launch(target_link_uri=launch.server.url.rstrip("/") + path), launch.server, "wrong_target")


def test_clocks_may_differ_by_a_minute(launch: Launch) -> None:
    assert launch.launch(iat=time_from_now(50), exp=time_from_now(300)).status_code == 303
    assert launch.launch(iat=time_from_now(-400), exp=time_from_now(-50)).status_code == 303


def test_several_audiences_are_accepted_with_an_authorized_party(launch: Launch) -> None:
    assert launch.launch(aud=["another", "client-1"], azp="client-1").status_code == 303


def _encoded(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unsigned(issuer: Issuer, claims: Claims) -> str:
    return f"{_encoded({'alg': 'none', 'kid': issuer.key.kid})}.{_encoded(claims)}."


def _signed_with_public_key(issuer: Issuer, claims: Claims) -> str:
    signed_part = f"{_encoded({'alg': 'HS256', 'kid': issuer.key.kid})}.{_encoded(claims)}"
    return f"{signed_part}.{_encoded(hmac.digest(issuer.key.public_pem(), signed_part.encode(), hashlib.sha256))}"


def _signed_with_other_key(issuer: Issuer, claims: Claims) -> str:
    return issuer.sign(claims, SigningKey(issuer.key.kid))


def _signed_with_unknown_key(issuer: Issuer, claims: Claims) -> str:
    return issuer.sign(claims, SigningKey("unknown"))


def _without_key_id(issuer: Issuer, claims: Claims) -> str:
    return issuer.sign(claims, SigningKey(""))


def _signed_with_enclosed_key(issuer: Issuer, claims: Claims) -> str:
    key = SigningKey("enclosed")
    return issuer.sign(claims, key, jwk=key.public_jwk(), jku=f"{issuer.url}/elsewhere")


def _with_changed_claims(issuer: Issuer, claims: Claims) -> str:
    header, _, signature = issuer.sign(claims).split(".")
    return f"{header}.{_encoded({**claims, LTI + 'roles': [f'{COURSE}#Instructor']})}.{signature}"


def _without_signature(issuer: Issuer, claims: Claims) -> str:
    return issuer.sign(claims).rpartition(".")[0] + "."


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (_unsigned, "forged"),
        (_signed_with_public_key, "forged"),
        (_signed_with_other_key, "forged"),
        (_signed_with_unknown_key, "unknown_key"),
        (_without_key_id, "unknown_key"),
        (_signed_with_enclosed_key, "unknown_key"),
        (_with_changed_claims, "forged"),
        (_without_signature, "forged"),
        (lambda _issuer, _claims: "", "bad_token"),
        (lambda _issuer, _claims: "a.b", "bad_token"),
        (lambda _issuer, _claims: "ä.b.c", "bad_token"),
        (lambda _issuer, _claims: f"{_encoded([])}.{_encoded([])}.x", "bad_token"),
        (lambda _issuer, _claims: f"{_encoded(b'[' * 20000)}.{_encoded({})}.x", "bad_token"),
        (lambda issuer, claims: issuer.sign({**claims, "more": "x" * 30000}), "bad_token"),
    ],
)
def test_forged_and_malformed_tokens_are_refused(
    launch: Launch, forge: Callable[[Issuer, Claims], str], code: str
) -> None:
    login = launch.login()
    token = forge(launch.issuer, launch.make_claims(login["nonce"], roles=[f"{COURSE}#Instructor"]))
    expect_refusal(launch.send_token(login["state"], token), launch.server, code)
    # A forged token does not use up the login: the genuine token is still accepted.
    assert launch.send_token(login["state"], launch.issuer.sign(launch.make_claims(login["nonce"]))).status_code == 303


def test_keys_that_are_too_short_or_for_encryption_are_not_used(launch: Launch, issuer: Issuer) -> None:
    short = SigningKey("short", bits=1024)
    other_use = SigningKey("encryption")
    keys = [short.public_jwk(), {**other_use.public_jwk(), "use": "enc"}, {"kid": "malformed", "kty": "RSA"}, "text"]
    issuer.responses["/keys"] = lambda: (200, {"keys": keys})
    for key in (short, other_use):
        login = launch.login()
        token = issuer.sign(launch.make_claims(login["nonce"]), key)
        expect_refusal(launch.send_token(login["state"], token), launch.server, "unknown_key")
    login = launch.login()
    expect_refusal(
        launch.send_token(login["state"], issuer.sign(launch.make_claims(login["nonce"]), kid="malformed")),
        launch.server,
        "unknown_key",
    )


def test_a_launch_is_accepted_once(launch: Launch, issuer: Issuer) -> None:
    login = launch.login()
    cookies = launch.browser.cookies.copy()
    token = issuer.sign(launch.make_claims(login["nonce"]))
    assert launch.send_token(login["state"], token).status_code == 303
    expect_refusal(launch.send_token(login["state"], token), launch.server, "no_login")
    # An attacker's browser may still have the cookie of the login.
    attacker = Launch(issuer, launch.server)
    attacker.browser.cookies = cookies
    assert "used before" in expect_refusal(attacker.send_token(login["state"], token), launch.server, "replayed")
    other_token = issuer.sign(launch.make_claims(login["nonce"], sub="somebody-else"))
    expect_refusal(attacker.send_token(login["state"], other_token), launch.server, "replayed")


def test_a_launch_of_another_browser_is_refused(launch: Launch, issuer: Issuer) -> None:
    login = launch.login()
    token = issuer.sign(launch.make_claims(login["nonce"]))
    victim = Launch(issuer, launch.server)
    assert "no cookie" in expect_refusal(victim.send_token(login["state"], token), launch.server, "no_login")
    own_login = victim.login()
    expect_refusal(victim.send_token(own_login["state"], token), launch.server, "wrong_nonce")
    expect_refusal(victim.send_token("", token), launch.server, "no_login")
    for cookie in victim.browser.cookies:
        cookie.value = f"{cookie.value}x"
    expect_refusal(victim.send_token(own_login["state"], token), launch.server, "no_login")


@pytest.mark.parametrize(
    ("changes", "code", "reason"),
    [
        ({"iss": None}, "incomplete_login", "no iss"),
        ({"login_hint": None}, "incomplete_login", "no login_hint"),
        ({"target_link_uri": None}, "incomplete_login", "no target_link_uri"),
        ({"iss": "https://unknown.example"}, "unknown_platform", "no platform with this issuer"),
        ({"client_id": "another"}, "unknown_platform", "not with this client id"),
        ({"target_link_uri": "https://evil.example/"}, "wrong_target", "evil.example"),
        ({"target_link_uri": "http://[evil"}, "wrong_target", "evil"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_logins_that_are_incomplete_or_of_unknown_platforms_are_refused(
    launch: Launch, method: str, changes: dict[str, Any], code: str, reason: str
) -> None:
    assert reason in expect_refusal(launch.begin_login(method, **changes), launch.server, code)


def test_a_login_without_client_id_is_accepted_if_the_issuer_has_one_client(launch: Launch) -> None:
    assert launch.begin_login(client_id=None).status_code == 303


def test_continuing_a_forged_login_is_refused(launch: Launch) -> None:
    expect_refusal(launch.get("/lti/login/continue?login=forged"), launch.server, "no_login")


def test_an_error_from_the_platform_is_in_the_log(launch: Launch) -> None:
    login = launch.login()
    page = launch.send_token(login["state"], "", error="access_denied", error_description="not enrolled")
    assert "'access_denied': not enrolled" in expect_refusal(page, launch.server, "platform_error")


def test_a_new_key_of_the_platform_is_fetched_and_cached(launch: Launch, issuer: Issuer) -> None:
    assert launch.launch().status_code == 303
    issuer.key = SigningKey("key-2")
    issuer.published_keys = [issuer.key]
    assert launch.launch().status_code == 303
    key_fetches = issuer.key_fetches
    assert launch.launch().status_code == 303
    assert issuer.key_fetches == key_fetches, "the keys were fetched again"


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        ((503, {}), "status 503"),
        ((302, {}), "status 302"),
        ((200, b"<html>"), "not JSON"),
        ((200, []), "not a key set"),
        ((200, {"keys": "none"}), "not a key set"),
        ((200, b"[" * 100_000), "not JSON"),
        ((200, b" " * 300_000), "more than"),
    ],
)
def test_launches_are_refused_while_the_platforms_keys_cannot_be_read(
    launch: Launch, issuer: Issuer, response: tuple[int, Any], reason: str
) -> None:
    issuer.key = SigningKey("new")
    issuer.responses["/keys"] = lambda: response
    page = launch.launch()
    assert reason in expect_refusal(page, launch.server, "keys_unreachable")
    assert page.status_code == 502 and "Try again in a minute" in page.text


def test_the_page_and_the_log_of_a_refusal_contain_no_token_key_secret_or_name(launch: Launch, issuer: Issuer) -> None:
    login = launch.login()
    token = _signed_with_other_key(issuer, launch.make_claims(login["nonce"]))
    page = launch.send_token(login["state"], token)
    (reference,) = re.findall("Reference: <code>([^<]+)</code>", page.text)
    assert reference.rpartition(" ")[2] in launch.server.log()
    secret = launch.server.database.with_suffix(".secret").read_text().strip()
    private = json.loads(launch.server.database.with_suffix(".lti-keys").read_text())["private"].splitlines()[1]
    for confidential in (token, token.split(".")[2], login["nonce"], login["state"], secret, private, "Ada Lovelace"):
        assert confidential not in page.text
        assert confidential not in launch.server.log()
