"""The command line: ``build``, ``matrix`` and ``kills`` write pages, ``verify`` checks a report."""

import argparse
import sys
from pathlib import Path

from conformance.errors import UnreadableFile
from conformance.levels import LEVELS
from conformance.report_texts import explanation, headline
from living_docs.record.merging import DifferentTexts, merge_runs
from living_docs.record.record_files import read_if_readable, read_record
from living_docs.record.record_messages import Message
from living_docs.record.sources import read_matrix, read_source
from living_docs.recording.fingerprint import suite_facts
from living_docs.site.build import build
from living_docs.site.kill_matrix_page import read_kill_matrix, write_kill_matrix
from living_docs.site.matrix_page import write_matrix

DEFAULT_RECORD = Path("build/living-docs/record")
DOES_NOT_CONFORM, UNUSABLE_FILE = 1, 3


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return the exit code.

    0: success; 1: the report does not conform; 2: invalid arguments; 3: a file cannot be used, as a message says.
    """
    options = _create_parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except (UnreadableFile, DifferentTexts, OSError) as error:
        print(f"living docs: {_describe(error)}", file=sys.stderr)
        return UNUSABLE_FILE


def _describe(error: Exception) -> str:
    """Return the error in one line; errors while writing, such as of a full disk, have no file name."""
    if not isinstance(error, OSError):
        return str(error)
    reason = f"{error.strerror or error}."
    return reason if error.filename is None else f"{error.filename}: {reason}"


def _build_pages(options: argparse.Namespace) -> int:
    records = [read_record(path) for path in options.records]
    messages = merge_runs(records)
    previous = _read_previous(options.previous, options.records)
    print(build(messages, [_folder_of(path) for path in options.records], options.out, previous))
    return 0


def _write_matrix(options: argparse.Namespace) -> int:
    print(write_matrix(read_matrix(options.records, options.into, options.notes), options.into, options.markdown))
    return 0


def _write_kill_page(options: argparse.Namespace) -> int:
    print(write_kill_matrix(read_kill_matrix(options.matrix), options.into))
    return 0


def _verify(options: argparse.Namespace) -> int:
    """Return 0 if the report is of a complete run of this version of the suite and conforms, otherwise 1."""
    report = read_source(options.report)
    print(f"{report.room.name}, {report.run.finished:%Y-%m-%d}: {headline(report)}. {explanation(report)}")
    is_same_suite = (report.suite.hash, report.suite.catalogue) == (suite_facts()["hash"], suite_facts()["catalogue"])
    if not is_same_suite:
        print("The report is of another version of the suite: their hashes differ.")
    return 0 if is_same_suite and report.reaches(options.level) else DOES_NOT_CONFORM


def _create_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m living_docs", description="The living documentation of runs.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_build(commands.add_parser("build", help="build the pages from one or several records, without a run"))
    _add_matrix(commands.add_parser("matrix", help="compare several rooms, or several runs of one, rule by rule"))
    _add_kills(commands.add_parser("kills", help="write the page of a kill matrix"))
    _add_verify(commands.add_parser("verify", help="check whether a room conforms; exit code 0 if so, 1 if not"))
    return parser


def _add_build(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=_build_pages)
    text = f"a record's file or folder; several are merged (default: {DEFAULT_RECORD})"
    command.add_argument("records", nargs="*", type=Path, default=[DEFAULT_RECORD], metavar="RECORD", help=text)
    text = "folder for the pages (default: %(default)s)"
    command.add_argument("--out", type=Path, default=Path("build/living-docs"), metavar="FOLDER", help=text)
    text = "an earlier record to compare with (default: the one beside a single RECORD)"
    command.add_argument("--previous", type=Path, metavar="RECORD", help=text)


def _add_matrix(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=_write_matrix)
    text = "a record's file or folder, a folder of pages, or a conformance.json; each is a column"
    command.add_argument("records", nargs="+", type=Path, metavar="RECORD", help=text)
    text = "folder for the page and its Markdown (default: %(default)s)"
    command.add_argument("--into", type=Path, default=Path("build/matrix"), metavar="FOLDER", help=text)
    text = "a TOML file about a room: room (the name, or its beginning), teaches, better (optional); may be repeated"
    command.add_argument("--notes", type=Path, action="append", default=[], metavar="FILE", help=text)
    text = "write the Markdown to this file as well"
    command.add_argument("--markdown", type=Path, metavar="FILE", help=text)


def _add_kills(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=_write_kill_page)
    default = Path("build/mutants")
    text = "the matrix that `make mutants` wrote (default: %(default)s)"
    command.add_argument(
        "matrix", nargs="?", type=Path, default=default / "kill-matrix.json", metavar="FILE", help=text
    )
    text = "folder for the page and its Markdown (default: %(default)s)"
    command.add_argument("--into", type=Path, default=default, metavar="FOLDER", help=text)


def _add_verify(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=_verify)
    text = "a conformance.json, a folder of pages, or a record (default: %(default)s)"
    command.add_argument("report", nargs="?", type=Path, default=DEFAULT_RECORD, metavar="REPORT", help=text)
    text = "the level that must be reached (default: %(default)s)"
    command.add_argument("--level", choices=LEVELS, default="must", help=text)


def _folder_of(record: Path) -> Path:
    return record if record.is_dir() else record.parent


def _read_previous(chosen: Path | None, records: list[Path]) -> list[Message]:
    """Return the chosen earlier record, or that of the previous run if it is readable; otherwise []."""
    if chosen is not None:
        return read_record(chosen)
    beside_record = _folder_of(records[0]) / "previous.ndjson"
    if len(records) > 1 or not beside_record.exists():
        return []
    return read_if_readable(beside_record)


if __name__ == "__main__":
    sys.exit(main())
