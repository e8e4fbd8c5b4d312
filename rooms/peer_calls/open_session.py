"""Opens a session: a new call of the Peer Calls at an address.

``python -m rooms.peer_calls.open_session ADDRESS`` reads the wish on standard input and prints the two links. There
are no roles in a call, so that both links lead to the same one; a mark that no server sees says who conducts it.
"""

import json
import sys
import urllib.request
from collections.abc import Mapping
from typing import Any

from rooms.peer_calls import CONDUCTS

TIMEOUT = 15
"""Seconds to wait for the server's answer."""


class NotOffered(ValueError):
    """Peer Calls has no such session; the message says why, in one line."""


def main(address: str) -> None:
    try:
        expect_offered(json.load(sys.stdin))
        print(json.dumps(links(new_call(address))))
    except (NotOffered, OSError) as error:
        sys.exit(str(error))


def expect_offered(wish: Mapping[str, Any]) -> None:
    """Raise NotOffered where calls are nothing like what is wished for.

    A wish for a stage of some size is let pass: that a call has no limit at all is for the scenarios to see.
    """
    if wish["access"] != "everyone":
        raise NotOffered(f"A call has no stage access like “{wish['access']}”: everybody may join it.")
    if wish.get("polls") or wish.get("quizzes"):
        raise NotOffered("A call has no polls and no quizzes.")


def new_call(address: str) -> str:
    """The address of a new call, of the server's own making."""
    with urllib.request.urlopen(f"{address.rstrip('/')}/call", b"call=", TIMEOUT) as page:
        return str(page.url)


def links(call: str) -> dict[str, str]:
    return {"moderator": f"{call}#{CONDUCTS}", "attendee": call}


if __name__ == "__main__":
    main(sys.argv[1])
