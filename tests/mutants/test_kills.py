"""The pinned kills are complete and shown in docs and README.

A sample of the mutants is killed again.
"""

import subprocess
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from conformance.catalogue import requirements
from conformance.errors import UnreadableFile
from living_docs.site.kill_matrix_page import as_markdown, read_kill_matrix, write_kill_matrix
from tests.mutants.kill_matrix import MARKDOWN, README, build_kill_matrix, format_kill_count
from tests.mutants.mutant import mutants
from tests.mutants.mutant_result import MutantResult, Outcome
from tests.mutants.results import StoredResults, not_judged, pin, pinned_day, pinned_kills

ROOT = Path(__file__).parents[2]
SAMPLE = ("decline-told-to-the-moderator", "attendees-learn-who-asks", "newest-hand-first")


def test_each_mutant_has_a_pinned_kill_or_an_explanation() -> None:
    unkilled = mutants().keys() - pinned_kills().keys() - not_judged()
    assert sorted(name for name in unkilled if not mutants()[name].equivalent) == [], (
        "run `make mutants`; correct the scenario, or explain the mutant"
    )


def test_each_must_has_kills_of_two_kinds_and_each_other_rule_one() -> None:
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for name in pinned_kills():
        kinds[mutants()[name].breaks[0]].add(mutants()[name].kind)
    not_judged_rules = {mutants()[name].breaks[0] for name in not_judged()}
    judged = [rule for rule in requirements().values() if rule.id not in not_judged_rules]
    needed = {rule.id: 2 if rule.level == "MUST" else 1 for rule in judged}
    assert [rule for rule, number in needed.items() if len(kinds[rule]) < number] == []


def test_each_pinned_kill_belongs_to_a_mutant() -> None:
    assert sorted(pinned_kills().keys() - mutants().keys()) == []


def test_an_explained_mutant_is_not_killed() -> None:
    assert [name for name in pinned_kills() if mutants()[name].equivalent] == []


def test_the_page_and_the_count_in_the_readme_show_the_pinned_kills() -> None:
    assert MARKDOWN.read_text(encoding="utf-8") == as_markdown(build_kill_matrix()), "run `make mutants ARGS=--pin`"
    assert format_kill_count(build_kill_matrix()) in README.read_text(encoding="utf-8")


def test_the_page_lists_every_mutant(tmp_path: Path) -> None:
    page = write_kill_matrix(build_kill_matrix(), tmp_path).read_text(encoding="utf-8")
    assert [name for name in mutants() if f'id="{name}"' not in page] == []


def test_a_file_that_is_not_a_kill_matrix_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "matrix.json"
    file.write_text("[]")
    with pytest.raises(UnreadableFile, match=r"matrix\.json: not a kill matrix; `make mutants` writes one\."):
        read_kill_matrix(file)


def test_pinning_keeps_the_kills_of_other_mutants(tmp_path: Path) -> None:
    first, second = list(mutants())[:2]
    path = tmp_path / "kills.toml"
    pin([MutantResult(first, Outcome.KILLED, "test_one[laptop]", "Then “it”", 'a "message"')], path)
    pin([MutantResult(second, Outcome.KILLED, "test_two[phone]", "Then it", "another")], path)
    pin([MutantResult(second, Outcome.SURVIVED)], path)
    kill = {"scenario": "test_one[laptop]", "step": "Then “it”", "message": 'a "message"'}
    assert pinned_kills(path)[first] == kill
    assert sorted(pinned_kills(path)) == sorted([first, second])


def test_only_a_run_of_all_mutants_changes_the_day(tmp_path: Path) -> None:
    path = tmp_path / "kills.toml"
    path.write_text("day = 2026-01-02\n", encoding="utf-8")
    first, *_ = results = [MutantResult(name, Outcome.SURVIVED) for name in mutants()]
    pin([first], path)
    assert pinned_day(path) == date(2026, 1, 2)
    pin(results, path)
    assert pinned_day(path) == date.today()


def test_a_stored_result_is_valid_only_for_its_mutant(tmp_path: Path) -> None:
    first, second = list(mutants().values())[:2]
    stored = StoredResults(folder=tmp_path)
    result = MutantResult(first.name, Outcome.KILLED, "test_one[laptop]", "Then it", "seen", ("test_one[laptop]",))
    stored.store(first, result)
    assert stored.find(first) == result
    assert stored.find(second) is None


@pytest.mark.nested_run
def test_a_sample_of_mutants_is_killed() -> None:
    command = [sys.executable, "-m", "tests.mutants", "--workers=1", "--anew", *SAMPLE]
    completed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    assert f"{len(SAMPLE)} of {len(SAMPLE)} mutants killed" in completed.stdout


@pytest.mark.parametrize("names", [["no-such-mutant"], ["ASK-99"]])
def test_an_unknown_name_is_an_error(names: list[str]) -> None:
    command = [sys.executable, "-m", "tests.mutants", *names]
    completed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (completed.returncode, completed.stderr) == (
        2,
        f"{names[0]}: neither a mutant nor a rule with mutants; see tests/mutants/catalogue.\n",
    )
