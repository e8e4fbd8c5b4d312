"""Conformance reports from the arguments of commands: records, folders of pages, ``conformance.json`` files."""

from collections.abc import Sequence
from pathlib import Path

from conformance.conformance_report import ConformanceReport
from conformance.matrix import Matrix, compare
from conformance.report_files import NAME, read_conformance
from living_docs.record.assessment import conformance_of
from living_docs.record.reading import read_report
from living_docs.record.record_files import NAME as MESSAGES
from living_docs.record.record_files import read_record


def matrix_of(sources: Sequence[Path], into: Path) -> Matrix:
    """Return the matrix of these sources; raise UnreadableFile where one cannot be read."""
    return compare([(source, read_source(source)) for source in sources], into)


def read_source(source: Path) -> ConformanceReport:
    """Return the conformance report of a record, or the one that was written of it; raise UnreadableFile."""
    if source.suffix == ".json":
        return read_conformance(source)
    if (source / NAME).exists() and not (source / MESSAGES).exists():
        return read_conformance(source / NAME)
    folder = source if source.is_dir() else source.parent
    return conformance_of(read_report(read_record(source), folder))
