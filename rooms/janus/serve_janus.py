"""Runs Janus and serves its demo pages locally: ``python -m rooms.janus.serve_janus PORT``.

``POST /sessions`` creates a room. Janus stores its rooms in its configuration, so they survive a restart at this port.
"""

import json
import os
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rooms.janus.configuration import Folders, page_settings, write_configuration
from rooms.janus.video_rooms import NotCreated, VideoRooms
from rooms.not_offered import NotOffered
from rooms.started_server import free_port, wait_for_answer


def main(port: int) -> None:
    folders, api_port = Folders(port), free_port()
    write_configuration(folders, api_port)
    command = ["janus", "--configs-folder", str(folders.configuration), "--disable-colors"]
    janus = subprocess.Popen(command)
    threading.Thread(target=lambda: os._exit(janus.wait() or 1), daemon=True).start()
    wait_for_answer(f"http://127.0.0.1:{api_port}/janus/info", janus)
    handler = partial(DemoPages, VideoRooms(api_port), page_settings(api_port).encode(), directory=str(folders.demos))
    ThreadingHTTPServer(("127.0.0.1", port), handler).serve_forever()


class DemoPages(SimpleHTTPRequestHandler):
    """Debian's demo pages with another settings.js, and the endpoint that creates rooms."""

    def __init__(self, rooms: VideoRooms, settings: bytes, *arguments: Any, **options: Any) -> None:
        self._rooms, self._settings = rooms, settings
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        if self.path == "/settings.js":
            self._answer(200, self._settings, "text/javascript")
        else:
            super().do_GET()

    def do_POST(self) -> None:
        """Create a room for the session request in the body, and respond with its two links."""
        session_request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            links = self._rooms.open_session(session_request, f"http://{self.headers['Host']}")
        except NotOffered as error:
            self._answer(422, str(error).encode(), "text/plain")
        except NotCreated as error:
            self._answer(502, str(error).encode(), "text/plain")
        else:
            self._answer(201, json.dumps(links).encode(), "application/json")

    def _answer(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    main(int(sys.argv[1]))
