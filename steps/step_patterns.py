"""How sentences name people."""

from typing import Any

from pytest_bdd import parsers

NAME = r"(?P<name>[A-Z][a-z]+)"
NAMES = r"(?P<names>[A-Z][a-z]+(?:, [A-Z][a-z]+)*(?: and [A-Z][a-z]+)?)"


def step_pattern(pattern: str) -> Any:
    """A sentence of a feature: NAME, NAMES, OTHER, MODERATOR and DEVICE stand for who and what it is about."""
    for word, expression in {
        "NAMES": NAMES,
        "NAME": NAME,
        "OTHER": NAME.replace("name", "other"),
        "MODERATOR": NAME.replace("name", "moderator"),
        "DEVICE": "(?P<device>microphone|camera)",
        "ON": "(?P<on>on|off)",
    }.items():
        pattern = pattern.replace(f"{{{word}}}", expression)
    return parsers.re(pattern)


def listed(names: str) -> list[str]:
    """The people in "Ada, Ben and Cleo"."""
    return names.replace(" and ", ", ").split(", ")
