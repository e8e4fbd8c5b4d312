"""Runs Galene on a local port, and opens sessions on it.

``python -m rooms.galene.galene_server serve PORT`` replaces its process by the server; ``open PORT`` reads a session
request on standard input and prints the two links. Galene's manual describes the files under "Group description
reference" and "Stateful tokens".
"""

import json
import os
import secrets
import shutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rooms.not_offered import exit_not_offered

BUILD_FOLDER = Path(__file__).resolve().parents[2] / "build" / "galene"
ATTENDEE_PERMISSIONS = {"everyone": ["present", "message"], "request": ["message"]}
"""For each stage access that Galene has, the permissions of attendees: to publish and chat, or only to chat."""
OPERATOR_PERMISSIONS = ("op", "present", "message")
LINK_LIFETIME = timedelta(days=1)
"""The lifetime of a moderator's link, longer than any run."""


def serve(port: int) -> None:
    """Run the Galene on PATH by plain HTTP, which browsers trust on localhost, and without a TURN server."""
    binary, folder = Path(shutil.which("galene") or "galene").resolve(), BUILD_FOLDER / f"at-{port}"
    for name in ("groups", "data/var", "recordings"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    options = ["-insecure", "-turn", "", "-static", str(binary.with_name("static"))]
    os.chdir(folder)
    os.execv(binary, [str(binary), "-http", f"127.0.0.1:{port}", *options])  # noqa: S606 (needs no shell)


def open_session(session_request: Mapping[str, Any], folder: Path, address: str) -> dict[str, str]:
    """Write the group's file and its operators' token, which Galene reads on demand; return the links."""
    group, token = secrets.token_hex(8), secrets.token_urlsafe(16)
    attendee_rights = {"password": {"type": "wildcard"}, "permissions": ATTENDEE_PERMISSIONS[session_request["access"]]}
    description = {"displayName": session_request["title"], "wildcard-user": attendee_rights}
    (folder / "groups" / f"{group}.json").write_text(json.dumps(description), encoding="utf-8")
    expires = (datetime.now(UTC) + LINK_LIFETIME).isoformat()
    with (folder / "data" / "var" / "tokens.jsonl").open("a", encoding="utf-8") as tokens:
        tokens.write(
            json.dumps({"token": token, "group": group, "permissions": OPERATOR_PERMISSIONS, "expires": expires}) + "\n"
        )
    attendee = f"{address}/group/{group}/"
    return {"moderator": f"{attendee}?token={token}", "attendee": attendee}


def refusal(session_request: Mapping[str, Any]) -> str | None:
    """Return why Galene cannot open such a session; None if it can."""
    if session_request["access"] not in ATTENDEE_PERMISSIONS:
        known = " and ".join(f"“{access}”" for access in ATTENDEE_PERMISSIONS)
        return f"Galene has no stage access like “{session_request['access']}”; it has {known}."
    if session_request.get("polls") or session_request.get("quizzes"):
        return "Galene has no polls and no quizzes."
    if "limit" in session_request:
        return "Galene limits how many people a group holds (max-clients), not how many are on stage."
    return None


def main(action: str, port: int) -> None:
    if action == "serve":
        serve(port)
    session_request = json.load(sys.stdin)
    if reason := refusal(session_request):
        exit_not_offered(reason)
    print(json.dumps(open_session(session_request, BUILD_FOLDER / f"at-{port}", f"http://127.0.0.1:{port}")))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
