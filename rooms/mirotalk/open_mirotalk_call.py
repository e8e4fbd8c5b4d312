"""Opens a session: a new call on the MiroTalk server at an address.

``python -m rooms.mirotalk.open_mirotalk_call ADDRESS`` reads the request on standard input and prints the two links.
The first browser that opens a call's URL creates the call. Both links lead to the same call; a fragment, which browsers
send to no server, marks the moderator's.
"""

import json
import secrets
import sys
from collections.abc import Mapping
from typing import Any

from rooms.mirotalk import MODERATOR_FRAGMENT
from rooms.not_offered import NotOffered, exit_not_offered


def main(address: str) -> None:
    try:
        expect_offered(json.load(sys.stdin))
        print(json.dumps(links(f"{address.rstrip('/')}/join?room=lesson-{secrets.token_hex(8)}&notify=0")))
    except NotOffered as error:
        exit_not_offered(error)


def expect_offered(session_request: Mapping[str, Any]) -> None:
    """Raise NotOffered if MiroTalk has no such session.

    A stage limit is accepted and ignored, so the scenarios of the limit run and fail.
    """
    if session_request["access"] != "everyone":
        raise NotOffered(f"A call has no stage access like “{session_request['access']}”: everybody may join it.")
    if session_request.get("polls") or session_request.get("quizzes"):
        raise NotOffered("A call has no polls and no quizzes.")


def links(call: str) -> dict[str, str]:
    return {"moderator": f"{call}#{MODERATOR_FRAGMENT}", "attendee": call}


if __name__ == "__main__":
    main(sys.argv[1])
