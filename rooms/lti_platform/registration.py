"""The endpoints for tools: the platform's configuration, its keys, and dynamic registration."""

import re
from typing import Any

import flask
from flask import Blueprint, Response

from rooms.lti_platform.messages import public_keys
from rooms.lti_platform.platform_state import PlatformState, Tool

TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration"
MESSAGES = ("LtiResourceLinkRequest", "LtiDeepLinkingRequest")


def registration_blueprint(state: PlatformState, issuer: str) -> Blueprint:
    """Return a blueprint of the endpoints for tools; ``issuer`` is the platform's URL."""
    blueprint = Blueprint("registration", __name__)

    @blueprint.get("/.well-known/openid-configuration")
    def configuration() -> dict[str, Any]:
        return platform_configuration(issuer)

    @blueprint.get("/jwks")
    def jwks() -> dict[str, Any]:
        return public_keys(state.private_key)

    @blueprint.post("/token")
    def token() -> tuple[dict[str, str], int]:
        """Refuse: the platform has no services that a tool could call."""
        return {"error": "invalid_scope", "error_description": "This platform has no services."}, 400

    @blueprint.post("/register")
    def register() -> Response:
        """Register the tool, which must send a registration ticket.

        The status is 401 without a valid ticket, and 400 if the tool's metadata have faults.
        """
        ticket = re.fullmatch(r"Bearer (\S+)", flask.request.headers.get("Authorization", ""))
        if ticket is None or not state.use_ticket(ticket[1], "registration"):
            flask.abort(401, "The registration token is missing, is not valid, or was used before.")
        metadata = flask.request.get_json()
        faults = list(find_faults(metadata))
        if faults:
            flask.abort(400, " ".join(faults))
        return _registration_response(add_tool(state, metadata), metadata)

    return blueprint


def platform_configuration(issuer: str) -> dict[str, Any]:
    """Return the platform's configuration, as dynamic registration describes it."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
        "jwks_uri": f"{issuer}/jwks",
        "registration_endpoint": f"{issuer}/register",
        "scopes_supported": ["openid"],
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub", "iss", "name"],
        PLATFORM_CONFIGURATION: {
            "product_family_code": "stagedoor-test-host",
            "version": "1",
            "messages_supported": [{"type": message} for message in MESSAGES],
            "variables": [],
        },
    }


def find_faults(metadata: dict[str, Any]) -> list[str]:
    """Return a sentence for each fault in the tool's metadata.

    Faults are violations of the specification of dynamic registration.
    """
    required = {
        "application_type": "web",
        "grant_types": ["implicit", "client_credentials"],
        "response_types": ["id_token"],
        "token_endpoint_auth_method": "private_key_jwt",
    }
    faults = [
        f"{name} must be {value!r}." for name, value in required.items() if not _is_equal(metadata.get(name), value)
    ]
    needed = ("initiate_login_uri", "redirect_uris", "jwks_uri", "client_name", TOOL_CONFIGURATION)
    faults += [f"{name} is missing." for name in needed if not metadata.get(name)]
    configuration = metadata.get(TOOL_CONFIGURATION) or {}
    inner = ("domain", "target_link_uri")
    return faults + [f"{name} of the tool is missing." for name in inner if not configuration.get(name)]


def _is_equal(actual: object, required: object) -> bool:
    """Return whether the values are equal, or lists with the same elements in any order."""
    if isinstance(actual, list) and isinstance(required, list):
        return set(actual) == set(required)
    return actual == required


def add_tool(state: PlatformState, metadata: dict[str, Any]) -> Tool:
    target = metadata[TOOL_CONFIGURATION]["target_link_uri"]
    name, login_url, jwks_url = (metadata[key] for key in ("client_name", "initiate_login_uri", "jwks_uri"))
    return state.add_tool(name, login_url, target, metadata["redirect_uris"], jwks_url)


def _registration_response(tool: Tool, metadata: dict[str, Any]) -> Response:
    configuration = metadata[TOOL_CONFIGURATION] | {"deployment_id": tool.deployment_id}
    return flask.jsonify(metadata | {"client_id": tool.client_id, TOOL_CONFIGURATION: configuration})
