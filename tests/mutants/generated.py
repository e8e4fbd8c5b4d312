"""Generates mutants of the rules with mutmut, and runs their unit tests: ``make generated-mutants``.

mutmut changes one expression at a time in a copy of the project under build/, and records which tests call which
function ([tool.mutmut] in pyproject.toml). Each mutant must fail one of the fast unit tests of its function, or else
one of the tests of every state (fork_judge.py). The exit code is 1 if a mutant survives both and is not explained in
generated_equivalents.toml (explanations.py), and 2 if no mutant could be judged. After an interruption, the next run
continues, unless code or tests have changed.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.mutants.changed_source import describe_change, parse_mutant_name
from tests.mutants.explanations import find_reason
from tests.mutants.results import ROOT
from tests.mutants.text_mutants import find_text_mutants

COPY = ROOT / "build" / "generated-mutants"
MUTANTS = COPY / "mutants"
"""The changed code, in which an environment variable chooses the mutant, and the tests."""
STATISTICS = MUTANTS / "mutmut-stats.json"
MUTMUT = (sys.executable, "-m", "mutmut")
NO_MUTANT = "no mutant has this name"
"""With this name, mutmut generates the mutants and records which tests call which function, but tests no mutant."""
RULES = "tests/reference_server/rules"
MUTATED_CODE_AND_TESTS = ("reference_server/rules", RULES, "tests/stand_ins")
"""The code that is mutated, and its tests."""
CONFIGURATION = "pyproject.toml"
"""The file that lists the mutated modules. If it changes, the mutants must be generated from scratch."""
FAST_TESTS = (RULES, "-m", "not exhaustive", "-k", "not everybody_sees_which_devices_are_off")
EVERY_STATE_TESTS = (RULES, "-m", "exhaustive", "-k", "not limit-3 and not limit-4")
"""The tests of every state; a limit of more than two people on stage adds no state of another kind."""
QUICK_SECONDS = 0.2
"""The longest duration of a quick test."""
KILLED, SURVIVED, EXPLAINED = "killed", "survived", "explained"

Outcomes = dict[str, str]


class GenerationFailed(RuntimeError):
    """mutmut has generated no mutants, or no test could be run; the message is the output."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse_arguments(arguments)
    began = time.monotonic()
    end = began + 60 * options.minutes
    try:
        generate()
        chosen = list_mutants(options.names or ["*"])
        if options.quick:
            outcomes = mark_explained(judge_mutants("quick", chosen, FAST_TESTS, quick_tests(), options.workers, end))
        else:
            outcomes = judge_in_stages(chosen, options.workers, end)
    except GenerationFailed as error:
        print(error, file=sys.stderr)
        return 2
    survivors = list_survivors(outcomes)
    for name in survivors:
        print(f"{outcomes[name].upper()}: {name}\n  {describe_change(name, MUTANTS)}")
    print(format_table(chosen, outcomes))
    print(f"Time: {time.monotonic() - began:.0f} s.")
    return 1 if survivors else 0


def _parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants.generated", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="patterns of mutants' names (default: all)")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="default: %(default)s")
    text = f"run only tests that take less than {QUICK_SECONDS} s each, and list the survivors"
    parser.add_argument("--quick", action="store_true", help=text)
    parser.add_argument("--minutes", type=float, default=25, metavar="N", help="time limit (default: %(default)s)")
    return parser.parse_args(arguments)


def judge_in_stages(mutants: Sequence[str], workers: int, end: float) -> Outcomes:
    """Return the outcomes with the fast unit tests.

    For unexplained survivors, return those with the exhaustive tests.
    """
    outcomes = mark_explained(judge_mutants("fast", mutants, FAST_TESTS, tests_by_function(), workers, end))
    return outcomes | judge_mutants("every state", list_survivors(outcomes), EVERY_STATE_TESTS, {}, workers, end)


def list_survivors(outcomes: Outcomes) -> list[str]:
    """Return the mutants that are neither killed nor explained."""
    return [name for name, outcome in outcomes.items() if outcome not in (KILLED, EXPLAINED)]


def mark_explained(outcomes: Outcomes) -> Outcomes:
    """Return the outcomes, with "explained" for each mutant that is not killed and has an explanation."""
    survivors = [name for name, outcome in outcomes.items() if outcome != KILLED]
    return outcomes | {name: EXPLAINED for name in survivors if find_reason(name, MUTANTS)}


def format_table(mutants: Sequence[str], outcomes: Outcomes) -> str:
    """Return a Markdown table of the numbers of mutants by module and outcome."""
    modules = sorted({parse_mutant_name(name).module for name in mutants})
    rows = [
        _format_row(f"`{module.partition('.rules.')[2]}`", _mutants_of_module(mutants, module), outcomes)
        for module in modules
    ]
    return "\n".join([TABLE_HEAD, *rows, _format_row("all", mutants, outcomes)])


TABLE_HEAD = "| module | mutants | killed | explained | not killed | not judged |\n|---|---|---|---|---|---|"


def _mutants_of_module(mutants: Sequence[str], module: str) -> list[str]:
    return [name for name in mutants if parse_mutant_name(name).module == module]


