"""The command line: ``python -m conformance.doctor --room acme.toml``."""

import argparse
import os
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from conformance.capabilities import capabilities
from conformance.catalogue import requirements
from conformance.doctor.doctor_report import advice_lines, create_report, progress_line
from conformance.doctor.examination import Examination
from conformance.doctor.proposal_count import count_proposed
from conformance.doctor.room_file_proposal import propose_room_file
from conformance.doctor.session_trials import SessionTrial, try_sessions
from conformance.doctor.start_page import find_link_template
from conformance.doctor.visits import visits
from conformance.errors import NotReached
from pages.documented_words import WORDS
from pages.places import places_of
from people.browsers import Browsers, Equipment, NoBrowser
from people.cast import CAST, cast_member
from people.devices import DEFAULTS, KINDS, Kind
from people.running_meeting import find_stage_access
from people.scene import descriptors_for
from rooms.room import Room
from rooms.room_file import BadRoomFile, RoomFile
from rooms.room_under_test import read_declared_room, read_meeting, start_room

LOGS = Path(__file__).resolve().parents[2] / "build" / "logs"
ALL_FOUND, NOT_ALL_FOUND, BAD_OPTION, NO_BROWSER, BAD_ROOM_FILE, INTERRUPTED = 0, 1, 2, 3, 4, 130
EXIT_CODES = """exit codes:
  0  every element of the contract was found, or is declared absent
  1  something is missing, has another name, or was not reached
  2  an option is wrong
  3  there is no browser
  4  the room file has an error"""


def main() -> int:
    """Examine the room, print the findings, and return the exit code."""
    options = _parse_options()
    try:
        return _examine_room(_read_room_file(options), options)
    except (BadRoomFile, LookupError) as error:
        return _fail(str(error.args[0]), BAD_ROOM_FILE)
    except NoBrowser as error:
        return _fail(str(error), NO_BROWSER)
    except NotReached as error:
        return _fail(f"not reached: {error}", NOT_ALL_FOUND)
    except KeyboardInterrupt:
        return _fail("interrupted", INTERRUPTED)
    except BrokenPipeError:
        # The reader, such as `head`, has closed the pipe; the interpreter must not write more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_ALL_FOUND


def _examine_room(file: RoomFile | None, options: argparse.Namespace) -> int:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        try:
            descriptors = descriptors_for(playwright.devices, {kind: getattr(options, kind) for kind in KINDS})
        except LookupError as error:
            return _fail(str(error.args[0]), BAD_OPTION)
        browsers = Browsers(playwright.chromium, {"headless": not options.headed}, Path(folder))
        trial = _create_trial(file, options.room, browsers)
        with _running_room(trial.file if trial else None) as room:
            return _examine(room, browsers, descriptors, options, trial)


def _create_trial(file: RoomFile | None, room: str | None, browsers: Browsers) -> SessionTrial | None:
    """Return how to create sessions: as the room file says; for a URL, by the first usual way that works."""
    if file is None:
        return None
    if room and "://" in room:
        browser = browsers.of(cast_member("Ada"), Equipment.OWN)
        return try_sessions(room, lambda url: find_link_template(browser, url))
    return SessionTrial(file, is_certain=file.session.meeting is None, notes=())


def _examine(
    room: Room,
    browsers: Browsers,
    descriptors: Mapping[Kind, dict[str, Any]],
    options: argparse.Namespace,
    trial: SessionTrial | None,
) -> int:
    """Make all visits on each kind of device, and print a line after each, then the report."""
    is_without_room_file = options.moderator or (options.room and "://" in options.room)
    is_proposing = is_without_room_file or options.write or options.compare
    print(f"{room.name}: looking for the elements of the contract, as moderator and as attendee.", flush=True)
    examination = Examination(room, browsers, descriptors, guessing=bool(is_proposing))
    try:
        with suppress(NotReached):
            find_stage_access(room, browsers, descriptors)
        if is_proposing:
            examination.try_session_requests()
        _make_visits(examination, options.people)
    finally:
        browsers.close()
    all_found = _print_report(examination)
    # A room that has ended during the examination lacks everything that was looked for afterwards.
    room.expect_alive()
    if trial and is_proposing:
        _propose(propose_room_file(trial.file, examination, trial.notes, trial.is_certain), options)
    if not is_without_room_file:
        print("\n".join(advice_lines(examination.vocabulary, room.profile.words)), flush=True)
    return ALL_FOUND if all_found else NOT_ALL_FOUND


