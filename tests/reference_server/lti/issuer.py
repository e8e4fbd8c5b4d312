"""A small learning platform, which publishes real RSA keys over HTTP and signs any claims."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from jwcrypto.jwk import JWK  # type: ignore[import-untyped]

from tests.reference_server.server_process import PATIENCE, ServerProcess

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/"
COURSE = "http://purl.imsglobal.org/vocab/lis/v2/membership"
CLIENT_ID, DEPLOYMENT = "client-1", "deployment-1"
Claims = dict[str, Any]
MISSING = object()
"""The value that removes a claim from the token."""


class SigningKey:
    """An RSA key pair with an id."""

    def __init__(self, kid: str, bits: int = 2048) -> None:
        self.kid = kid
        self.private_key = rsa.generate_private_key(public_exponent=65537, key_size=bits)

    def public_jwk(self) -> dict[str, Any]:
        """Return the public key as the platform publishes it."""
        key = json.loads(JWK.from_pyca(self.private_key.public_key()).export_public())
        return {**key, "kid": self.kid, "alg": "RS256", "use": "sig"}

    def public_pem(self) -> bytes:
        """Return the public key in PEM."""
        return bytes(JWK.from_pyca(self.private_key.public_key()).export_to_pem())


class Issuer:
    """The platform, on a free port of this machine.

    `responses` maps paths to functions that return the status and body for a GET or POST.
    """

    def __init__(self) -> None:
        self.key = SigningKey("key-1")
        self.published_keys = [self.key]
        self.key_fetches = 0
        self.get_requests: list[tuple[str, dict[str, str]]] = []
        self.post_requests: list[tuple[str, dict[str, str], Any]] = []
        self.responses: dict[str, Callable[[], tuple[int, Any]]] = {"/keys": self._keys}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://localhost:{self._server.server_address[1]}"

    def close(self) -> None:
        """Stop the HTTP server."""
        self._server.shutdown()
        self._server.server_close()

    def write_platform_file(self, folder: Path, **extra: str) -> Path:
        """Write the file that describes the platform to a room."""
        values = {
            "issuer": self.url,
            "client_id": CLIENT_ID,
            "authorization_endpoint": f"{self.url}/auth",
            "jwks_uri": f"{self.url}/keys",
            **extra,
        }
        lines = [*(f"{name} = {json.dumps(value)}" for name, value in values.items())]
        path = folder / "platform.toml"
        path.write_text("\n".join([*lines, f'deployment_ids = ["{DEPLOYMENT}"]']))
        return path

    def sign(self, claims: Claims, key: SigningKey | None = None, **header: Any) -> str:
        """Return a token, signed with ``key``, by default the platform's."""
        key = key or self.key
        return jwt.encode(claims, key.private_key, "RS256", headers={"kid": key.kid, **header})

    def _keys(self) -> tuple[int, Any]:
        self.key_fetches += 1
        return 200, {"keys": [key.public_jwk() for key in self.published_keys]}


def _handler(issuer: Issuer) -> type[BaseHTTPRequestHandler]:
    class IssuerHandler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.get_requests.append((self.path, dict(self.headers)))
            self._respond()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            issuer.post_requests.append((self.path, dict(self.headers), json.loads(body)))
            self._respond()

        def _respond(self) -> None:
            make_response = issuer.responses.get(urlsplit(self.path).path)
            status, content = make_response() if make_response else (404, {})
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Location", f"{issuer.url}/elsewhere")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Log nothing."""

    return IssuerHandler


class HttpBrowser(requests.Session):
    """A browser, which sends secure cookies to localhost over HTTP, as browsers do."""

    def send(self, *arguments: Any, **options: Any) -> requests.Response:
        """Send a request, and store the cookies of the response."""
        response = super().send(*arguments, **options)
        for cookie in self.cookies:
            cookie.secure = False
        return response


class Launch:
    """A browser that launches the room from the platform, step by step."""

    def __init__(self, issuer: Issuer, server: ServerProcess, browser: HttpBrowser | None = None) -> None:
        self.issuer = issuer
        self.server = server
        self.browser = browser or HttpBrowser()
        self.launch_url = f"{server.url.rstrip('/')}/lti/launch"

    def begin_login(self, method: str = "GET", **changes: str | None) -> requests.Response:
        """Request the login as a browser does when the platform opens the room; None leaves a parameter out."""
        fields = {
            "iss": self.issuer.url,
            "login_hint": "user-7",
            "target_link_uri": self.launch_url,
            "lti_message_hint": "hint",
            "client_id": CLIENT_ID,
            **changes,
        }
        parameters = {name: value for name, value in fields.items() if value is not None}
        arguments = {"params": parameters} if method == "GET" else {"data": parameters}
        headers = {"Origin": self.issuer.url} if method == "POST" else {}
        url = f"{self.server.url.rstrip('/')}/lti/login"
        return self.browser.request(method, url, **arguments, headers=headers, allow_redirects=False, timeout=PATIENCE)  # type: ignore[arg-type]

    def login(self, method: str = "GET", **changes: str | None) -> dict[str, str]:
        """Follow the redirects of the login to the platform; return the parameters of its URL."""
        response = self.begin_login(method, **changes)
        assert response.status_code == 303, response.text
        response = self.get(response.headers["Location"])
        assert response.status_code == 302, response.text
        return {name: values[0] for name, values in parse_qs(urlsplit(response.headers["Location"]).query).items()}

    def make_claims(self, nonce: str, /, **changes: Any) -> Claims:
        """Return the claims of a student's launch, with these changes.

        LTI claims have their names without prefix.
        """
        now = int(time.time())
        claims: Claims = {
            "iss": self.issuer.url,
            "aud": CLIENT_ID,
            "sub": "user-7",
            "nonce": nonce,
            "iat": now,
            "exp": now + 300,
            "name": "Ada Lovelace",
            LTI + "message_type": "LtiResourceLinkRequest",
            LTI + "version": "1.3.0",
            LTI + "deployment_id": DEPLOYMENT,
            LTI + "target_link_uri": self.launch_url,
            LTI + "resource_link": {"id": "link-1", "title": "Debate"},
            LTI + "roles": [f"{COURSE}#Learner"],
        }
        claims |= {_claim_name(name, claims): value for name, value in changes.items()}
        return {name: value for name, value in claims.items() if value is not MISSING}

    def send_token(self, state: str, token: str, **extra: str) -> requests.Response:
        """Send the token in a form of the platform's page, as a browser does."""
        form = {"state": state, "id_token": token, **extra}
        headers = {"Origin": self.issuer.url}
        return self.browser.post(self.launch_url, form, headers=headers, allow_redirects=False, timeout=PATIENCE)

    def launch(self, **changes: Any) -> requests.Response:
        """Log in, and send a token with these changes to the claims."""
        login = self.login()
        return self.send_token(login["state"], self.issuer.sign(self.make_claims(login["nonce"], **changes)))

    def post(self, path: str, form: dict[str, str]) -> requests.Response:
        """Send a form of one of the room's pages."""
        url = self.server.url.rstrip("/") + path
        return self.browser.post(url, form, allow_redirects=False, timeout=PATIENCE)

    def get(self, path: str) -> requests.Response:
        """Request a page of the room, without following redirects."""
        return self.browser.get(self.server.url.rstrip("/") + path, allow_redirects=False, timeout=PATIENCE)


def _claim_name(name: str, claims: Claims) -> str:
    if LTI + name in claims or name in ("custom", "context", "launch_presentation"):
        return LTI + name
    return DEEP_LINKING + name if name == "deep_linking_settings" else name
