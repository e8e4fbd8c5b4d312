"""The command line: ``build`` makes the pages of records, ``matrix`` compares rooms, ``verify`` judges one."""

import argparse
import sys
from pathlib import Path

from conformance.claims import explanation, headline
from conformance.errors import UnreadableFile
from conformance.levels import LEVELS
from living_docs.record.merging import DifferentTexts, of_several_runs
from living_docs.record.messages import Message
from living_docs.record.record_files import BadRecord, read_record
from living_docs.record.sources import matrix_of, read_source
from living_docs.recording.fingerprint import suite_facts
from living_docs.site.build import build
from living_docs.site.matrix_page import write_matrix

USUAL = Path("build/living-docs/record")
CONFORMS_NOT, BAD_RECORD = 1, 3


def main(arguments: list[str] | None = None) -> int:
    """0: it is done; 1: what is verified does not conform; 2: the command is wrong; 3: one line says what is amiss."""
    asked = _parser().parse_args(arguments)
    try:
        code: int = asked.command(asked)
    except (UnreadableFile, DifferentTexts) as error:
        print(f"living docs: {error}", file=sys.stderr)
        return BAD_RECORD
    except OSError as error:
        print(f"living docs: {error.filename}: {error.strerror}.", file=sys.stderr)
        return BAD_RECORD
    return code


def _build(asked: argparse.Namespace) -> int:
    records = [read_record(path) for path in asked.records]
    messages = of_several_runs(records)
    previous = _previous(asked.previous, asked.records)
    print(build(messages, [_folder(path) for path in asked.records], asked.out, previous))
    return 0


def _matrix(asked: argparse.Namespace) -> int:
    print(write_matrix(matrix_of(asked.records, asked.into), asked.into, asked.markdown))
    return 0


def _verify(asked: argparse.Namespace) -> int:
    """Whether the report is of a whole run of this very suite, and conforms up to the level."""
    report = read_source(asked.report)
    print(f"{report.room.name}, {report.run.finished:%Y-%m-%d}: {headline(report)}. {explanation(report)}")
    same = (report.suite.hash, report.suite.catalogue) == (suite_facts()["hash"], suite_facts()["catalogue"])
    if not same:
        print("It was another suite than this one: their hashes differ.")
    return 0 if same and report.reaches(asked.level) else CONFORMS_NOT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m living_docs", description="The living documentation of runs.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_build(
        commands.add_parser("build", help="make the pages from one or several records, without running anything")
    )
    _add_matrix(commands.add_parser("matrix", help="compare several rooms, or several runs of one, rule by rule"))
    _add_verify(commands.add_parser("verify", help="say whether a room conforms; exit code 0 if so, 1 if not"))
    return parser


def _add_build(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=_build)
    text = f"a record's file or folder; several are put together (default: {USUAL})"
    command.add_argument("records", nargs="*", type=Path, default=[USUAL], metavar="RECORD", help=text)
    text = "where the pages go (default: %(default)s)"
    command.add_argument("--out", type=Path, default=Path("build/living-docs"), metavar="FOLDER", help=text)
    text = "an earlier record to compare with (default: the one beside a single RECORD)"
    command.add_argument("--previous", type=Path, metavar="RECORD", help=text)


def _add_matrix(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=_matrix)
    text = "a record's file or folder, a folder of pages, or a conformance.json; each is a column"
    command.add_argument("records", nargs="+", type=Path, metavar="RECORD", help=text)
    text = "where the page and its Markdown go (default: %(default)s)"
    command.add_argument("--into", type=Path, default=Path("build/matrix"), metavar="FOLDER", help=text)
    text = "write the Markdown to this file as well"
    command.add_argument("--markdown", type=Path, metavar="FILE", help=text)


def _add_verify(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=_verify)
    text = "a conformance.json, a folder of pages, or a record (default: %(default)s)"
    command.add_argument("report", nargs="?", type=Path, default=USUAL, metavar="REPORT", help=text)
    text = "the level that must be reached (default: %(default)s)"
    command.add_argument("--level", choices=LEVELS, default="must", help=text)


def _folder(record: Path) -> Path:
    return record if record.is_dir() else record.parent


def _previous(asked: Path | None, records: list[Path]) -> list[Message]:
    """The earlier record; the one that merely lies beside is left out where it cannot be read."""
    if asked is not None:
        return read_record(asked)
    beside = _folder(records[0]) / "previous.ndjson"
    if len(records) > 1 or not beside.exists():
        return []
    try:
        return read_record(beside)
    except BadRecord:
        return []


if __name__ == "__main__":
    sys.exit(main())
