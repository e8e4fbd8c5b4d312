"""How a program says that the room cannot have the requested session."""

import sys
from collections.abc import Mapping
from typing import Any, NoReturn

NOT_OFFERED_CODE = 44
"""The exit code of a session command for a session that the room does not have.

No interpreter, shell or curl exits with it by itself, so it cannot come from a failure.
"""


class NotOffered(ValueError):
    """The room has no such session; the message gives the reason, in one line."""


def expect_offered_by_call(session_request: Mapping[str, Any]) -> None:
    """Raise NotOffered if a call that everybody may join, without polls and quizzes, is no such session.

    A stage limit is accepted and ignored, so the scenarios of the limit run and fail.
    """
    if session_request["access"] != "everyone":
        raise NotOffered(f"A call has no stage access like “{session_request['access']}”: everybody may join it.")
    if session_request.get("polls") or session_request.get("quizzes"):
        raise NotOffered("A call has no polls and no quizzes.")


def exit_not_offered(reason: object) -> NoReturn:
    """End a session command because the room has no such session; the reason goes to standard error."""
    print(reason, file=sys.stderr)
    sys.exit(NOT_OFFERED_CODE)
