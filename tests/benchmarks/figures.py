"""Durations of several kinds of measurements: their comparison, and the option ``--rounds``."""

import argparse
import statistics
from collections.abc import Mapping, Sequence


def parse_rounds(description: str, default: int) -> int:
    """Parse the command line, and return the number of measurements."""
    number: int = create_rounds_parser(description, default).parse_args().rounds
    return number


def create_rounds_parser(description: str, default: int) -> argparse.ArgumentParser:
    """Return a parser of the command line with the option ``--rounds``."""
    parser = argparse.ArgumentParser(description=description, allow_abbrev=False)
    parser.add_argument("--rounds", type=positive, default=default, help="how often to measure (default: %(default)s)")
    return parser


def positive(text: str) -> int:
    """Parse a positive number. Raises ArgumentTypeError."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def compare(bare: str, seconds: Mapping[str, Sequence[float]]) -> str:
    """Return a line for each kind: median, minimum and maximum in ms, and the ratio to the bare median."""
    base = statistics.median(seconds[bare])
    return "\n".join(_format_line(name, durations, base) for name, durations in seconds.items())


def _format_line(name: str, durations: Sequence[float], base: float) -> str:
    median = statistics.median(durations)
    spread = f"{min(durations) * 1000:.0f} to {max(durations) * 1000:.0f}"
    return f"{name:<44}{median * 1000:>8.0f} ms  ({spread}; {len(durations)} rounds)  {median / base:.2f}×"
