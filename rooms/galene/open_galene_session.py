"""Opens a session: a new group on the Galene server at a local port.

``python -m rooms.galene.open_galene_session PORT`` reads the request on standard input and prints the two links.
"""

import json
import secrets
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rooms.galene.folders import Folders
from rooms.galene.groups import NotServed, group_file, operator_token


def main(port: str) -> None:
    session_request = json.load(sys.stdin)
    try:
        print(json.dumps(open_session(session_request, Folders(int(port)), f"http://127.0.0.1:{port}")))
    except NotServed as error:
        sys.exit(str(error))


def open_session(session_request: Mapping[str, Any], folders: Folders, address: str) -> dict[str, str]:
    """Write the group's file and its operators' token, which Galene reads on demand; return the links."""
    description = group_file(session_request)
    group, token = secrets.token_hex(8), secrets.token_urlsafe(16)
    (folders.groups / f"{group}.json").write_text(json.dumps(description))
    with folders.tokens.open("a") as tokens:
        tokens.write(json.dumps(operator_token(token, group, datetime.now(UTC))) + "\n")
    attendee = f"{address}/group/{group}/"
    return {"moderator": f"{attendee}?token={token}", "attendee": attendee}


if __name__ == "__main__":
    main(sys.argv[1])
