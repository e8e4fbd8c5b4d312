"""The badge: an SVG image with level and date, for a README or a website."""

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from conformance.conformance_report import ConformanceReport
from conformance.report_texts import badge_text_and_style

BADGE_NAME = "badge.svg"
LABEL = "Joining the stage"
FONT_SIZE = 11
"""In pixels."""
NARROW_LETTERS, WIDE_LETTERS = "fijl1 .,:;'|!()", "mwMW@%"
PADDING = 9
"""In pixels, on each side of a text."""


def write_badge(report: ConformanceReport, folder: Path) -> Path:
    """Write the badge into the folder, and return its path."""
    path = folder / BADGE_NAME
    path.write_text(_render_svg(report), encoding="utf-8")
    return path


def _render_svg(report: ConformanceReport) -> str:
    claim, style = badge_text_and_style(report)
    value = f"{claim} · {report.run.started:%Y-%m-%d}"
    widths = {"label_width": _estimate_width(LABEL), "value_width": _estimate_width(value)}
    environment = Environment(loader=PackageLoader("conformance"), autoescape=True, undefined=StrictUndefined)
    environment.trim_blocks = environment.lstrip_blocks = True
    values = {
        "room": report.room.name,
        "label": LABEL,
        "value": value,
        "style": style,
        "padding": PADDING,
        "font_size": FONT_SIZE,
    }
    return environment.get_template(BADGE_NAME).render(values, **widths)


def _estimate_width(text: str) -> int:
    """Return the text's width in pixels; an estimate, since the font is unknown.

    The image stretches the text to this width.
    """
    return round(sum(_estimate_letter_width(letter) for letter in text) * FONT_SIZE)


def _estimate_letter_width(letter: str) -> float:
    """Return the width of a letter as a multiple of the font size."""
    if letter in NARROW_LETTERS:
        return 0.33
    if letter in WIDE_LETTERS:
        return 0.9
    return 0.69 if letter.isupper() else 0.59
