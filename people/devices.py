"""Laptops and phones: what a browser context is told to be, by Playwright's device descriptors."""

from typing import Any, Literal

Kind = Literal["laptop", "phone"]
KINDS: tuple[Kind, ...] = ("laptop", "phone")
DEFAULTS: dict[Kind, str] = {"laptop": "Desktop Chrome", "phone": "Pixel 7"}


def other(kind: Kind) -> Kind:
    """The opposite kind of device, for scenarios in which the two meet."""
    return "phone" if kind == "laptop" else "laptop"


def context_options(descriptors: dict[str, Any], name: str) -> dict[str, Any]:
    """The options of ``new_context`` for a descriptor; LookupError suggests the nearest names."""
    if name not in descriptors:
        near = [known for known in descriptors if name.lower() in known.lower()][:5]
        hint = f"; did you mean {', '.join(near)}?" if near else "; see Playwright's list of devices"
        raise LookupError(f"Playwright knows no device “{name}”{hint}")
    return {key: value for key, value in descriptors[name].items() if key != "default_browser_type"}
