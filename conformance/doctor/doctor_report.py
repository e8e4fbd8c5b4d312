"""The doctor's output: a line after each visit, then a table, and words to paste into the room file."""

from collections.abc import Iterable, Mapping, Sequence

from conformance.doctor.examination import Examination
from conformance.doctor.findings import Finding, Status, count_by_status, table_lines, words_block
from conformance.doctor.vocabulary import Vocabulary


def progress_line(title: str, device: str, findings: Iterable[Finding], seconds: float) -> str:
    """Return a line about one visit, such as "joining directly (phone): 1 MISSING, 21 found (2.3 s)"."""
    return f"  {title} ({device}): {_count_text(findings)} ({seconds:.1f} s)"


def create_report(examination: Examination) -> tuple[list[str], bool]:
    """Return the lines of the report, and whether every element that the room offers was found."""
    findings = examination.log.findings
    lines = [*_table_lines(findings), f"{_count_text(findings)}.", *_not_reached_lines(findings)]
    return lines, all(finding.status.is_good for finding in findings)


def _table_lines(findings: Sequence[Finding]) -> list[str]:
    """Return the table; [] where no element was looked for."""
    columns = sorted({finding.column for finding in findings}, key=lambda column: (not column.startswith("m"), column))
    was_examined = any(finding.status not in (Status.NOT_REACHED, Status.NOT_OFFERED) for finding in findings)
    return [*table_lines(findings, columns), ""] if was_examined else []


def _count_text(findings: Iterable[Finding]) -> str:
    return (
        ", ".join(f"{count} {status.value}" for status, count in reversed(count_by_status(findings).items()))
        or "no elements"
    )


def _not_reached_lines(findings: Sequence[Finding]) -> list[str]:
    """Return lines with each reason once; [] where every element was reached."""
    reasons = dict.fromkeys(finding.seen for finding in findings if finding.status is Status.NOT_REACHED)
    return ["", "Not reached, because", *(f"- {reason}" for reason in reasons)] if reasons else []


def advice_lines(vocabulary: Vocabulary, declared: Mapping[str, str]) -> list[str]:
    """Return lines for the room file, and lines about the words that need an adapter."""
    lines = _words_advice(vocabulary, declared) if vocabulary.learned else []
    for word in sorted(vocabulary.ambiguous):
        lines += [
            "",
            f"“{word}” is right for one element and wrong for another, but [words] applies to all. Use an adapter.",
        ]
    return lines


def _words_advice(vocabulary: Vocabulary, declared: Mapping[str, str]) -> list[str]:
    redeclared = [word for word in vocabulary.learned if word in declared]
    comment = [f"# The room file had other words for these: {', '.join(redeclared)}."] if redeclared else []
    block = words_block(vocabulary.words, vocabulary.guessed)
    if not block:
        return ["", "The room has the documented words; the room file needs no section [words].", *comment]
    return ["", "Replace the section [words] of the room file by this:", "", *block, *comment]
