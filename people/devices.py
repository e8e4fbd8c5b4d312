"""Laptops and phones, by Playwright's device descriptors."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Literal

from playwright.sync_api import sync_playwright

Kind = Literal["laptop", "phone"]
KINDS: tuple[Kind, ...] = ("laptop", "phone")
DEFAULTS: dict[Kind, str] = {"laptop": "Desktop Chrome", "phone": "Pixel 7"}


def other_kind(kind: Kind) -> Kind:
    """Return the other kind of device, for scenarios with both."""
    return "phone" if kind == "laptop" else "laptop"


def context_options(descriptors: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the options of ``new_context`` for a descriptor.

    Raises LookupError, with similar names, if Playwright has no such descriptor.
    """
    if name not in descriptors:
        containing = [descriptor for descriptor in descriptors if name.lower() in descriptor.lower()]
        similar = containing or get_close_matches(name, descriptors)
        hint = f"Did you mean {', '.join(similar[:5])}?" if similar else f"It knows {', '.join(sorted(descriptors))}."
        raise LookupError(f"Playwright knows no device “{name}”. {hint}")
    return {key: value for key, value in descriptors[name].items() if key != "default_browser_type"}


def expect_known_devices(names: Mapping[Kind, str]) -> None:
    """Raise LookupError for the first name that Playwright has no descriptor for.

    The defaults are not checked.
    """
    to_check = [name for kind, name in names.items() if name != DEFAULTS[kind]]
    if to_check:
        with sync_playwright() as playwright:
            for name in to_check:
                context_options(playwright.devices, name)
