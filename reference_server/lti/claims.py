"""Reads the claims of a verified token; the refusal of a malformed claim contains its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reference_server.lti.platforms import is_url
from reference_server.lti.refusals import RefusedLaunch
from reference_server.lti.roles import map_roles
from reference_server.rules.stage import Role

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/"
LAUNCH, DEEP_LINK = "LtiResourceLinkRequest", "LtiDeepLinkingRequest"
LONGEST_ID = 255
"""The maximum number of characters in a deployment, link or user id, according to the specification."""


@dataclass(frozen=True)
class Claims:
    """The claims of one launch, whose signature is verified."""

    issuer: str
    client_id: str
    deployment: str
    subject: str
    role: Role
    values: Mapping[str, Any]

    @property
    def message_type(self) -> str:
        """The type of the launch, such as "LtiResourceLinkRequest". Raises RefusedLaunch."""
        return read_text(self.values, LTI + "message_type")

    @property
    def link_id(self) -> str:
        """The id of the resource link. Raises RefusedLaunch."""
        return read_id(read_object(self.values, LTI + "resource_link"), "id")

    def title(self) -> str:
        """Return the title of the activity, or of its course; "" without either."""
        titles = (read_optional_object(self.values, LTI + claim).get("title") for claim in ("resource_link", "context"))
        return next((title for title in titles if isinstance(title, str) and title.strip()), "")

    def custom_parameters(self) -> dict[str, str]:
        """Return the custom parameters whose values are strings."""
        parameters = read_optional_object(self.values, LTI + "custom")
        return {name: value for name, value in parameters.items() if isinstance(value, str)}

    def deep_linking_settings(self) -> Mapping[str, Any]:
        """Return the settings of a deep linking request, and check its return URL and accepted types.

        Raises RefusedLaunch.
        """
        settings = read_object(self.values, DEEP_LINKING + "deep_linking_settings")
        if not is_url(read_text(settings, "deep_link_return_url")):
            raise RefusedLaunch("missing_claim", "deep_link_return_url is not an http or https address")
        accepted = settings.get("accept_types")
        if not isinstance(accepted, list) or "ltiResourceLink" not in accepted:
            raise RefusedLaunch("no_link_accepted", f"accept_types is {accepted!r}, without ltiResourceLink")
        return settings

    def name(self) -> str:
        """Return the user's name as the platform writes it, "" if the token has none."""
        full = self.values.get("name")
        if isinstance(full, str) and full.strip():
            return full
        parts = (self.values.get(part) for part in ("given_name", "family_name"))
        return " ".join(part for part in parts if isinstance(part, str)).strip()


def read_claims(values: Mapping[str, Any], client_id: str) -> Claims:
    """Return the claims of a verified token. Raises RefusedLaunch."""
    return Claims(
        read_text(values, "iss"),
        client_id,
        read_id(values, LTI + "deployment_id"),
        read_id(values, "sub"),
        map_roles(_read_roles(values)),
        values,
    )


def _read_roles(values: Mapping[str, Any]) -> list[str]:
    roles = values.get(LTI + "roles")
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise RefusedLaunch("missing_claim", f"{LTI}roles must be a list of strings; it may be empty")
    return roles


def read_text(values: Mapping[str, Any], claim: str) -> str:
    """Return a claim that must be a string. Raises RefusedLaunch."""
    value = values.get(claim)
    if not isinstance(value, str) or not value:
        raise RefusedLaunch("missing_claim", f"{claim} is missing, or is not a string")
    return value


def read_id(values: Mapping[str, Any], claim: str) -> str:
    """Return a claim that must be an id. Raises RefusedLaunch."""
    value = read_text(values, claim)
    if len(value) > LONGEST_ID:
        raise RefusedLaunch("missing_claim", f"{claim} has more than {LONGEST_ID} characters")
    return value


def read_object(values: Mapping[str, Any], claim: str) -> Mapping[str, Any]:
    """Return a claim that must be an object. Raises RefusedLaunch."""
    value = values.get(claim)
    if not isinstance(value, dict):
        raise RefusedLaunch("missing_claim", f"{claim} is missing, or is not an object")
    return value


def read_optional_object(values: Mapping[str, Any], claim: str) -> Mapping[str, Any]:
    """Return an optional claim, or an empty object if the claim is missing or not an object."""
    value = values.get(claim)
    return value if isinstance(value, dict) else {}
