"""Adapts requests, cookies, sessions and platforms of the room to the library `pylti1p3`.

The library builds the URL of the login, reads tokens and messages, and signs deep links. `launch_check` checks
signatures, audiences and times more strictly than the library does; `launch_pages` accepts each launch only once.
"""

from collections.abc import Mapping
from typing import Any

from pylti1p3.cookie import CookieService
from pylti1p3.deployment import Deployment
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.registration import Registration
from pylti1p3.request import Request
from pylti1p3.session import SessionService
from pylti1p3.tool_config.abstract import ToolConfAbstract

from reference_server.lti.platforms import Platform


class Parameters(Request):
    """The parameters of a request."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    @property
    def session(self) -> Any:
        """Return an empty session, since the room does not use Flask's sessions."""
        return {}

    def is_secure(self) -> bool:
        """Return True, which has no effect, since the room sets its cookies itself."""
        return True

    def get_param(self, key: str) -> str:
        """Return a parameter, "" if it is missing."""
        return self._values.get(key, "")


class OnePlatform(ToolConfAbstract[Parameters]):
    """The configuration of one platform, which the room has already looked up."""

    def __init__(self, platform: Platform, keys: tuple[str, str] | None = None) -> None:
        self._platform = platform
        self._keys = keys

    def check_iss_has_one_client(self, iss: str) -> bool:  # noqa: ARG002 (the library's signature)
        """Return False: platforms are looked up by issuer and client id."""
        return False

    def check_iss_has_many_clients(self, iss: str) -> bool:  # noqa: ARG002
        """Return True: platforms are looked up by issuer and client id."""
        return True

    def registration(self) -> Registration:
        """Return the platform as an object of the library, with the room's keys for signing if they are given."""
        registration = Registration()
        registration.set_issuer(self._platform.issuer).set_client_id(self._platform.client_id)
        registration.set_auth_login_url(self._platform.authorization_endpoint)
        if self._keys:
            private, public = self._keys
            registration.set_tool_private_key(private).set_tool_public_key(public)
        return registration

    def find_registration_by_issuer(self, iss: str, *_more: Any, **_options: Any) -> Registration:
        """Raise LookupError; never called, since platforms are looked up by issuer and client id."""
        raise LookupError(iss)

    def find_registration_by_params(self, iss: str, client_id: str, *_more: Any, **_options: Any) -> Registration:  # noqa: ARG002
        """Return the platform."""
        return self.registration()

    def find_deployment(self, iss: str, deployment_id: str) -> Deployment | None:  # noqa: ARG002
        """Return the deployment if it may launch the room."""
        return Deployment().set_deployment_id(deployment_id) if self._platform.has_deployment(deployment_id) else None

    def find_deployment_by_params(
        self,
        iss: str,
        deployment_id: str,
        client_id: str,  # noqa: ARG002
        *_more: Any,
        **_options: Any,
    ) -> Deployment | None:
        """Return the deployment if it may launch the room."""
        return self.find_deployment(iss, deployment_id)


class LoginState(CookieService, SessionService):
    """Stores the state and nonce of a login, which the room puts into its own signed cookie."""

    def __init__(self) -> None:
        self.state = self.nonce = ""

    def get_cookie(self, name: str) -> str | None:  # noqa: ARG002
        """Return nothing: the room reads its own cookie."""
        return None

    def set_cookie(self, name: str, value: str | int, exp: int | None = None) -> None:  # noqa: ARG002
        """Store the state of the login."""
        self.state = str(value)

    def save_nonce(self, nonce: str) -> None:
        """Store the nonce of the login."""
        self.nonce = nonce


class Login(OIDCLogin[Parameters, OnePlatform, LoginState, LoginState, str]):
    """The first step of a launch: builds the URL at the platform to which the browser is redirected."""

    def get_redirect(self, url: str) -> Any:
        """Return the URL, since the room itself redirects."""
        return url


class Message(MessageLaunch[Parameters, OnePlatform, LoginState, LoginState]):
    """The last step of a launch: the platform's token. `platform` is the one that the login began with."""

    def __init__(self, values: Mapping[str, str], platform: Platform) -> None:
        login_state = LoginState()
        super().__init__(Parameters(values), OnePlatform(platform), login_state, login_state)
        self.set_auto_validation(enable=False)
        self._platform = platform

    def _get_request_param(self, key: str) -> str:
        return self._request.get_param(key)

    def get_client_id(self) -> str:
        """Return the client id that the audience was checked against."""
        return self._platform.client_id

    def header(self) -> Any:
        """Return the header of the token, which is not verified."""
        return self._jwt["header"]

    def body(self) -> Any:
        """Return the claims of the token, which are not verified."""
        return self._jwt["body"]
