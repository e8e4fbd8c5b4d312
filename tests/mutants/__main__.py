"""Run the mutants: ``python -m tests.mutants [NAME or RULE …]``, or ``make mutants ARGS='…'``.

The exit code is 0 if every mutant was killed or is explained, 1 if a mutant survived or a pinned kill was lost, and 2
if the arguments or a mutant are invalid. After an interruption, the next run continues, unless the code has changed.
"""

import argparse
import sys
import time
from collections.abc import Sequence

from conformance.catalogue import requirements
from tests.mutants.kill_matrix import write_pages
from tests.mutants.kill_run import KillRun
from tests.mutants.mutant import BadMutant, Mutant, mutants
from tests.mutants.mutant_result import MutantResult, Outcome
from tests.mutants.results import ROOT, StoredResults, pin, pinned_kills
from tools.processors_plugin import usable_processors

INTERRUPTED = 130
"""The exit code after Ctrl-C, as in shells."""
LEVELS = ("MUST", "SHOULD", "MAY")
WORKERS_PER_PROCESSOR = 2
"""More workers than processors, since a worker mostly waits for elements that the mutated room does not show."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse_arguments(arguments)
    try:
        chosen = choose_mutants(options.names)
    except BadMutant as error:
        print(error, file=sys.stderr)
        return 2
    began = time.monotonic()
    run = _create_run(chosen, options)
    try:
        results = run.run(options.workers)
    except KeyboardInterrupt:
        run.stop()
        print("Stopped. The next run continues where this one stopped.", file=sys.stderr)
        return INTERRUPTED
    print(format_summary(chosen, results))
    print(f"Time: {time.monotonic() - began:.0f} s; processor time: {run.processor_seconds:.0f} s.")
    if options.pin:
        pin(results.values())
        print(f"Kill matrix: {write_pages().relative_to(ROOT)}")
    return 1 if list_problems(chosen, results) else 0


def choose_mutants(names: Sequence[str]) -> list[Mutant]:
    """Return the mutants with these names or rules, or all if there are none.

    They are in the order in which to run them. Raises BadMutant.
    """
    known = mutants()
    rules = {rule for mutant in known.values() for rule in mutant.breaks}
    unknown = [name for name in names if name not in known and name not in rules]
    if unknown:
        raise BadMutant(f"{', '.join(unknown)}: neither a mutant nor a rule with mutants; see tests/mutants/catalogue.")
    chosen = [mutant for mutant in known.values() if not names or {mutant.name, *mutant.breaks} & set(names)]
    return sort_by_rank(chosen)


def sort_by_rank(chosen: Sequence[Mutant]) -> list[Mutant]:
    """Return first one mutant of every rule, then a second one, preferably of another kind, and so on."""
    by_rule: dict[str, list[Mutant]] = {}
    for mutant in chosen:
        by_rule.setdefault(mutant.breaks[0], []).append(mutant)
    ranks: dict[str, int] = {}
    for mutants_of_rule in by_rule.values():
        kinds = [mutant.kind for mutant in mutants_of_rule]
        new_kind_first = sorted(enumerate(mutants_of_rule), key=lambda pair: pair[1].kind in kinds[: pair[0]])
        ranks |= {mutant.name: rank for rank, (_, mutant) in enumerate(new_kind_first)}
    return sorted(chosen, key=lambda mutant: (ranks[mutant.name], _level(mutant)))


def _level(mutant: Mutant) -> int:
    return LEVELS.index(requirements()[mutant.breaks[0]].level)


def format_summary(chosen: Sequence[Mutant], results: dict[str, MutantResult]) -> str:
    """Return the numbers of killed and explained mutants, and a line for each problem."""
    outcomes = [results[mutant.name].outcome for mutant in chosen]
    killed = outcomes.count(Outcome.KILLED)
    explained = sum(bool(mutant.equivalent) for mutant in chosen if results[mutant.name].outcome is not Outcome.KILLED)
    head = f"{killed} of {len(chosen)} mutants killed, {explained} explained as equivalent."
    return "\n".join([head, *list_problems(chosen, results)])


def list_problems(chosen: Sequence[Mutant], results: dict[str, MutantResult]) -> list[str]:
    """Return a line for each mutant that survived without an explanation or breaks an undeclared rule."""
    pinned = pinned_kills()
    lines = []
    for mutant in chosen:
        outcome = results[mutant.name].outcome
        undeclared = sorted(set(results[mutant.name].failed_rules) - set(mutant.breaks))
        if undeclared:
            lines.append(
                f"undeclared: {mutant.name} also breaks {', '.join(undeclared)}; declare them, or correct the scenarios"
            )
        if outcome is not Outcome.KILLED and not mutant.equivalent:
            pinned_kill = (
                f"; it was killed by “{pinned[mutant.name]['scenario']}” before" if mutant.name in pinned else ""
            )
            lines.append(f"{outcome}: {mutant.name} ({', '.join(mutant.breaks)}){pinned_kill}")
    return lines


def _create_run(chosen: Sequence[Mutant], options: argparse.Namespace) -> KillRun:
    first_scenarios = {name: kill["scenario"] for name, kill in pinned_kills().items()}
    stored = StoredResults(any_code=options.any_code, ignore=options.anew or options.every)

    def report(line: str) -> None:
        print(line, flush=True)

    return KillRun(chosen, first_scenarios, stored, report, all_scenarios=options.every)


def _parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description="Run the features against mutants of the room."
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="mutants, or rules whose mutants to run (default: all)"
    )
    workers = WORKERS_PER_PROCESSOR * usable_processors()
    parser.add_argument("--workers", type=int, default=workers, metavar="N", help="default: %(default)s")
    parser.add_argument(
        "--pin", action="store_true", help="write the kills into tests/mutants/kills.toml, docs and README"
    )
    parser.add_argument("--any-code", action="store_true", help="also reuse results of earlier versions of the code")
    text = "run all scenarios, and compare the rules that fail with those that the mutants declare"
    parser.add_argument("--every", action="store_true", help=text)
    parser.add_argument("--anew", action="store_true", help="reuse no results of earlier runs")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
