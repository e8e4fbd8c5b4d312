"""Checks that must fail, with short time limits, so that their waits do not take half a minute each.

All other checks have their usual limits, and so pass on a slow machine.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType, ModuleType

import pytest

from pages.screen import NotAsDocumented

MODULE_PREFIXES = ("pages.", "people.", "steps.", "rooms.")
LIMITS = (
    "APPEARANCE",
    "CONNECTION",
    "DEPARTURE",
    "DESCRIPTION",
    "EXAMINATION",
    "LOADING",
    "LOOK",
    "MEDIA_ANALYSIS",
    "REFUSAL",
)
"""The names of the time limits for what a room does, in milliseconds."""
PARAMETER = "patience"
"""The parameter by which a caller can give another limit; its default is one of LIMITS."""
SHORT_LIMIT = 1_000
"""Milliseconds."""


@contextmanager
def expecting_failure(message: str | None = None) -> Iterator[None]:
    """Expect a check to raise NotAsDocumented.

    ``message``: a regular expression for the error's message.
    """
    with pytest.MonkeyPatch.context() as patch:
        shorten_time_limits(patch, SHORT_LIMIT)
        with pytest.raises(NotAsDocumented, match=message):
            yield


def shorten_time_limits(monkeypatch: pytest.MonkeyPatch, milliseconds: int) -> None:
    """Replace every limit of the suite for what a room does, in all modules that have been imported."""
    for module in [module for name, module in sys.modules.items() if name.startswith(MODULE_PREFIXES)]:
        for limit in LIMITS:
            if hasattr(module, limit):
                monkeypatch.setattr(module, limit, milliseconds)
        for function in _functions_of(module):
            if (defaults := _shortened_defaults(function, milliseconds)) is not None:
                monkeypatch.setattr(function, "__defaults__", defaults)


def _functions_of(module: ModuleType) -> Iterator[Callable[..., object]]:
    """Yield the functions of a module, and the methods of its classes."""
    for member in vars(module).values():
        if isinstance(member, FunctionType):
            yield member
        elif isinstance(member, type) and member.__module__ == module.__name__:
            yield from (method for method in vars(member).values() if isinstance(method, FunctionType))


def _shortened_defaults(function: Callable[..., object], milliseconds: int) -> tuple[object, ...] | None:
    """Return the defaults with this limit; None if the function has no such parameter."""
    parameters = inspect.signature(function).parameters.values()
    defaults = [parameter for parameter in parameters if parameter.default is not inspect.Parameter.empty]
    if not any(parameter.name == PARAMETER for parameter in defaults):
        return None
    return tuple(milliseconds if parameter.name == PARAMETER else parameter.default for parameter in defaults)
