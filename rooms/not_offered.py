"""How a program says that the room cannot have the requested session."""

import sys
from typing import NoReturn

NOT_OFFERED_CODE = 44
"""The exit code of a session command for a session that the room does not have.

No interpreter, shell or curl exits with it by itself, so it cannot come from a failure.
"""


class NotOffered(ValueError):
    """The room has no such session; the message gives the reason, in one line."""


def exit_not_offered(reason: object) -> NoReturn:
    """End a session command because the room has no such session; the reason goes to standard error."""
    print(reason, file=sys.stderr)
    sys.exit(NOT_OFFERED_CODE)
