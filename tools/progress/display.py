"""Displays of progress: a block that is updated in place on a terminal, otherwise lines."""

import shutil
import time
from collections.abc import Sequence
from typing import Protocol, TextIO

RED = "\x1b[31m"
RESET = "\x1b[0m"
ERASE_BELOW = "\x1b[J"


class Display(Protocol):
    """Writes permanent lines, and shows the state of the run."""

    interval: float
    """Seconds between two calls of ``show``."""

    def note(self, line: str, *, bad: bool = False) -> None:
        """Write a permanent line."""

    def show(self, groups: Sequence[str], total: str) -> None:
        """Show the state of the run now."""

    def close(self) -> None:
        """Remove the state from the terminal."""


class LineDisplay:
    """Writes a line with the state every few seconds, for pipes and CI."""

    def __init__(self, stream: TextIO, interval: float) -> None:
        self.interval = interval
        self._stream = stream
        self._shown = time.monotonic()

    def note(self, line: str, *, bad: bool = False) -> None:  # noqa: ARG002 - a pipe has no colours
        self._write(line)

    def show(self, groups: Sequence[str], total: str) -> None:
        self._write(" · ".join([*groups[:1], total]))

    def close(self) -> None:
        pass

    def _write(self, line: str) -> None:
        self._stream.write(f"{line}\n")
        self._stream.flush()


class BlockDisplay:
    """Shows a few lines that are updated in place, for terminals.

    The cursor stays at the beginning of the block, so that other output replaces the block.
    """

    interval = 0.5
    HEIGHT = 4
    """The largest number of groups shown."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def note(self, line: str, *, bad: bool = False) -> None:
        fitting = _shorten(line)
        self._write(f"{ERASE_BELOW}{RED}{fitting}{RESET}\n" if bad else f"{ERASE_BELOW}{fitting}\n")

    def show(self, groups: Sequence[str], total: str) -> None:
        lines = [_shorten(line) for line in (*groups[: self.HEIGHT], total)]
        back = f"\x1b[{len(lines) - 1}A" if len(lines) > 1 else ""
        self._write(ERASE_BELOW + "\n".join(lines) + f"{back}\r")

    def close(self) -> None:
        self._write(ERASE_BELOW)

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def _shorten(line: str) -> str:
    """Return as much of a line as fits into the terminal's width.

    A wrapped line could not be updated in place.
    """
    width = shutil.get_terminal_size().columns - 1
    return line if len(line) <= width else f"{line[: width - 1]}…"
