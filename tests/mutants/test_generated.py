"""The changes, explanations and numbers of generated mutants."""

from pathlib import Path

import pytest

from tests.mutants.changed_source import describe_change, parse_mutant_name
from tests.mutants.explanations import find_outdated, read_explanations
from tests.mutants.generated import format_table
from tests.mutants.results import ROOT

MODULE = "reference_server.rules.stage.commands"
MUTATED = """\
def x_ask__mutmut_orig(state, by):
    guards.require_attendee(state, by)
    if state.access is not Access.REQUEST:
        raise Refusal("not_offered", "…")

def x_ask__mutmut_1(state, by):
    guards.require_attendee(state, by)
    if state.access is Access.REQUEST:
        raise Refusal("not_offered", "…")

class Board:
    def xǁBoardǁof__mutmut_orig(self, kind):
        return self.by_kind[kind]

    def xǁBoardǁof__mutmut_1(self, kind):
        return None
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a module that contains two mutants."""
    file = tmp_path / "reference_server" / "rules" / "stage" / "commands.py"
    file.parent.mkdir(parents=True)
    file.write_text(MUTATED, encoding="utf-8")
    return tmp_path


def test_the_table_counts_outcomes_by_module() -> None:
    names = [f"{MODULE}.x_ask__mutmut_1", f"{MODULE}.x_ask__mutmut_2", "reference_server.rules.names.x_key__mutmut_1"]
    rows = format_table(names, {names[0]: "killed", names[1]: "explained"}).splitlines()[2:]
    assert rows == [
        "| `names` | 1 | 0 | 0 | 0 | 1 |",
        "| `stage.commands` | 2 | 1 | 1 | 0 | 0 |",
        "| all | 3 | 1 | 1 | 0 | 1 |",
    ]
    assert format_table(names[:1], {names[0]: "no tests"}).endswith("| all | 1 | 0 | 0 | 1 | 0 |")


def test_a_change_consists_of_the_old_and_the_new_lines(folder: Path) -> None:
    changed = "if state.access is not Access.REQUEST: -> if state.access is Access.REQUEST:"
    assert describe_change(f"{MODULE}.x_ask__mutmut_1", folder) == changed
    assert describe_change(f"{MODULE}.xǁBoardǁof__mutmut_1", folder) == "return self.by_kind[kind] -> return None"


def test_the_source_name_is_that_of_the_unchanged_function() -> None:
    assert parse_mutant_name(f"{MODULE}.x__invited__mutmut_7").source_name == f"{MODULE}._invited"
    assert parse_mutant_name(f"{MODULE}.xǁBoardǁof__mutmut_1").source_name == f"{MODULE}.Board.of"


def test_each_explanation_has_a_reason() -> None:
    changes = [(change, reason) for table in read_explanations().values() for change, reason in table.items()]
    assert [change for change, reason in changes if " -> " not in change or not reason.strip()] == []


def test_each_explained_line_still_exists() -> None:
    assert find_outdated(read_explanations(), ROOT) == [], "remove the explanation, or correct its old line"


def test_an_explanation_of_a_removed_line_is_outdated() -> None:
    line = "if state.access is not Access.REQUEST: -> if state.access is Access.REQUEST:"
    current, removed = f"{MODULE}.ask", f"{MODULE}.ask_politely"
    other = "return 1 -> return 2"
    assert find_outdated({current: {line: "…", other: "…"}, removed: {line: "…"}}, ROOT) == [
        f"{current}: {other}",
        f"{removed}: {line}",
    ]
