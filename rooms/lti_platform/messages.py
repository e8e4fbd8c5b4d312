"""The messages of LTI 1.3: login requests, launches, and the tool's response to deep linking.

`lti1p3platform` creates and verifies them; this module checks what the library does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jwcrypto.jwk import JWK  # type: ignore[import-untyped]
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration

from rooms.lti_platform.accounts import Account
from rooms.lti_platform.platform_state import Activity, Tool

CLAIM = "https://purl.imsglobal.org/spec/lti/claim"
DEEP_LINKING_CLAIM = "https://purl.imsglobal.org/spec/lti-dl/claim"
COURSE = ("course-7", "STAGE", "Stagecraft")
"""Id, short name and full name of the platform's course."""
AUTHENTICATION = {
    "scope": "openid",
    "response_type": "id_token",
    "response_mode": "form_post",
    "prompt": "none",
}
"""Parameters of an authentication request, each with the only value that LTI allows."""


class BadMessage(ValueError):
    """A message of the tool violates the specification; the text says how."""


@dataclass(frozen=True)
class LaunchForm:
    """The form by which the browser sends a launch to the tool at ``address``."""

    address: str
    id_token: str
    state: str


class Messages:
    """Creates the messages to one tool, and checks the messages from it.

    ``issuer``: the platform's address; ``private_key``: its key in PEM.
    """

    def __init__(self, issuer: str, private_key: str, tool: Tool) -> None:
        self._issuer = issuer
        self._tool = tool
        self._registration = _registration(issuer, private_key, tool)

    def login_address(self, user: str, hint: str, target: str) -> str:
        """Return the URL that starts a login at the tool, with the parameters in its query."""
        login = _Login(hint, _Configuration(self._registration))
        login.set_launch_url(target)
        return str(login.prepare_preflight_url(user))

    def expect_authentication_request(self, request: Mapping[str, str]) -> None:
        """Raise BadMessage if LTI does not allow the request, or its redirect URI is not registered."""
        for name, value in AUTHENTICATION.items():
            if request.get(name) != value:
                raise BadMessage(f"{name} must be “{value}”, but is “{request.get(name, '')}”.")
        for name in ("login_hint", "nonce", "state"):
            if not request.get(name):
                raise BadMessage(f"{name} is missing.")
        if request.get("redirect_uri") not in self._tool.redirect_uris:
            raise BadMessage("redirect_uri is not registered for this tool.")

    def resource_launch(
        self, request: Mapping[str, str], account: Account, name: str, activity: Activity
    ) -> LaunchForm:
        """Return the launch of an activity by this person, who is called ``name``."""
        message = self._create_message(request, account, name)
        message.set_launch_url(activity.url)
        message.set_resource_link_claim(activity.id, title=activity.title)
        message.set_custom_parameters_claim(activity.custom)
        return _create_form(message)

    def deep_linking_launch(
        self, request: Mapping[str, str], account: Account, name: str, return_address: str, data: str
    ) -> LaunchForm:
        """Return the launch by which a teacher chooses what a new activity shows.

        The response returns ``data``.
        """
        message = self._create_message(request, account, name)
        message.set_dl(return_address, accept_types={"ltiResourceLink"})
        message.change_deep_linking(data=data, accept_multiple=False, auto_create=True)
        return _create_form(message)

    def deep_linking_answer(self, token: str) -> tuple[dict[str, Any], str]:
        """Return the chosen item and the ``data`` of the request.

        Raises BadMessage if the response is not valid.
        """
        claims = self._decode(token)
        for name, value in self._expected_claims().items():
            if claims.get(name) not in (value, [value]):
                raise BadMessage(f"{name} must be {value!r}, but is {claims.get(name)!r}.")
        item = _expect_resource_link(claims.get(f"{DEEP_LINKING_CLAIM}/content_items"))
        return item, str(claims.get(f"{DEEP_LINKING_CLAIM}/data", ""))

    def _decode(self, token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = _Configuration(self._registration).tool_validate_and_decode(token)
        except Exception as error:  # the library and PyJWT have no common class of errors in a token
            raise BadMessage(f"The token of the response is not valid: {error}") from error
        return claims

    def _expected_claims(self) -> dict[str, object]:
        return {
            "iss": self._tool.client_id,
            "aud": self._issuer,
            f"{CLAIM}/message_type": "LtiDeepLinkingResponse",
            f"{CLAIM}/version": "1.3.0",
            f"{CLAIM}/deployment_id": self._tool.deployment_id,
        }

    def _create_message(self, request: Mapping[str, str], account: Account, name: str) -> "_Message":
        message = _Message(request, _Configuration(self._registration))
        message.set_user_data(f"person-{account.user}", [account.role_uri], full_name=name)
        message.set_launch_context_claim(
            COURSE[0],
            ["http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"],
            context_label=COURSE[1],
            context_title=COURSE[2],
        )
        message.set_launch_presentation_claim(document_target="iframe")
        return message


def public_keys(private_key: str) -> dict[str, list[dict[str, str]]]:
    """Return the platform's key set, by which tools verify its messages."""
    return {"keys": [Registration.get_jwk(_public_key(private_key))]}


def _expect_resource_link(items: Any) -> dict[str, Any]:
    """Return the only item of a deep linking response. Raises BadMessage unless it is an ltiResourceLink."""
    match items:
        case [{"type": "ltiResourceLink"} as item]:
            return dict(item)
    raise BadMessage(f"The response must have one item, an ltiResourceLink, but has {items!r}.")


def _public_key(private_key: str) -> str:
    return str(JWK.from_pem(private_key.encode()).export_to_pem().decode())


def _registration(issuer: str, private_key: str, tool: Tool) -> Registration:
    return (
        Registration()
        .set_iss(issuer)
        .set_client_id(tool.client_id)
        .set_deployment_id(tool.deployment_id)
        .set_launch_url(tool.launch_url)
        .set_deeplink_launch_url(tool.launch_url)
        .set_oidc_login_url(tool.login_url)
        .set_tool_key_set_url(tool.jwks_url)
        .set_platform_public_key(_public_key(private_key))
        .set_platform_private_key(private_key)
    )


def _create_form(message: "_Message") -> LaunchForm:
    fields = message.lti_launch()
    return LaunchForm(fields["launch_url"], fields["id_token"], fields["state"])


class _Configuration(LTI1P3PlatformConfAbstract):
    """The library's view of one tool."""

    def __init__(self, registration: Registration) -> None:
        super().__init__()
        self._registration = registration

    def init_platform_config(self, **_parameters: Any) -> None:
        """Do nothing, since the registration is given."""

    def get_registration_by_params(self, **_parameters: Any) -> Registration:
        raise NotImplementedError("the registration is given")


class _Login(OIDCLoginAbstract):
    """A login request, with a hint that the tool returns in its authentication request."""

    def __init__(self, hint: str, configuration: _Configuration) -> None:
        super().__init__(None, configuration)
        self._hint = hint

    def set_lti_message_hint(self, **_parameters: Any) -> None:
        """Do nothing, since the hint is given."""

    def get_lti_message_hint(self) -> str:
        return self._hint

    def get_redirect(self, url: str) -> str:
        return url


class _Message(LTIAdvantageMessageLaunchAbstract):
    """A launch that answers an authentication request with these parameters."""

    def __init__(self, parameters: Mapping[str, str], configuration: _Configuration) -> None:
        super().__init__(None, configuration)  # type: ignore[arg-type]  # a request of a framework is not needed
        self._parameters = dict(parameters)

    def get_preflight_response(self) -> dict[str, str]:
        return self._parameters

    def render_launch_form(self, launch_data: dict[str, Any], **_values: Any) -> dict[str, Any]:
        return launch_data

    def change_deep_linking(self, **settings: object) -> None:
        """Replace settings of the deep linking request."""
        assert self._deep_linking_launch_data is not None  # noqa: S101 (for the type checker)
        self._deep_linking_launch_data[f"{DEEP_LINKING_CLAIM}/deep_linking_settings"].update(settings)
