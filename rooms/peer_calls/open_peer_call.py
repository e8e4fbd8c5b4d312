"""Opens a session: a new call on the Peer Calls server at an address.

``python -m rooms.peer_calls.open_peer_call ADDRESS`` reads the request on standard input and prints the two links. A
call has no roles, so both links lead to the same call. A fragment, which browsers send to no server, marks the
moderator's.
"""

import json
import sys
import urllib.request

from rooms.not_offered import NotOffered, exit_not_offered, expect_offered_by_call
from rooms.peer_calls import MODERATOR_FRAGMENT

TIMEOUT = 15
"""Seconds to wait for the server's response."""


def main(address: str) -> None:
    try:
        expect_offered_by_call(json.load(sys.stdin))
        print(json.dumps(links(new_call(address))))
    except NotOffered as error:
        exit_not_offered(error)
    except OSError as error:
        sys.exit(str(error))


def new_call(address: str) -> str:
    """Return the address of a new call."""
    with urllib.request.urlopen(f"{address.rstrip('/')}/call", b"call=", TIMEOUT) as page:  # noqa: S310 (own room file)
        return str(page.url)


def links(call: str) -> dict[str, str]:
    return {"moderator": f"{call}#{MODERATOR_FRAGMENT}", "attendee": call}


if __name__ == "__main__":
    main(sys.argv[1])
