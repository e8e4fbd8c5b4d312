"""Patterns of step texts, with placeholders for people, devices, and "on" or "off"."""

from typing import Any

from pytest_bdd import parsers

NAME = r"(?P<name>[A-Z][a-z]+)"
NAMES = r"(?P<names>[A-Z][a-z]+(?:, [A-Z][a-z]+)*(?: and [A-Z][a-z]+)?)"
PLACEHOLDERS = {
    "NAMES": NAMES,
    "NAME": NAME,
    "OTHER": NAME.replace("name", "other"),
    "MODERATOR": NAME.replace("name", "moderator"),
    "DEVICE": "(?P<device>microphone|camera)",
    "ON": "(?P<on>on|off)",
}


def step_pattern(pattern: str) -> Any:
    """Return a step parser for a regular expression that may contain placeholders.

    The placeholders are {NAME}, {NAMES}, {OTHER}, {MODERATOR}, {DEVICE} and {ON}.
    """
    for word, expression in PLACEHOLDERS.items():
        pattern = pattern.replace(f"{{{word}}}", expression)
    return parsers.re(pattern)


def listed(names: str) -> list[str]:
    """Return the names of a list such as "Ada, Ben and Cleo"."""
    return names.replace(" and ", ", ").split(", ")
