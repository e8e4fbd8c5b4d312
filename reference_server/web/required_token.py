"""Tokens that the operator requires: to create sessions, and to register learning platforms."""

import hmac
from pathlib import Path

import flask

from reference_server.server_settings import SetupError, reason

SHORTEST_TOKEN = 16


class RequiredToken:
    """Checks the token in requests; if the operator has set none, requests need none."""

    def __init__(self, token: str | None) -> None:
        self._token = token

    @property
    def is_needed(self) -> bool:
        """Whether the room has a token."""
        return self._token is not None

    def is_right(self, token: str | None) -> bool:
        """Return whether this is the token, or none is set."""
        return self._token is None or hmac.compare_digest(self._token.encode(), (token or "").strip().encode())

    def is_right_in_header(self) -> bool:
        """Return whether the current request has the token in its header, or none is set.

        The header is `Authorization: Bearer …`.
        """
        authorization = flask.request.authorization
        is_bearer = authorization is not None and authorization.type == "bearer"
        return self.is_right(authorization.token if authorization and is_bearer else None)


def load_required_token(path: Path | None) -> RequiredToken:
    """Read the token from the file; if `path` is None, no token is set. Raises SetupError."""
    if path is None:
        return RequiredToken(None)
    token = _text(path)
    if len(token) < SHORTEST_TOKEN or len(token.split()) != 1:
        raise SetupError(f"The token file {path} must contain one word of at least {SHORTEST_TOKEN} characters.")
    return RequiredToken(token)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is not a text file"
        raise SetupError(f"The token file {path} cannot be read: {why}.") from error
