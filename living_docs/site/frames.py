"""The frames of a traceback that belong to the project or to the room's adapter."""

import re
from collections.abc import Iterator
from itertools import pairwise

FRAME = re.compile(r'  File "(?P<file>[^"]+)", line (?P<line>\d+), in (?P<function>.+)')
OUTSIDE_PROJECT = re.compile(r"(^|[/\\])(site-packages|dist-packages|lib[/\\]python[\d.]*)[/\\]|^<", re.IGNORECASE)
"""Paths of installed packages and of Python itself, and code without a file."""


def own_frames(trace: str, adapter: str | None) -> str:
    """Return the frames of the project and of the room's ``adapter`` ("module:Class").

    Each frame has its place and its line of code. The text is empty if there are none, as for an undefined step.
    """
    package = (adapter or "").partition(":")[0].partition(".")[0]
    return "\n".join(_format(frame, code) for frame, code in _frames(trace) if _is_own(frame["file"], package))


def _frames(trace: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each frame with its line of code, which is empty if the code is not available."""
    for line, next_line in pairwise([*trace.splitlines(), ""]):
        frame = FRAME.fullmatch(line)
        if frame:
            yield frame, next_line if next_line.startswith("    ") else ""


def _is_own(file: str, package: str) -> bool:
    parts = re.split(r"[/\\]", file)
    return not OUTSIDE_PROJECT.search(file) or (bool(package) and (package in parts or f"{package}.py" in parts))


def _format(frame: re.Match[str], code: str) -> str:
    place = f"{frame['file']}, line {frame['line']}, in {frame['function']}"
    return f"{place}\n{code}" if code else place
