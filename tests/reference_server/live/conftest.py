"""Greenlets of tests that run parts of the room in this process."""

from collections.abc import Callable, Iterator
from typing import Any

import gevent
import pytest

PATIENCE = 10.0


@pytest.fixture
def greenlets(monkeypatch: pytest.MonkeyPatch) -> Iterator[list["gevent.Greenlet[..., Any]"]]:
    """The greenlets that the test has started; they are killed after it."""
    started: list[gevent.Greenlet[..., Any]] = []
    spawn = gevent.spawn

    def recorded_spawn(*arguments: Any) -> None:
        started.append(spawn(*arguments))

    monkeypatch.setattr(gevent, "spawn", recorded_spawn)
    yield started
    gevent.killall(started)


def wait_until(is_true: Callable[[], bool]) -> None:
    """Let the greenlets run until the condition is true."""
    with gevent.Timeout(PATIENCE):
        while not is_true():
            gevent.sleep(0)
