"""Each mutant applies to the current code, and each rule has mutants."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from conformance.catalogue import requirements
from tests.mutants.mutant import BadMutant, Mutant, SourceChange, mutant_named, mutants, read_mutant
from tests.mutants.mutated_room import PACKAGE, ROOT, apply_change, changes_page, check_bundles, mutate_files
from tools.javascript.npm_packages import ToolError

VALID = {"breaks": ["ASK-1"], "kind": "screen", "what": "…", "file": "app.py", "old": "a", "new": "b"}


@pytest.mark.parametrize("name", mutants())
def test_a_mutant_applies_to_the_current_code(name: str) -> None:
    for file, text in mutate_files(mutant_named(name)).items():
        if file.endswith(".py"):
            ast.parse(text)


def test_the_pages_of_all_mutants_can_be_bundled(tmp_path: Path) -> None:
    check_bundles(filter(changes_page, mutants().values()), tmp_path)


def test_a_mutant_whose_page_cannot_be_bundled_is_reported(tmp_path: Path) -> None:
    file, name = "js/main.js", "twice"
    text = (ROOT / PACKAGE / "static" / file).read_text(encoding="utf-8")
    first_line = text.splitlines()[0]
    change = SourceChange(f"static/{file}", first_line, f"const {name} = 1;\nconst {name} = 2;\n{first_line}")
    with pytest.raises(ToolError, match=rf"(?s)The symbol \"{name}\" has already been declared.*sample/{file}"):
        check_bundles([Mutant("sample", ("ASK-1",), "screen", "…", (change,))], tmp_path)


def test_no_two_mutants_change_the_room_in_the_same_way() -> None:
    names: defaultdict[frozenset[tuple[str, str]], list[str]] = defaultdict(list)
    for name, mutant in mutants().items():
        names[frozenset(mutate_files(mutant).items())].append(name)
    duplicates = [same for same in names.values() if len(same) > 1]
    assert duplicates == [], "remove all but one of each list, or change the room in another way"


def test_each_must_has_two_mutants_of_different_kinds_and_each_other_rule_one() -> None:
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for mutant in mutants().values():
        kinds[mutant.breaks[0]].append(mutant.kind)
    rules_without_mutants = [
        rule.id
        for rule in requirements().values()
        if not kinds[rule.id] or (rule.level == "MUST" and len(set(kinds[rule.id])) < 2)
    ]
    assert rules_without_mutants == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nothing", "the old text does not occur in reference_server/app.py: 'one'"),
        ("one or one", "the old text occurs 2 times in reference_server/app.py: 'one'"),
    ],
)
def test_the_old_text_must_occur_exactly_once(text: str, message: str) -> None:
    change = SourceChange("app.py", "one", "two")
    mutant = Mutant("sample", ("ASK-1",), "screen", "…", (change,))
    with pytest.raises(BadMutant, match="The mutant sample: " + message):
        apply_change(mutant, change, text)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"breaks": ["ASK-99"]}, "ASK-99 is not a rule"),
        ({"kind": "colour"}, "its kind must be one of server rule, wire, screen, media, style sheet"),
        ({"device": "watch"}, "its device must be one of laptop, phone"),
        ({"why": "…"}, "why is not a key of a mutant"),
        ({"old": ""}, "each change needs file, old and new"),
    ],
)
def test_an_invalid_mutant_is_reported(fault: dict[str, object], message: str) -> None:
    with pytest.raises(BadMutant, match=f"The mutant sample: {message}"):
        read_mutant("sample", VALID | fault)
