"""Access tokens of LiveKit: JSON Web Tokens with the person, the room, and the person's rights."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

from rooms.livekit_server import LiveKitSettings

LIFETIME = 24 * 3600
"""The seconds for which a token is valid: longer than any run."""


def access_token(settings: LiveKitSettings, room: str, name: str, *, can_publish: bool) -> str:
    """Return the token of a person; LiveKit treats two people with the same name as one."""
    grant = {"room": room, "roomJoin": True, "canPublish": can_publish, "canSubscribe": True, "canPublishData": True}
    return _sign({"sub": name, "name": name, "video": grant}, settings)


def _sign(claims: dict[str, Any], settings: LiveKitSettings) -> str:
    now = int(time.time())
    registered_claims = {"iss": settings.key, "nbf": now - 10, "exp": now + LIFETIME}
    unsigned = f"{_encode({'alg': 'HS256', 'typ': 'JWT'})}.{_encode(claims | registered_claims)}"
    signature = hmac.new(settings.secret.encode(), unsigned.encode(), hashlib.sha256).digest()
    return f"{unsigned}.{_encode_base64(signature)}"


def _encode(part: dict[str, Any]) -> str:
    return _encode_base64(json.dumps(part, separators=(",", ":")).encode())


def _encode_base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