def _format_row(head: str, mutants: Sequence[str], outcomes: Outcomes) -> str:
    judged = [outcomes[name] for name in mutants if name in outcomes]
    killed, explained = judged.count(KILLED), judged.count(EXPLAINED)
    numbers = (len(mutants), killed, explained, len(judged) - killed - explained, len(mutants) - len(judged))
    return f"| {head} | " + " | ".join(map(str, numbers)) + " |"


def generate() -> None:
    """Update the copy, generate the mutants with mutmut, and run the tests once. Raises GenerationFailed."""
    if not _is_current(CONFIGURATION):
        shutil.rmtree(MUTANTS, ignore_errors=True)
    copy_project()
    output = _run_mutmut("run", "--max-children", "1", NO_MUTANT)
    if not STATISTICS.exists():
        raise GenerationFailed(output)


def copy_project() -> None:
    """Update the copy, without files that git ignores; files that mutmut has generated in it stay."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file() and not _is_current(name):
            (COPY / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, COPY / name)


def _is_current(name: str) -> bool:
    """Return whether the copy has the current version of this file."""
    source, target = ROOT / name, COPY / name
    return target.exists() and target.read_bytes() == source.read_bytes()


def list_mutants(patterns: Sequence[str]) -> list[str]:
    """Return the names of the mutants that match a pattern, without those that change only texts."""
    return [name for file in sorted(MUTANTS.rglob("*.meta")) for name in _mutants_in(file, patterns)]


def _mutants_in(file: Path, patterns: Sequence[str]) -> list[str]:
    """Return the names of a module's mutants. ``file`` is mutmut's data about the module, beside it."""
    names = json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
    matching = [name for name in names if any(fnmatch(name, pattern) for pattern in patterns)]
    texts = find_text_mutants(file.with_suffix("").read_text(encoding="utf-8")) if matching else set()
    return [name for name in matching if name.rpartition(".")[2] not in texts]


def tests_by_function() -> Mapping[str, list[str]]:
    """Return the ids of the tests that call each function."""
    tests: Mapping[str, list[str]] = _statistics()["tests_by_mangled_function_name"]
    return tests


def quick_tests() -> Mapping[str, list[str]]:
    """Return the ids of the quick tests that call each function."""
    seconds = seconds_by_test()
    return {
        function: [nodeid for nodeid in nodeids if seconds.get(nodeid, 0) < QUICK_SECONDS]
        for function, nodeids in tests_by_function().items()
    }


def seconds_by_test() -> Mapping[str, float]:
    """Return the duration of each test in seconds."""
    durations: Mapping[str, float] = _statistics()["duration_by_test"]
    return durations


def _statistics() -> dict[str, Any]:
    statistics: dict[str, Any] = json.loads(STATISTICS.read_text(encoding="utf-8"))
    return statistics


def judge_mutants(
    stage: str,
    mutants: Sequence[str],
    tests: Sequence[str],
    by_function: Mapping[str, list[str]],
    workers: int,
    end: float,
) -> Outcomes:
    """Return the outcomes of these mutants, also those of earlier runs.

    After the time ``end``, as of ``time.monotonic()``, no further mutant is judged.
    """
    known = known_outcomes(stage)
    minutes = (end - time.monotonic()) / 60
    new = [name for name in mutants if name not in known]
    if new and minutes > 0:
        options = (
            f"--judge-outcomes={outcomes_file(stage)}",
            f"--judge-workers={workers}",
            f"--judge-minutes={minutes}",
        )
        _run_fork_judge(new, tests, by_function, options)
        known = known_outcomes(stage)
    return {name: known[name] for name in mutants if name in known}


def known_outcomes(stage: str) -> Outcomes:
    """Return the outcomes of earlier runs with the same code and tests."""
    file = outcomes_file(stage)
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {mutant: outcome for line in lines for mutant, outcome in json.loads(line).items()}


def outcomes_file(stage: str) -> Path:
    """Return the file for this stage's outcomes with the current code and tests."""
    return COPY / f"outcomes-{stage.replace(' ', '-')}-{digest()[:12]}.jsonl"


def digest() -> str:
    """Return a digest of the mutated code and its tests."""
    files = sorted(file for folder in MUTATED_CODE_AND_TESTS for file in (COPY / folder).rglob("*.py"))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _run_fork_judge(
    mutants: Sequence[str], tests: Sequence[str], by_function: Mapping[str, list[str]], options: Sequence[str]
) -> None:
    file = COPY / "job.json"
    job = {"mutants": mutants, "tests": by_function, "seconds": seconds_by_test()}
    file.write_text(json.dumps(job), encoding="utf-8")
    plugin = ("-p", "tests.mutants.fork_judge", f"--judge={file}", f"--rootdir={MUTANTS}", *options)
    command = [sys.executable, "-m", "pytest", "-q", "--noconftest", "-p", "no:cacheprovider", *plugin, *tests]
    completed = subprocess.run(command, cwd=MUTANTS, capture_output=True, text=True, check=False)
    if completed.returncode:
        raise GenerationFailed(completed.stdout + completed.stderr)


def _run_mutmut(*arguments: str) -> str:
    completed = subprocess.run([*MUTMUT, *arguments], cwd=COPY, capture_output=True, text=True, check=False)
    return completed.stdout + completed.stderr


if __name__ == "__main__":
    sys.exit(main())
