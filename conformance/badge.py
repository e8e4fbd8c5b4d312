"""The badge: an SVG image with level and date, for a README or a website."""

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from conformance.conformance_report import ConformanceReport
from conformance.report_texts import badge

NAME = "badge.svg"
LABEL = "Joining the stage"
SIZE = 11
NARROW, WIDE = "fijl1 .,:;'|!()", "mwMW@%"
PAD = 9


def write_badge(report: ConformanceReport, folder: Path) -> Path:
    """Write the badge into the folder, and return its path."""
    path = folder / NAME
    path.write_text(_svg(report), encoding="utf-8")
    return path


def _svg(report: ConformanceReport) -> str:
    claim, tone = badge(report)
    value = f"{claim} · {report.run.started:%Y-%m-%d}"
    widths = {"left": _width(LABEL), "right": _width(value)}
    environment = Environment(loader=PackageLoader("conformance"), autoescape=True, undefined=StrictUndefined)
    environment.trim_blocks = environment.lstrip_blocks = True
    values = {"room": report.room.name, "label": LABEL, "value": value, "tone": tone, "pad": PAD, "size": SIZE}
    return environment.get_template(NAME).render(values, **widths)


def _width(text: str) -> int:
    """Return an estimate of the text's width in pixels, since its font is unknown.

    The image stretches the text to this width.
    """
    return round(sum(_relative_width(letter) for letter in text) * SIZE)


def _relative_width(letter: str) -> float:
    """Return the width of a letter as a multiple of the font size."""
    if letter in NARROW:
        return 0.33
    if letter in WIDE:
        return 0.9
    return 0.69 if letter.isupper() else 0.59