def _make_visits(examination: Examination, devices: Sequence[Kind]) -> None:
    for device in devices:
        for visit in visits():
            started_at = time.monotonic()
            found = examination.make_visit(visit, device)
            print(progress_line(visit.title, device, found, time.monotonic() - started_at), flush=True)


def _print_report(examination: Examination) -> bool:
    """Print the report; return whether all elements were found."""
    lines, all_found = create_report(examination)
    print("\n".join(["", *lines]), flush=True)
    return all_found


def _propose(lines: Sequence[str], options: argparse.Namespace) -> None:
    """Print the proposed room file, or write it to the file of ``--write``.

    With ``--compare``, also compare it with a room file.
    """
    if options.compare:
        given = "" if options.room is None or "://" in options.room else _read_text(options.room)
        count = count_proposed("\n".join(lines), _read_text(options.compare), given)
        print(f"\nProposed of {options.compare}: {count}.", flush=True)
    if options.write:
        Path(options.write).write_text("\n".join([*lines, ""]), encoding="utf-8")
        print(f"\nThe proposed room file is {options.write}. Check the lines with the comment “check”.", flush=True)
    else:
        print("\n".join(["", "Proposed room file (--write FILE writes it):", "", *lines]), flush=True)


def _read_text(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


@contextmanager
def _running_room(file: RoomFile | None) -> Iterator[Room]:
    room = start_room(file, LOGS, "doctor")
    try:
        yield room
    finally:
        room.close()


def _read_room_file(options: argparse.Namespace) -> RoomFile | None:
    meeting = read_meeting(options.moderator, options.attendee, options.room)
    file = meeting or read_declared_room(options.room, requirements(), capabilities(), CAST, WORDS)
    # Report a wrong adapter before the room starts.
    places_of(file.adapter if file else None)
    return file


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m conformance.doctor",
        description="Look for the elements of the contract in a room, and propose a room file.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_room(parser)
    _add_proposal(parser)
    _add_devices(parser)
    parser.add_argument("--headed", action="store_true", help="show the browsers' windows")
    return parser.parse_args()


def _add_room(parser: argparse.ArgumentParser) -> None:
    help_ = "the room to examine: its room file, or its URL (default: the reference room)"
    parser.add_argument("--room", metavar="FILE_OR_URL", help=help_)
    for role in ("moderator", "attendee"):
        help_ = f"the {role}'s link of a running meeting, which takes the place of --room; both links are needed"
        parser.add_argument(f"--{role}", metavar="URL", help=help_)


def _add_proposal(parser: argparse.ArgumentParser) -> None:
    help_ = "print how many settings of this room file were proposed"
    parser.add_argument("--compare", metavar="FILE", type=_existing_toml_file, help=help_)
    parser.add_argument("--write", metavar="FILE", help="write the proposed room file to FILE instead of printing it")


def _add_devices(parser: argparse.ArgumentParser) -> None:
    help_ = f"the attendee's kinds of device: {','.join(KINDS)} (default: both)"
    parser.add_argument("--people", type=_parse_kinds, default=list(KINDS), metavar="KINDS", help=help_)
    for kind in KINDS:
        help_ = f"Playwright's descriptor of the {kind} (default: {DEFAULTS[kind]})"
        parser.add_argument(f"--{kind}", default=DEFAULTS[kind], metavar="DEVICE", help=help_)


def _existing_toml_file(path: str) -> str:
    try:
        tomllib.loads(_read_text(path))
    except OSError:
        raise argparse.ArgumentTypeError(f"{path}: no such file") from None
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{path}: not a TOML file: {error}") from None
    return path


def _parse_kinds(text: str) -> list[Kind]:
    kinds = [part.strip() for part in text.split(",")]
    if set(kinds) - set(KINDS):
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of {', '.join(KINDS)}")
    return [kind for kind in KINDS if kind in kinds]


def _fail(message: str, code: int) -> int:
    print(f"doctor: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
