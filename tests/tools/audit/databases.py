"""Stand-ins for vulnerability databases, for use with the real pip-audit and npm audit."""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@contextmanager
def serve_database(advisories: Mapping[str, str]) -> Iterator[str]:
    """Serve a vulnerability database, and yield its URL.

    ``advisories`` maps the name of each affected package to the id of its advisory.
    """

    class DatabaseHandler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = json.loads(gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
            answer = _osv_answer(request, advisories) if self.path == "/osv" else _npm_answer(request, advisories)
            self._answer(200, answer)

        def do_GET(self) -> None:
            self._answer(404, {})

        def _answer(self, status: int, answer: dict[str, Any]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), DatabaseHandler)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _osv_answer(request: dict[str, Any], advisories: Mapping[str, str]) -> dict[str, Any]:
    package = request["package"]
    name = re.sub(r"[-_.]+", "-", package["name"]).lower()
    if name not in advisories:
        return {}
    events = [{"introduced": "0"}, {"fixed": "999"}]
    affected = [{"package": package, "ranges": [{"type": "ECOSYSTEM", "events": events}]}]
    return {"vulns": [{"id": advisories[name], "summary": "Bad.", "affected": affected}]}


def _npm_answer(request: dict[str, Any], advisories: Mapping[str, str]) -> dict[str, Any]:
    return {name: [_npm_advisory(advisories[name])] for name in request if name in advisories}


def _npm_advisory(id_: str) -> dict[str, Any]:
    return {
        "id": 1,
        "url": f"https://advisories.example/{id_}",
        "title": "Bad.",
        "severity": "high",
        "vulnerable_versions": "<999",
        "cwe": [],
        "cvss": {"score": 0, "vectorString": None},
    }
