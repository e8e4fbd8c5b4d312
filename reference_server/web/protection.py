"""What browsers are told to allow and to forbid on the room's pages, and from whose pages requests are taken."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import flask
from flask import Flask, Response
from werkzeug.exceptions import Forbidden

Environ = dict[str, Any]
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9a-f:]+\](:\d+)?")
_LOOPBACK = re.compile(r"(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?")
_SAFE = ("GET", "HEAD", "OPTIONS")
# What the page that embeds the room allows it besides is that page's choice; nothing is passed on to others.
_PERMISSIONS = "camera=(self), microphone=(self), autoplay=(self), display-capture=(), geolocation=()"
_FOREIGN = "This was sent from another site's page, and the room takes it from its own pages only."


class Protection:
    """Who may show the room in a frame, and whose pages may talk to it.

    `frame_ancestors` are the origins of pages that may embed it, beside its own; `public_url` is where it is to be
    found, beside the address that was asked for.
    """

    def __init__(self, frame_ancestors: Iterable[str] = (), public_url: str | None = None) -> None:
        self._ancestors = tuple(frame_ancestors)
        self._public = origin_of(public_url) if public_url else None

    def protect(self, app: Flask) -> None:
        """Have requests from other sites refused, and every answer say what browsers may do with it."""

        @app.before_request
        def refuse_foreign() -> None:
            if flask.request.method not in _SAFE and not self._is_own_request():
                raise Forbidden(_FOREIGN)

        @app.after_request
        def add_headers(response: Response) -> Response:
            for name, value in self.headers(flask.request.host).items():
                response.headers.setdefault(name, value)
            return response

    def accepts(self, origin: str, environ: Environ) -> bool:
        """Whether a page of this origin may talk to the room: its own pages, by either of its addresses."""
        here = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}"
        return origin in (here, self._public)

    def headers(self, host: str) -> dict[str, str]:
        """The headers for an answer of the room at this host."""
        return {
            "Content-Security-Policy": "; ".join(self._policy(host)),
            "Permissions-Policy": _PERMISSIONS,
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        }

    def cookie_options(self) -> dict[str, Any]:
        """How a person's cookie is to be set for the request at hand.

        In a frame on another site's page a browser keeps it only if it says so, and then wants a secure address.
        """
        request = flask.request
        secure = request.is_secure or (self._public or "").startswith("https:")
        if self._ancestors and (secure or _LOOPBACK.fullmatch(request.host)):
            return {"secure": True, "samesite": "None", "partitioned": True}
        return {"secure": secure, "samesite": "Lax"}

    def _policy(self, host: str) -> list[str]:
        # Browsers differ on whether 'self' covers WebSockets, so these are named.
        sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
        return [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self'",
            "media-src 'self'",
            f"connect-src 'self'{sockets}",
            "form-action 'self'",
            "base-uri 'none'",
            " ".join(["frame-ancestors 'self'", *self._ancestors]),
            "require-trusted-types-for 'script'",
            "trusted-types lit-html",
        ]

    def _is_own_request(self) -> bool:
        origin = flask.request.headers.get("Origin")
        if origin is None:
            return flask.request.headers.get("Sec-Fetch-Site") not in ("cross-site", "same-site")
        return self.accepts(origin, flask.request.environ)


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, as browsers write them: without the port that goes without saying."""
    parts = urlsplit(url.lower())
    usual = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return f"{parts.scheme}://{parts.netloc.removesuffix(usual)}"
