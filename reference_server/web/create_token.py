"""The token that is required in requests to create sessions, if the operator has set one."""

import hmac
from pathlib import Path

import flask

from reference_server.server_settings import SetupError, reason

SHORTEST_TOKEN = 16


class CreateToken:
    """Checks the token of requests that create sessions; without one, everybody may create them."""

    def __init__(self, token: str | None) -> None:
        self._token = token

    @property
    def is_needed(self) -> bool:
        """Whether the room has a token."""
        return self._token is not None

    def is_right(self, token: str | None) -> bool:
        """Return whether this token allows creating a session."""
        return self._token is None or hmac.compare_digest(self._token.encode(), (token or "").strip().encode())

    def is_in_header(self) -> bool:
        """Return whether the current request has the token in its header, `Authorization: Bearer …`."""
        authorization = flask.request.authorization
        is_bearer = authorization is not None and authorization.type == "bearer"
        return self.is_right(authorization.token if authorization and is_bearer else None)


def load_create_token(path: Path | None) -> CreateToken:
    """Return the check of the token in the file; without a file, a check that accepts everybody. Raises SetupError."""
    if path is None:
        return CreateToken(None)
    token = _text(path)
    if len(token) < SHORTEST_TOKEN or len(token.split()) != 1:
        raise SetupError(f"The token file {path} must contain one word of at least {SHORTEST_TOKEN} characters.")
    return CreateToken(token)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is not a text file"
        raise SetupError(f"The token file {path} cannot be read: {why}.") from error
