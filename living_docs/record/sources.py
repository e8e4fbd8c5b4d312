"""Reads conformance reports from records, folders of pages, and ``conformance.json`` files."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from conformance.conformance_report import ConformanceReport
from conformance.errors import UnreadableFile
from conformance.matrix import Matrix, RoomNote, create_matrix
from conformance.report_files import REPORT_NAME, read_conformance
from living_docs.record.assessment import conformance_of
from living_docs.record.reading import build_run_record
from living_docs.record.record_files import RECORD_NAME, read_record


def read_matrix(sources: Sequence[Path], into: Path, notes: Sequence[Path] = ()) -> Matrix:
    """Return the matrix of these sources, with the rooms' notes.

    Raises UnreadableFile if a source or note cannot be read.
    """
    reports = [(source, read_source(source)) for source in sources]
    return create_matrix(reports, into, dict(read_note(path) for path in notes))


def read_note(path: Path) -> tuple[str, RoomNote]:
    """Return the name of the room, or its beginning, and the note in this TOML file.

    Its keys are `room`, `teaches` and, optionally, `better`.
    """
    try:
        note = tomllib.loads(path.read_text(encoding="utf-8"))
        return str(note["room"]), RoomNote(str(note["teaches"]), str(note.get("better", "")))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        advice = "give a TOML file with the keys room and teaches"
        raise UnreadableFile(f"{path}: cannot be read ({reason}); {advice}.") from error
    except KeyError as error:
        raise UnreadableFile(f"{path}: the key {error} is missing; add it.") from error


def read_source(source: Path) -> ConformanceReport:
    """Return the conformance report of a record, or read a report file.

    Raises UnreadableFile if it cannot be read.
    """
    if source.suffix == ".json":
        return read_conformance(source)
    if (source / REPORT_NAME).exists() and not (source / RECORD_NAME).exists():
        return read_conformance(source / REPORT_NAME)
    folder = source if source.is_dir() else source.parent
    return conformance_of(build_run_record(read_record(source), folder))
