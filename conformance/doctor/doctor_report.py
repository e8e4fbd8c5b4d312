"""What is told of an examination: a line while it goes on, and at its end the table and what to paste."""

from collections.abc import Iterable, Mapping, Sequence

from conformance.doctor.examination import Examination
from conformance.doctor.findings import Finding, Status, counts, table, words_block
from conformance.doctor.vocabulary import Vocabulary


def progress(title: str, device: str, findings: Iterable[Finding], seconds: float) -> str:
    """A line about one visit, such as "joining directly (phone): 21 found, 1 MISSING (2.3 s)"."""
    return f"  {title} ({device}): {_count_text(findings)} ({seconds:.1f} s)"


def report(examination: Examination, declared: Mapping[str, str]) -> tuple[list[str], bool]:
    """The lines, and whether everything was found that the room offers; ``declared``: the words of its room file."""
    findings = examination.notes.findings
    lines = [*_table(findings), f"{_count_text(findings)}.", *_not_reached(findings)]
    return [*lines, *_advice(examination.vocabulary, declared)], all(one.status.is_good for one in findings)


def _table(findings: Sequence[Finding]) -> list[str]:
    """Nothing where there was nothing to be seen at all."""
    columns = sorted({one.column for one in findings}, key=lambda column: (not column.startswith("m"), column))
    seen = any(one.status not in (Status.NOT_REACHED, Status.NOT_OFFERED) for one in findings)
    return [*table(findings, columns), ""] if seen else []


def _count_text(findings: Iterable[Finding]) -> str:
    return (
        ", ".join(f"{count} {status.value}" for status, count in reversed(counts(findings).items())) or "nothing to see"
    )


def _not_reached(findings: Sequence[Finding]) -> list[str]:
    """Each reason once."""
    reasons = dict.fromkeys(one.seen for one in findings if one.status is Status.NOT_REACHED)
    return ["", "Not reached, since", *(f"- {reason}" for reason in reasons)] if reasons else []


def _advice(vocabulary: Vocabulary, declared: Mapping[str, str]) -> list[str]:
    """What to put into the room file, and what no room file can say."""
    lines = _words(vocabulary, declared) if vocabulary.learned else []
    for word in sorted(vocabulary.elsewhere):
        lines += [
            "",
            f"“{word}” is right in one place and not in another. Words hold for the whole room: use an adapter.",
        ]
    return lines


def _words(vocabulary: Vocabulary, declared: Mapping[str, str]) -> list[str]:
    wrong = [word for word in vocabulary.learned if word in declared]
    told = [f"# These had other words there: {', '.join(wrong)}."] if wrong else []
    block = words_block(vocabulary.words)
    if not block:
        return ["", "The room has the documented words: leave the section [words] out of the room file.", *told]
    return ["", "For the room file, in the place of its words:", "", *block, *told]
