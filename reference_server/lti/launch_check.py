"""Checks that a launch's token comes from the platform, is for this room and browser, and is recent."""

import hmac
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import jwt
from jwt.exceptions import InvalidSubjectError
from pylti1p3.exception import LtiException

from reference_server.lti.claims import DEEP_LINK, LAUNCH, LTI, Claims, read_claims, read_text
from reference_server.lti.key_sets import ALGORITHM, KeySets
from reference_server.lti.library import Message
from reference_server.lti.login_ticket import LoginTicket
from reference_server.lti.platforms import Platform
from reference_server.lti.refusals import RefusedLaunch

CLOCK_SKEW = 60
"""Seconds by which the clocks of platform and room may differ."""
LARGEST_TOKEN = 32 * 1024
"""In characters."""
VERSION = "1.3.0"


class LaunchCheck:
    """Verifies tokens; `launch_url` is the room's URL for launches."""

    def __init__(self, keys: KeySets, launch_url: str) -> None:
        self._keys = keys
        self._launch_url = launch_url

    def verify(self, form: Mapping[str, str], platform: Platform, login: LoginTicket) -> Claims:
        """Verify the token in the form, and return its claims. Raises RefusedLaunch."""
        message = _read_message(form, platform)
        values = self._verify_token(form["id_token"], message, platform)
        _check_nonce(values, login)
        claims = read_claims(values, platform.client_id)
        _check_deployment(claims, platform)
        _check_message(claims, message)
        self.check_target(read_text(values, LTI + "target_link_uri"))
        return claims

    def check_target(self, url: str) -> None:
        """Check that an activity's URL is the room's launch URL, with any query. Raises RefusedLaunch."""
        try:
            given, own = urlsplit(url), urlsplit(self._launch_url)
            is_own = (given.scheme, given.netloc.lower(), given.path) == (own.scheme, own.netloc.lower(), own.path)
        except ValueError:
            is_own = False
        if not is_own:
            raise RefusedLaunch("wrong_target", f"target_link_uri is {url!r}; enter {self._launch_url} in the platform")

    def _verify_token(self, token: str, message: Message, platform: Platform) -> dict[str, Any]:
        header = message.header()
        # Checked first, so that no algorithm other than that of the platform's keys is ever used.
        if header.get("alg") != ALGORITHM:
            raise RefusedLaunch("forged", f"the token is signed by {header.get('alg')!r}, not by {ALGORITHM}")
        if not isinstance(header.get("kid"), str) or not header["kid"]:
            raise RefusedLaunch("unknown_key", "the token's header has no key id “kid”")
        _check_parties(message.body(), platform)
        return _decode(token, self._keys.find_key(platform, header["kid"]), platform)


def _read_message(form: Mapping[str, str], platform: Platform) -> Message:
    _check_length(form.get("id_token", ""))
    message = Message(form, platform)
    try:
        message.validate_jwt_format()
    except (LtiException, RecursionError) as error:
        raise RefusedLaunch("bad_token", "the id_token is not a JSON Web Token") from error
    if not isinstance(message.header(), dict) or not isinstance(message.body(), dict):
        raise RefusedLaunch("bad_token", "header and claims of the id_token must be objects")
    return message


def _check_length(token: str) -> None:
    if not token or len(token) > LARGEST_TOKEN:
        raise RefusedLaunch("bad_token", "the form has no id_token" if not token else "the token is too long")


def _check_nonce(values: Mapping[str, Any], login: LoginTicket) -> None:
    if not hmac.compare_digest(str(values.get("nonce")).encode(), login.nonce.encode()):
        raise RefusedLaunch("wrong_nonce", "the token's nonce is not that of this login")


def _check_parties(values: Mapping[str, Any], platform: Platform) -> None:
    """Check the token's issuer and audience; called before the platform's keys are fetched.

    Raises RefusedLaunch.
    """
    if values.get("iss") != platform.issuer:
        raise RefusedLaunch("wrong_issuer", f"iss is {values.get('iss')!r}; the login began for {platform.issuer!r}")
    _check_audience(values, platform)


def _check_audience(values: Mapping[str, Any], platform: Platform) -> None:
    audiences = values.get("aud")
    audiences = audiences if isinstance(audiences, list) else [audiences]
    if platform.client_id not in audiences:
        raise RefusedLaunch("wrong_audience", f"aud is {audiences!r}; the client id is {platform.client_id!r}")
    if len(audiences) > 1 and "azp" not in values:
        raise RefusedLaunch("wrong_audience", "with several audiences, azp is required")
    if values.get("azp", platform.client_id) != platform.client_id:
        raise RefusedLaunch("wrong_audience", f"azp is {values['azp']!r}; the client id is {platform.client_id!r}")


_ERRORS: tuple[tuple[type[jwt.InvalidTokenError], str, str], ...] = (
    (jwt.ExpiredSignatureError, "expired", "the token has expired; compare the clocks of platform and room"),
    (
        jwt.ImmatureSignatureError,
        "not_yet_valid",
        "iat or nbf is in the future; compare the clocks of platform and room",
    ),
    (jwt.InvalidIssuedAtError, "missing_claim", "iat must be a number"),
    (jwt.MissingRequiredClaimError, "missing_claim", "exp, iat, nonce and sub are required"),
    (jwt.InvalidSignatureError, "forged", "the signature is not by the platform's key"),
    (InvalidSubjectError, "missing_claim", "sub must be a string"),
    (jwt.InvalidAudienceError, "wrong_audience", "aud must be a string or a list of strings"),
    (jwt.InvalidIssuerError, "wrong_issuer", "iss is another issuer"),
)


def _decode(token: str, key: str, platform: Platform) -> dict[str, Any]:
    try:
        return jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=platform.client_id,
            issuer=platform.issuer,
            leeway=CLOCK_SKEW,
            options={"require": ["exp", "iat", "nonce", "sub"]},
        )
    except jwt.InvalidTokenError as error:
        row = next((row for row in _ERRORS if isinstance(error, row[0])), None)
        _, code, why = row or (None, "bad_token", f"the token cannot be decoded: {type(error).__name__}")
        raise RefusedLaunch(code, why) from error


def _check_deployment(claims: Claims, platform: Platform) -> None:
    if not platform.has_deployment(claims.deployment):
        why = f"deployment_id is {claims.deployment!r}; add it to the platform's deployment ids if it is right"
        raise RefusedLaunch("unknown_deployment", why)


def _check_message(claims: Claims, message: Message) -> None:
    version = claims.values.get(LTI + "version")
    if version != VERSION:
        raise RefusedLaunch("wrong_version", f"the version is {version!r}, not {VERSION!r}")
    _check_claims_of_type(claims)
    try:
        message.validate_registration().validate_deployment().validate_message()
    except (LtiException, AttributeError) as error:
        raise RefusedLaunch("missing_claim", f"the message is incomplete: {error}") from error


def _check_claims_of_type(claims: Claims) -> None:
    checks: dict[str, Callable[[], object]] = {
        LAUNCH: lambda: claims.link_id,
        DEEP_LINK: claims.deep_linking_settings,
    }
    if claims.message_type not in checks:
        raise RefusedLaunch("unknown_message", f"message_type is {claims.message_type!r}")
    checks[claims.message_type]()
