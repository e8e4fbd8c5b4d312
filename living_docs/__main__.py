"""The command line: ``build`` makes the pages of one or several records of a room, ``matrix`` compares rooms."""

import argparse
import sys
from pathlib import Path

from living_docs.joining import DifferentTexts, of_several_runs
from living_docs.matrix import matrix_of
from living_docs.messages import Message
from living_docs.records import BadRecord, read_record
from living_docs.site.build import build
from living_docs.site.comparing_rooms import write_matrix

USUAL = Path("build/living-docs/record")
BAD_RECORD = 3


def main(arguments: list[str] | None = None) -> int:
    """0: the pages are there; 2: the command is wrong; 3: a record cannot be used, and one line says why."""
    asked = _parser().parse_args(arguments)
    try:
        page = asked.command(asked)
    except (BadRecord, DifferentTexts) as error:
        print(f"living docs: {error}", file=sys.stderr)
        return BAD_RECORD
    print(page)
    return 0


def _build(asked: argparse.Namespace) -> Path:
    records = [read_record(path) for path in asked.records]
    messages = of_several_runs(records)
    previous = _previous(asked.previous, asked.records)
    return build(messages, [_folder(path) for path in asked.records], asked.out, previous)


def _matrix(asked: argparse.Namespace) -> Path:
    return write_matrix(matrix_of(asked.records, asked.into), asked.into, asked.markdown)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m living_docs", description="The living documentation of runs.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_build(
        commands.add_parser("build", help="make the pages from one or several records, without running anything")
    )
    _add_matrix(commands.add_parser("matrix", help="compare several rooms, or several runs of one, rule by rule"))
    return parser


def _add_build(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=_build)
    text = "a record's file or folder; several are put together (default: %(default)s)"
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
