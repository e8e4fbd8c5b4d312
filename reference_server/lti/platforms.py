"""The learning platforms that may launch the room."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from reference_server.web.protection import origin_of

_ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d+)?")


@dataclass(frozen=True)
class Platform:
    """A learning platform and its registration of the room.

    `deployments` are the ids of the deployments that may launch the room, None for all of this client id. The
    platform's keys are read from `jwks_uri`, or are those in `key_set`. `frame_origins` are the origins of the pages
    that embed the room, besides the origins of `issuer` and `authorization_endpoint`.
    """

    issuer: str
    client_id: str
    deployments: tuple[str, ...] | None
    authorization_endpoint: str
    token_endpoint: str = ""
    jwks_uri: str = ""
    key_set: Mapping[str, Any] | None = None
    frame_origins: tuple[str, ...] = ()

    def has_deployment(self, deployment: str) -> bool:
        """Return whether this deployment may launch the room."""
        return self.deployments is None or deployment in self.deployments

    def origins(self) -> set[str]:
        """Return the origins of pages that may embed the room."""
        own = (origin_of(url) for url in (self.issuer, self.authorization_endpoint))
        return {origin for origin in (*own, *self.frame_origins) if is_origin(origin)}

    def values(self) -> dict[str, Any]:
        """Return the platform as the database stores it."""
        return asdict(self)


def platform_of(values: Mapping[str, Any]) -> Platform:
    """Return the platform with these values from the database."""
    lists = {name: values[name] and tuple(values[name]) for name in ("deployments", "frame_origins")}
    return Platform(**{**values, **lists})


class Platforms:
    """The platforms of the files on the command line, and those that registered themselves."""

    def __init__(self, platforms: Iterable[Platform]) -> None:
        self._platforms: dict[tuple[str, str], Platform] = {}
        for platform in platforms:
            self.add(platform)

    def __iter__(self) -> Iterator[Platform]:
        return iter(self._platforms.values())

    def add(self, platform: Platform) -> None:
        """Add a platform in place of one with the same issuer and client id."""
        self._platforms[platform.issuer, platform.client_id] = platform

    def find(self, issuer: str, client_id: str = "") -> Platform | None:
        """Return a platform; without a client id, the only one of the issuer."""
        if client_id:
            return self._platforms.get((issuer, client_id))
        matching = [platform for platform in self._platforms.values() if platform.issuer == issuer]
        return matching[0] if len(matching) == 1 else None

    def has_issuer(self, issuer: str) -> bool:
        """Return whether a platform with this issuer is known, with any client id."""
        return any(platform.issuer == issuer for platform in self._platforms.values())


def is_origin(text: str) -> bool:
    """Return whether the text is an origin that may be part of a Content Security Policy."""
    return bool(_ORIGIN.fullmatch(text))


def is_url(text: str) -> bool:
    """Return whether the text is an http or https URL."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and text.isprintable() and " " not in text
