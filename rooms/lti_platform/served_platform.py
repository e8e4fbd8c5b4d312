"""Starts platform and room: ``python -m rooms.lti_platform.served_platform PORT``.

The platform is at http://localhost:PORT and the room at http://127.0.0.1 with a port of its own, which are different
sites to a browser: what the room stores in the platform's frame is third-party storage. The state of both is in a
folder named after the port and the process that started this one, so that a restart by the same process finds it
again; a normal exit removes it.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from conformance.time_limits import SERVER_END
from rooms.lti_platform.accounts import ACCOUNTS, PASSWORD
from rooms.lti_platform.platform_app import create_platform
from rooms.lti_platform.platform_pages import FRAME_ALLOW
from rooms.lti_platform.platform_state import PlatformState, Tool
from rooms.reference import ROOT
from rooms.started_server import free_port

FOLDER = ROOT / "build" / "lti-platform"
TOOL_NAME = "Live room"
TOOL_CONFIGURATION = """\
issuer = "{issuer}"
client_id = "{tool.client_id}"
deployment_ids = ["{tool.deployment_id}"]
authorization_endpoint = "{issuer}/authorize"
token_endpoint = "{issuer}/token"
jwks_uri = "{issuer}/jwks"
"""


class QuietHandler(WSGIRequestHandler):
    """Logs errors only."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing."""


class LtiPlatform:
    """The platform at this port, and the reference room as its tool; ``folder`` has the state of both."""

    def __init__(self, port: int, folder: Path, frame_allow: str = FRAME_ALLOW) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.issuer = f"http://localhost:{port}"
        self.state = PlatformState(folder / "platform.json")
        self.tool = next(iter(self.state.tools.values()), None) or self._new_tool()
        self.room = self._start_room(folder)
        app = create_platform(self.state, self.issuer, frame_allow)
        self.server: BaseWSGIServer = make_server("127.0.0.1", port, app, threaded=True, request_handler=QuietHandler)

    def _new_tool(self) -> Tool:
        """Register the room by its URLs, with a port that is stored and so stays the same after a restart."""
        address = f"http://127.0.0.1:{free_port()}/lti"
        return self.state.add_tool(
            TOOL_NAME, f"{address}/login", f"{address}/launch", [f"{address}/launch"], f"{address}/jwks"
        )

    def _start_room(self, folder: Path) -> subprocess.Popen[str]:
        """Start the room and wait until it is up.

        It runs in this process group, so that signals to the group reach platform and room.
        """
        configuration = folder / "tool.toml"
        configuration.write_text(TOOL_CONFIGURATION.format(issuer=self.issuer, tool=self.tool), encoding="utf-8")
        port = str(urlsplit(self.tool.login_url).port)
        options = ["--port", port, "--database", str(folder / "room.sqlite"), "--lti-platform", str(configuration)]
        command = [sys.executable, "-m", "reference_server", *options]
        room = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        assert room.stdout is not None  # noqa: S101 (for the type checker)
        if not room.stdout.readline():
            sys.exit(f"The room did not start (exit code {room.wait()}); its error message is on standard error.")
        return room

    def serve(self) -> None:
        """Serve until KeyboardInterrupt, which ends the loop."""
        self.server.serve_forever()

    def close(self) -> None:
        self.server.server_close()
        self.room.terminate()
        self.room.wait(SERVER_END)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m rooms.lti_platform.served_platform", description="A learning platform with the room as a tool."
    )
    parser.add_argument("port", type=int, help="the platform's port on this machine")
    parser.add_argument(
        "--frame-allow", default=FRAME_ALLOW, help="permissions of the tool's frame (default: %(default)s)"
    )
    options = parser.parse_args(arguments)
    folder = FOLDER / f"{os.getppid()}-{options.port}"
    signal.signal(signal.SIGTERM, _interrupt)
    platform = LtiPlatform(options.port, folder, options.frame_allow)
    print(_announcement(platform.issuer), flush=True)
    platform.serve()
    platform.close()
    shutil.rmtree(folder, ignore_errors=True)


def _announcement(issuer: str) -> str:
    """Return the platform's address and accounts, for people who try it."""
    teachers, students = (
        [account.user for account in ACCOUNTS.values() if account.is_teacher is is_teacher]
        for is_teacher in (True, False)
    )
    accounts = f"teachers {', '.join(teachers)}; students {', '.join(students)}; password {PASSWORD}"
    return f"Learning platform: {issuer}/ ({accounts})"


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main(sys.argv[1:])
