"""The report for the room's maker: its page, and the files beside it."""

import shutil
from pathlib import Path
from typing import Any

from conformance import report_texts
from conformance.badge import write_badge
from conformance.conformance_report import ConformanceReport
from conformance.report_files import REPORT_NAME, SCHEMA_FILE, SCHEMA_NAME, as_text
from conformance.verdicts import Verdict
from living_docs.site.differences import HEADINGS, OTHER_HEADINGS, differences, other_rules, rules_with_differences


def write_conformance(report: ConformanceReport, folder: Path) -> None:
    """Write conformance.json, its schema, and the badge."""
    (folder / REPORT_NAME).write_text(as_text(report), encoding="utf-8")
    shutil.copyfile(SCHEMA_FILE, folder / SCHEMA_NAME)
    write_badge(report, folder)


def template_values(report: ConformanceReport) -> dict[str, Any]:
    """Return the values for the template report.html."""
    return {
        "conformance": report,
        "claim": _claim(report),
        "headings": HEADINGS,
        "other_headings": OTHER_HEADINGS,
        "rules_with_differences": rules_with_differences(report),
        "other_rules": other_rules(report),
        "differences": differences,
        "all_levels": ("MUST", "SHOULD", "MAY"),
    }


def _claim(report: ConformanceReport) -> dict[str, Any]:
    badge, style = report_texts.badge_text_and_style(report)
    return {
        "headline": report_texts.headline(report),
        "explanation": report_texts.explanation(report),
        "badge": badge,
        "style": style,
        "tally": _tally(report),
    }


def _tally(report: ConformanceReport) -> list[tuple[int, str]]:
    order = (*HEADINGS, Verdict.PASSED, Verdict.NOT_OFFERED, Verdict.NOT_TESTED)
    tally = [(report.counts[verdict].total, verdict.value) for verdict in order]
    return [entry for entry in tally if entry[0]]
