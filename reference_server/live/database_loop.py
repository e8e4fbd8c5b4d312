"""Repeats an action on the database every second, also while the database is unavailable."""

import logging
import time
from collections.abc import Callable

import gevent
from sqlalchemy.exc import SQLAlchemyError

from reference_server.logs import event

log = logging.getLogger("stagedoor.live")

PERIOD_SECONDS = 1.0
"""Seconds from the beginning of one round to the beginning of the next."""
SHORTEST_PAUSE_SECONDS = 0.1
"""The pause after a round that takes longer than the period."""


class DatabaseLoop:
    """Repeats one action; an outage of the database is logged once, when it begins."""

    def __init__(self, action: Callable[[], None]) -> None:
        self._action = action
        self._is_unavailable = False

    def run(self) -> None:
        """Repeat the action; never returns."""
        while True:
            began = time.monotonic()
            self._run_action()
            gevent.sleep(max(SHORTEST_PAUSE_SECONDS, PERIOD_SECONDS - (time.monotonic() - began)))

    def _run_action(self) -> None:
        try:
            self._action()
            self._is_unavailable = False
        except SQLAlchemyError as error:
            if not self._is_unavailable:
                event(log, "database_away", result=type(error).__name__)
            self._is_unavailable = True
        except Exception:
            log.exception("the repeated action failed")
