"""The interface of the engines that carry audio and video: `Mesh` and `LiveKit`.

The rules decide who may send; an engine only carries out what they decided.
"""

from dataclasses import dataclass
from typing import Protocol

TOKEN_LIFETIME = 600
"""Seconds: as long as the tokens that LiveKit itself sends to connected pages, with the rights that they have."""


@dataclass(frozen=True)
class MediaPage:
    """A page as a media server knows it; `address` is its public address, by which the session's pages know it."""

    session: str
    person: str
    address: str


@dataclass(frozen=True)
class ConnectedPage:
    """A page that is connected to the media server, and whether that server lets it send."""

    page: MediaPage
    may_publish: bool


@dataclass(frozen=True)
class MediaAccess:
    """What a page needs to connect to the media server: its URL, and a token that lets the page receive only."""

    url: str
    token: str


class MediaServerAway(Exception):
    """The media server does not answer, or not as it should; the message says why, in one line."""


class MediaEngine(Protocol):
    """Carries audio and video. With a media server, all methods but `access` wait for it and raise MediaServerAway."""

    name: str
    has_server: bool
    """Whether there is a media server, which has to be told who may send."""
    origins: tuple[str, ...]
    """What pages connect to besides the room, for their Content Security Policy."""

    def access(self, page: MediaPage, /) -> MediaAccess:
        """Return what the page needs to receive media. Raises Refusal where there is no media server."""

    def let_publish(self, page: MediaPage, allowed: bool, /) -> None:
        """Let a connected page send, or end what it sends; nothing happens where it is not connected."""

    def end(self, page: MediaPage, /) -> None:
        """End the page's connection to the media server, if any."""

    def pages(self, session: str, /) -> list[ConnectedPage]:
        """Return the session's pages that are connected to the media server."""
