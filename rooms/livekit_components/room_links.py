"""The links of a room: each names the room and whether its people may publish, and is signed."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

PUBLISHES, WATCHES = "publish", "watch"
SIGNATURE_LENGTH = 32
"""Hexadecimal digits of a link's signature."""


@dataclass(frozen=True)
class RoomLink:
    """The rights that a link gives: to enter this room, and to publish there or only to watch."""

    room: str
    publishes: bool

    def signed(self, secret: str) -> str:
        """Return the link's last path segment: room, right and signature."""
        content = f"{self.room}.{PUBLISHES if self.publishes else WATCHES}"
        return f"{content}.{_sign(content, secret)}"


def new_room() -> str:
    """Return a room's name, which cannot be guessed."""
    return secrets.token_hex(8)


def read_link(text: str, secret: str) -> RoomLink | None:
    """Return the link of this text; None if it was not signed with this secret."""
    content, _, signature = text.rpartition(".")
    room, _, right = content.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _sign(content, secret).encode()):
        return None
    return RoomLink(room, right == PUBLISHES)


def _sign(content: str, secret: str) -> str:
    return hmac.new(secret.encode(), content.encode(), hashlib.sha256).hexdigest()[:SIGNATURE_LENGTH]
