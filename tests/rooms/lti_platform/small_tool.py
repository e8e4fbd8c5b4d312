"""A minimal LTI tool that publishes its key and signs deep linking responses."""

import http.server
import json
import threading
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from rooms.lti_platform.messages import CLAIM, DEEP_LINKING_CLAIM
from rooms.lti_platform.platform_state import PlatformState, Tool

KEY_ID = "small-tool-1"


class SmallTool:
    """Serves its key set on a free port of 127.0.0.1; ``tool`` is its registration at the platform."""

    def __init__(self, state: PlatformState) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public_key = jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        keys = json.dumps({"keys": [public_key | {"kid": KEY_ID, "alg": "RS256", "use": "sig"}]}).encode()

        class KeySetHandler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(keys)

            def log_message(self, *_arguments: object) -> None:
                """Log nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), KeySetHandler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{self._server.server_port}"
        self.tool: Tool = state.add_tool(
            "Small tool", f"{address}/login", f"{address}/launch", [f"{address}/launch"], f"{address}/jwks"
        )

    def sign_response(self, issuer: str, data: str, **changes: Any) -> str:
        """Return the signed deep linking response that adds the activity “Lesson”, with these claims changed."""
        item = {"type": "ltiResourceLink", "title": "Lesson", "custom": {"access": "request"}}
        claims = {
            "iss": self.tool.client_id,
            "aud": issuer,
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
            f"{CLAIM}/message_type": "LtiDeepLinkingResponse",
            f"{CLAIM}/version": "1.3.0",
            f"{CLAIM}/deployment_id": self.tool.deployment_id,
            f"{DEEP_LINKING_CLAIM}/content_items": [item],
            f"{DEEP_LINKING_CLAIM}/data": data,
        }
        return jwt.encode(claims | changes, self._key, "RS256", {"kid": KEY_ID})

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
