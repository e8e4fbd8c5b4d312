"""The security headers of the room's pages, and the origins whose requests are accepted."""

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
# An embedding page may allow less than this, and the room delegates nothing to other origins.
_PERMISSIONS = "camera=(self), microphone=(self), autoplay=(self), display-capture=(), geolocation=()"
_OWN_FILES = ("script-src 'self'", "style-src 'self'", "font-src 'self'", "img-src 'self'", "media-src 'self'")
"""The directives of the Content Security Policy for what a page loads."""
_REFUSED_CROSS_SITE = "This request came from a page of another site; the room accepts it from its own pages only."


class Protection:
    """Checks which origins may embed the room, and which may send requests to it.

    `frame_ancestors` are the origins of other sites whose pages may embed the room. WebSockets, and requests by other
    methods than GET, HEAD and OPTIONS, are accepted from pages of the request's own origin, and of the origin of
    `public_url`. `media_origins` are the origins that pages may connect to besides the room.
    """

    def __init__(
        self, frame_ancestors: Iterable[str] = (), public_url: str = "", media_origins: Iterable[str] = ()
    ) -> None:
        self._ancestors = dict.fromkeys(frame_ancestors)
        self._public_origin = origin_of(public_url)
        self._media = "".join(f" {origin}" for origin in media_origins)
        self._open_paths: frozenset[str] = frozenset()

    def embed_in(self, origins: Iterable[str]) -> None:
        """Let the pages of these origins embed the room, too."""
        self._ancestors.update(dict.fromkeys(sorted(origins)))

    def accept_cross_site(self, paths: Iterable[str]) -> None:
        """Accept requests to these paths from other sites' pages; their views check the payload."""
        self._open_paths |= frozenset(paths)

    def protect(self, app: Flask) -> None:
        """Refuse requests from other sites' pages, and add the security headers to every response.

        Requests by GET, HEAD and OPTIONS are accepted from every page, since other sites link to the room.
        """

        @app.before_request
        def refuse_cross_site() -> None:
            if (
                flask.request.method not in _SAFE
                and not self._is_own_request()
                and flask.request.path not in self._open_paths
            ):
                raise Forbidden(_REFUSED_CROSS_SITE)

        @app.after_request
        def add_headers(response: Response) -> Response:
            for name, value in self.headers(flask.request.host).items():
                response.headers.setdefault(name, value)
            return response

    def is_own_origin(self, origin: str, environ: Environ) -> bool:
        """Return whether the origin is that of the public URL, or of the request's own URL."""
        own = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}"
        return origin in (own, self._public_origin)

    def headers(self, host: str) -> dict[str, str]:
        """Return the security headers of a response at this host."""
        return {
            # Pages differ by cookie. Some responses, such as static files and pages with links, set their own value.
            "Cache-Control": "private, no-cache",
            "Content-Security-Policy": self.policy(host),
            "Permissions-Policy": _PERMISSIONS,
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        }

    def cookie_options(self) -> dict[str, Any]:
        """Return the attributes of a person's cookie for the current request.

        In a frame on another site's page, browsers accept a cookie only with SameSite=None, which in turn requires
        Secure.
        """
        request = flask.request
        secure = request.is_secure or self._public_origin.startswith("https:")
        if self._ancestors and (secure or _LOOPBACK.fullmatch(request.host)):
            return {"secure": True, "samesite": "None", "partitioned": True}
        return {"secure": secure, "samesite": "Lax"}

    def policy(self, host: str = "", framed_by: Iterable[str] | None = None, forms_to: Iterable[str] = ()) -> str:
        """Return the Content Security Policy of a page.

        `framed_by` are the origins whose pages may embed this page, in place of those that may embed the room.
        `forms_to` are the origins to which its forms are sent, besides the room's own.
        """
        ancestors = self._ancestors if framed_by is None else framed_by
        directives = [
            "default-src 'none'",
            *_OWN_FILES,
            f"connect-src 'self'{self._websockets(host)}{self._media}",
            " ".join(["form-action 'self'", *forms_to]),
            "base-uri 'none'",
            " ".join(["frame-ancestors 'self'", *ancestors]),
            "require-trusted-types-for 'script'",
            "trusted-types lit-html",
        ]
        return "; ".join(directives)

    def _websockets(self, host: str) -> str:
        # Browsers differ on whether 'self' includes WebSockets, so they are named.
        hosts = {host, urlsplit(self._public_origin).netloc}
        return "".join(f" ws://{name} wss://{name}" for name in sorted(hosts) if _HOST.fullmatch(name))

    def _is_own_request(self) -> bool:
        origin = flask.request.headers.get("Origin")
        if origin is None:
            return flask.request.headers.get("Sec-Fetch-Site") not in ("cross-site", "same-site")
        return self.is_own_origin(origin, flask.request.environ)


def origin_of(url: str) -> str:
    """Return the origin of a URL as browsers write it, with the port unless it is the default."""
    parts = urlsplit(url.lower())
    default = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return f"{parts.scheme}://{parts.netloc.removesuffix(default)}"
