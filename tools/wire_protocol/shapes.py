"""Reads the shapes of the room's events from the JSDoc types of its pages, which TypeScript checks."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from reference_server.web.static_files import FOLDER

TYPES = FOLDER / "js" / "types.js"
_TYPEDEF = re.compile(r"@typedef \{(?P<type>.+?)\} (?P<name>\w+)(?:  +(?P<text>.+))?$")
_PROPERTY = re.compile(r"@property \{(?P<type>.+)\} (?P<name>\[?\w+\]?)(?: +(?P<text>.+))?$")


@dataclass(frozen=True)
class Property:
    """A field of a shape, with its TypeScript type."""

    name: str
    type: str
    text: str
    is_optional: bool


@dataclass(frozen=True)
class Shape:
    """An object that the server sends, or an alias (`type`) without properties."""

    name: str
    type: str
    text: str
    properties: list[Property] = field(default_factory=list)


def read_shapes(path: Path = TYPES) -> dict[str, Shape]:
    """Return the shapes by name, in the order of the file."""
    shapes: dict[str, Shape] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := _TYPEDEF.search(line):
            shape = Shape(match["name"], match["type"], match["text"] or "")
            shapes[shape.name] = shape
        elif match := _PROPERTY.search(line):
            shape.properties.append(_property(match))
    return shapes


def _property(match: re.Match[str]) -> Property:
    is_optional = match["name"].startswith("[")
    return Property(match["name"].strip("[]"), match["type"], match["text"] or "", is_optional)


def shapes_within(names: list[str], shapes: dict[str, Shape]) -> list[Shape]:
    """Return the shapes of these names and those that they refer to, each once, without aliases."""
    found: dict[str, Shape] = {}
    pending = list(names)
    while pending:
        shape = shapes[pending.pop(0)]
        if shape.properties and shape.name not in found:
            found[shape.name] = shape
            types = " ".join(property.type for property in shape.properties)
            pending += [word for word in re.findall(r"\w+", types) if word in shapes]
    return list(found.values())
