"""Registers the room with a learning platform (LTI Dynamic Registration 1.0)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from reference_server.lti.claims import DEEP_LINK, LAUNCH
from reference_server.lti.http_json import PlatformUnreachable, get_json, post_json
from reference_server.lti.platforms import Platform, is_url
from reference_server.web.protection import origin_of

TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration"
_ENDPOINTS = ("authorization_endpoint", "jwks_uri", "registration_endpoint")
_CANVAS = "https://canvas.instructure.com/lti/"
PLACEMENTS = (
    ("ContentArea", "link_selection", f"{_CANVAS}link_selection"),
    ("assignment_selection", f"{_CANVAS}assignment_selection"),
)
"""The places in which a platform can offer teachers the form that adds a session.

Each has the names that platforms may use for it; the room uses the first that the platform supports."""
SHARED_ISSUERS = {"canvas.instructure.com": ("instructure.com", "canvaslms.com")}
"""The hosts of issuers that many sites share, and the domains of those sites' configurations."""


@dataclass(frozen=True)
class ToolUrls:
    """The URLs of the room as a tool; `base` is the beginning of all of them."""

    base: str

    @property
    def login(self) -> str:
        """The URL at which a launch begins."""
        return f"{self.base}/lti/login"

    @property
    def launch(self) -> str:
        """The URL to which platforms send their tokens."""
        return f"{self.base}/lti/launch"

    @property
    def key_set(self) -> str:
        """The URL at which platforms read the room's public keys."""
        return f"{self.base}/lti/jwks"


class RegistrationFailed(Exception):
    """The room could not be registered; the message says why and what to do."""


def register(url: str, token: str, urls: ToolUrls, embedded_by: str = "") -> Platform:
    """Register with the platform whose configuration is at this URL. Raises RegistrationFailed.

    `token` is the platform's token for this registration. `embedded_by` is the origin of the platform's page that
    contains the form in a frame; it may differ from the origin of the platform's configuration.
    """
    configuration = _fetch_configuration(url, token)
    issuer, endpoints = _read_configuration(configuration, url)
    request = registration_request(urls, _supported_placements(configuration))
    response = _send_request(endpoints["registration_endpoint"], request, token)
    return _create_platform(issuer, endpoints, response, (origin_of(url), embedded_by))


def _fetch_configuration(url: str, token: str) -> Any:
    try:
        return get_json(url, token)
    except PlatformUnreachable as error:
        raise RegistrationFailed(
            f"The platform’s configuration at {without_query(url)} cannot be read: {error}."
        ) from error


def _send_request(url: str, request: dict[str, Any], token: str) -> Any:
    try:
        return post_json(url, request, token)
    except PlatformUnreachable as error:
        raise RegistrationFailed(
            f"The platform did not register the room: {error}. Start the registration again there."
        ) from error


def without_query(url: str) -> str:
    """Return the URL without its query, in which some platforms send the token of the registration."""
    return url.partition("?")[0]


def registration_request(urls: ToolUrls, placements: list[str]) -> dict[str, Any]:
    """Return the room's registration request; `placements` are those of the form that adds a session."""
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": urls.login,
        "redirect_uris": [urls.launch],
        "client_name": "Stagedoor",
        "jwks_uri": urls.key_set,
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": "",
        TOOL_CONFIGURATION: _tool_configuration(urls, placements),
    }


def _tool_configuration(urls: ToolUrls, placements: list[str]) -> dict[str, Any]:
    return {
        "domain": urlsplit(urls.base).netloc,
        "description": "A live room with a stage",
        "target_link_uri": urls.launch,
        "claims": ["iss", "sub", "name", "given_name", "family_name"],
        "messages": _messages(urls, placements),
        f"{_CANVAS}privacy_level": "name_only",
    }


def _messages(urls: ToolUrls, placements: list[str]) -> list[dict[str, Any]]:
    deep_link = {"type": DEEP_LINK, "target_link_uri": urls.launch, "label": "Stagedoor session"}
    # The form comes first: where two messages have the same placement, Canvas uses the first one.
    return [
        deep_link | ({"placements": placements} if placements else {}),
        {"type": LAUNCH, "target_link_uri": urls.launch},
    ]


def _supported_placements(configuration: dict[str, Any]) -> list[str]:
    """Return the names of those placements that the platform supports."""
    platform = configuration.get(PLATFORM_CONFIGURATION)
    messages = platform.get("messages_supported") if isinstance(platform, dict) else None
    messages = messages if isinstance(messages, list) else []
    offers = (message for message in messages if isinstance(message, dict) and message.get("type") == DEEP_LINK)
    placements = (offer.get("placements") for offer in offers)
    supported = [name for names in placements if isinstance(names, list) for name in names]
    names_to_use = (next((name for name in names if name in supported), "") for names in PLACEMENTS)
    return [name for name in names_to_use if name]


def _read_configuration(configuration: Any, url: str) -> tuple[str, dict[str, str]]:
    fields = configuration if isinstance(configuration, dict) else {}
    issuer = _read_issuer(fields, url)
    endpoints = {name: _read_endpoint(fields, name) for name in _ENDPOINTS}
    _expect_own_configuration(issuer, url)
    token_endpoint = fields.get("token_endpoint")
    return issuer, {**endpoints, "token_endpoint": token_endpoint if isinstance(token_endpoint, str) else ""}


def _expect_own_configuration(issuer: str, url: str) -> None:
    if not _may_be_of_issuer(issuer, url):
        raise RegistrationFailed(
            f"The configuration at {without_query(url)} is of another site, {issuer}; "
            "if that is right, register the room by a file."
        )


def _read_issuer(fields: dict[str, Any], url: str) -> str:
    issuer = fields.get("issuer")
    if not isinstance(issuer, str) or not is_url(issuer):
        raise RegistrationFailed(
            f"The address {without_query(url)} is not that of a learning platform’s configuration."
        )
    return issuer


def _read_endpoint(fields: dict[str, Any], name: str) -> str:
    endpoint = fields.get(name)
    if not isinstance(endpoint, str) or not is_url(endpoint):
        raise RegistrationFailed(f"The platform’s configuration has no {name}; register the room by a file instead.")
    return endpoint


def _may_be_of_issuer(issuer: str, url: str) -> bool:
    """Return whether a configuration at this URL may be the issuer's."""
    issuer_host, host = urlsplit(issuer).hostname or "", urlsplit(url).hostname or ""
    return issuer_host == host or any(
        host == domain or host.endswith(f".{domain}") for domain in SHARED_ISSUERS.get(issuer_host, ())
    )


def _create_platform(issuer: str, endpoints: dict[str, str], response: Any, origins: tuple[str, ...]) -> Platform:
    return Platform(
        issuer,
        _read_client_id(response),
        _read_deployments(response),
        endpoints["authorization_endpoint"],
        endpoints["token_endpoint"],
        endpoints["jwks_uri"],
        frame_origins=tuple(dict.fromkeys(origin for origin in origins if origin)),
    )


def _read_client_id(response: Any) -> str:
    client_id = response.get("client_id") if isinstance(response, dict) else None
    if not isinstance(client_id, str) or not client_id:
        raise RegistrationFailed(
            "The platform’s response has no client id; check there whether the room is registered."
        )
    return client_id


def _read_deployments(response: dict[str, Any]) -> tuple[str] | None:
    configuration = response.get(TOOL_CONFIGURATION)
    deployment = configuration.get("deployment_id") if isinstance(configuration, dict) else None
    # Some platforms deploy a tool only later. Any deployment with this client id may then launch the room.
    return (str(deployment),) if deployment else None
