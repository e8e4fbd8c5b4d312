"""Several pages asked at once.

Playwright's synchronous calls come one after the other: while one browser draws its picture, all others idle. Its calls
are coroutines underneath, and those can run side by side. That inside of it has no promise of staying as it is, so this
is the one file that knows it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from playwright.sync_api import CDPSession, Error, Frame

ANSWER = 5_000
"""Milliseconds that a browser has for its answer; one that is halted never gives it."""

Call = Callable[[], Awaitable[Any]]


def ask(questions: Sequence[tuple[Frame, str, object]]) -> list[Any]:
    """What each frame's script comes to with its argument; an Error where it does not."""
    return _together([(frame, _evaluating(frame, script, argument)) for frame, script, argument in questions])


def tell(sessions: Sequence[CDPSession], method: str, parameters: dict[str, object]) -> list[Any]:
    """What each session of the browser's own protocol answers; an Error where it does not."""
    return _together([(session, _sending(session, method, parameters)) for session in sessions])


def _evaluating(frame: Frame, script: str, argument: object) -> Call:
    inside: Any = frame._impl_obj
    return lambda: inside.evaluate(expression=script, arg=argument)


def _sending(session: CDPSession, method: str, parameters: dict[str, object]) -> Call:
    inside: Any = session._impl_obj
    return lambda: inside.send(method, parameters, ANSWER)


def _together(calls: Sequence[tuple[Frame | CDPSession, Call]]) -> list[Any]:
    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*(call() for _, call in calls), return_exceptions=True)

    answers: list[Any] = calls[0][0]._sync(all_of_them()) if calls else []
    for answer in answers:
        if isinstance(answer, BaseException) and not isinstance(answer, Error):
            raise answer
    return answers
