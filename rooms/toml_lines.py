"""Line numbers of keys in a TOML text, for error messages; tomllib does not provide them."""

import re
from collections.abc import Sequence

HEADER = re.compile(r"\s*\[(\[)?\s*([^\[\]]+?)\s*\]?\]\s*(#.*)?$")
KEY = re.compile(r"\s*(\"[^\"]*\"|'[^']*'|[\w.-]+)\s*=")


def line_of(text: str, loc: Sequence[int | str]) -> int:
    """Return the number of the line with the key at ``loc``, or with the innermost table around it.

    ``loc``: keys and, for arrays of tables, indices from 0, such as ``("deviation", 1, "until")``. The first line is 1.
    """
    best, line = 0, 1
    for number, path in _paths(text):
        common = _common_length(path, loc)
        if common > best:
            best, line = common, number
    return line


def _paths(text: str) -> list[tuple[int, list[int | str]]]:
    """Return the line number and full path of every table and key."""
    table: list[int | str] = []
    counts: dict[str, int] = {}
    paths: list[tuple[int, list[int | str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.match(line):
            table = _parts(header[2])
            if header[1]:
                counts[header[2]] = counts.get(header[2], -1) + 1
                table = [*table, counts[header[2]]]
            paths.append((number, table))
        elif key := KEY.match(line):
            paths.append((number, [*table, *_parts(key[1])]))
    return paths


def _parts(dotted: str) -> list[int | str]:
    if dotted[0] in "\"'":
        return [dotted[1:-1]]
    return [part.strip().strip("\"'") for part in dotted.split(".")]


def _common_length(path: Sequence[int | str], loc: Sequence[int | str]) -> int:
    count = 0
    for own, other in zip(path, loc, strict=False):
        if own != other:
            break
        count += 1
    return count
