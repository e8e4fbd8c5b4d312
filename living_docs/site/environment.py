"""The Jinja environment of all templates."""

from urllib.parse import quote, unquote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from living_docs.site import phrases
from living_docs.site.frames import own_frames


def plain_environment() -> Environment:
    """Return the environment for templates without a record."""
    environment = Environment(
        loader=PackageLoader("living_docs.site"),
        autoescape=select_autoescape(["html", "svg"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= phrases.FILTERS | {
        "recorded": _recorded,
        "page": lambda slug: f"scenarios/{slug}.html",
        "own_frames": own_frames,
    }
    return environment


def _recorded(url: str) -> str:
    return f"record/{quote(unquote(url))}"
