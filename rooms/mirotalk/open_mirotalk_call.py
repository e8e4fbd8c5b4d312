"""Opens a session: a new call on the MiroTalk server at an address.

``python -m rooms.mirotalk.open_mirotalk_call ADDRESS`` reads the request on standard input and prints the two links.
The first browser that opens a call's URL creates the call. Both links lead to the same call; a fragment, which browsers
send to no server, marks the moderator's.
"""

import json
import secrets
import sys

from rooms.mirotalk import MODERATOR_FRAGMENT
from rooms.not_offered import NotOffered, exit_not_offered, expect_offered_by_call


def main(address: str) -> None:
    try:
        expect_offered_by_call(json.load(sys.stdin))
        print(json.dumps(links(f"{address.rstrip('/')}/join?room=lesson-{secrets.token_hex(8)}&notify=0")))
    except NotOffered as error:
        exit_not_offered(error)


def links(call: str) -> dict[str, str]:
    return {"moderator": f"{call}#{MODERATOR_FRAGMENT}", "attendee": call}


if __name__ == "__main__":
    main(sys.argv[1])
