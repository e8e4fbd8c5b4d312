"""Concurrent calls to several pages.

Playwright's synchronous calls run one after the other: while one browser takes its screenshot, all others wait. Its
methods are coroutines internally, which can run concurrently. This is the only module that depends on these internals.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Error, Frame

RESPONSE_TIMEOUT = 5_000
"""Milliseconds to wait for a browser's response; a suspended browser never responds."""


@dataclass(frozen=True)
class Call:
    """A call to make; ``owner`` is the Playwright object on which it is made."""

    owner: Frame | CDPSession
    make: Callable[[], Awaitable[Any]]


def evaluation_call(frame: Frame, script: str, argument: object) -> Call:
    """Return a call that evaluates the script in the frame."""
    implementation: Any = frame._impl_obj

    async def evaluate() -> Any:
        # Playwright itself does not limit evaluations.
        try:
            async with asyncio.timeout(RESPONSE_TIMEOUT / 1000):
                return await implementation.evaluate(expression=script, arg=argument)
        except TimeoutError:
            raise Error(f"The frame did not respond within {RESPONSE_TIMEOUT} ms.") from None

    return Call(frame, evaluate)


def devtools_call(session: CDPSession, method: str, parameters: dict[str, object]) -> Call:
    """Return a call of the DevTools protocol."""
    implementation: Any = session._impl_obj
    return Call(session, lambda: implementation.send(method, parameters, RESPONSE_TIMEOUT))


def call_concurrently(calls: Sequence[Call]) -> list[Any]:
    """Make the calls concurrently, and return their results in order, with an Error for each that failed."""

    async def gather_all() -> list[Any]:
        return await asyncio.gather(*(call.make() for call in calls), return_exceptions=True)

    results: list[Any] = calls[0].owner._sync(gather_all()) if calls else []
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Error):
            raise result
    return results


def evaluate_in_frames(evaluations: Sequence[tuple[Frame, str, object]]) -> list[Any]:
    """Evaluate each script in its frame with its argument; return the results, or Errors."""
    return call_concurrently([evaluation_call(*evaluation) for evaluation in evaluations])


def send_to_sessions(sessions: Sequence[CDPSession], method: str, parameters: dict[str, object]) -> list[Any]:
    """Send a command to each DevTools session; return the results, or Errors."""
    return call_concurrently([devtools_call(session, method, parameters) for session in sessions])
