"""The interface of the engines for audio and video, `Mesh` and `LiveKit`.

The rules decide who may send; an engine only applies their decisions.
"""

from dataclasses import dataclass
from typing import Protocol

TOKEN_LIFETIME = 600
"""Seconds. LiveKit sends connected pages new tokens with the same lifetime."""


@dataclass(frozen=True)
class MediaPage:
    """A page as a client of the media server; `public_id` is its public id in the session."""

    session: str
    person: str
    public_id: str


@dataclass(frozen=True)
class ConnectedPage:
    """A page that is connected to the media server, and whether it has the right to send there."""

    page: MediaPage
    may_publish: bool


@dataclass(frozen=True)
class MediaAccess:
    """The media server's URL, and a token with which a page can receive, but not send."""

    url: str
    token: str


class MediaServerUnavailable(Exception):
    """The media server gives no usable response; the message gives the reason, in one line."""


class MediaEngine(Protocol):
    """A media engine.

    With a media server, all methods but `access` wait for it and raise MediaServerUnavailable.
    """

    name: str
    has_server: bool
    """Whether there is a media server, on which the rights to send must be set."""
    origins: tuple[str, ...]
    """The origins that pages connect to besides the room, for their Content Security Policy."""

    def access(self, page: MediaPage, /) -> MediaAccess:
        """Return the access of a page that receives media. Raises Refusal without a media server."""

    def let_publish(self, page: MediaPage, allowed: bool, /) -> None:
        """Let a connected page send, or end its sending; do nothing if it is not connected."""

    def end(self, page: MediaPage, /) -> None:
        """End the page's connection to the media server, if any."""

    def pages(self, session: str, /) -> list[ConnectedPage]:
        """Return the session's pages that are connected to the media server."""
