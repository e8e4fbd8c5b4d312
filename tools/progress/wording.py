"""The texts of the progress display, and the names of its groups."""

from functools import cache
from pathlib import Path, PurePosixPath

from gherkin import Parser
from gherkin.errors import CompositeParserException, ParserException

from tools.progress.tally import Group, Tally

MINUTE = 60


def group_of(test: str, root: Path) -> str:
    """Return the feature's name, or the folder, of a node id."""
    path = PurePosixPath(test.partition("::")[0])
    if path.suffix == ".feature":
        return _feature_name(root / path)
    return str(path.parent) if len(path.parts) > 1 else str(path)


@cache
def _feature_name(path: Path) -> str:
    try:
        document = Parser().parse(path.read_text(encoding="utf-8"))
    except (OSError, CompositeParserException, ParserException):
        return path.name
    feature = document.get("feature")
    return feature["name"] if feature else path.name


def group_line(group: Group) -> str:
    return f"{group.name}  {len(group.done)}/{len(group.tests)}"


def total_line(tally: Tally) -> str:
    left = tally.seconds_left()
    unit = "runs" if tally.has_only_scenarios else "tests"
    parts = [f"{tally.done}/{tally.total} {unit}", f"{tally.failures} failed"]
    return " · ".join([*parts, f"{duration(left)} left"] if left else parts)


def duration(seconds: float) -> str:
    """Return a duration as text: up to 90 s in steps of 5 s, at least 5 s; above that in whole minutes."""
    if seconds < 1.5 * MINUTE:
        return f"{max(5, round(seconds / 5) * 5)} s"
    hours, minutes = divmod(round(seconds / MINUTE), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
