"""Several pages asked at once.

Playwright's synchronous calls come one after the other: while one browser draws its picture, all others idle. Its calls
are coroutines underneath, and those can run side by side. That inside of it has no promise of staying as it is, so this
is the one file that knows it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Error, Frame

ANSWER = 5_000
"""Milliseconds that a browser has for its answer; one that is halted never gives it."""


@dataclass(frozen=True)
class Call:
    """A call to be made: ``owner`` is the object of Playwright's that makes it."""

    owner: Frame | CDPSession
    make: Callable[[], Awaitable[Any]]


def evaluating(frame: Frame, script: str, argument: object) -> Call:
    """A call that evaluates the script in the frame; its result is the script's."""
    inside: Any = frame._impl_obj
    return Call(frame, lambda: inside.evaluate(expression=script, arg=argument))


def sending(session: CDPSession, method: str, parameters: dict[str, object]) -> Call:
    """A call of the browser's own protocol."""
    inside: Any = session._impl_obj
    return Call(session, lambda: inside.send(method, parameters, ANSWER))


def together(calls: Sequence[Call]) -> list[Any]:
    """The results of the calls, in their order; an Error where one fails."""

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*(call.make() for call in calls), return_exceptions=True)

    answers: list[Any] = calls[0].owner._sync(all_of_them()) if calls else []
    for answer in answers:
        if isinstance(answer, BaseException) and not isinstance(answer, Error):
            raise answer
    return answers


def ask(questions: Sequence[tuple[Frame, str, object]]) -> list[Any]:
    """What each frame's script comes to with its argument; an Error where it does not."""
    return together([evaluating(*question) for question in questions])


def tell(sessions: Sequence[CDPSession], method: str, parameters: dict[str, object]) -> list[Any]:
    """What each session of the browser's own protocol answers; an Error where it does not."""
    return together([sending(session, method, parameters) for session in sessions])
