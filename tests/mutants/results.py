"""Stores the results of mutants, which are valid until mutant or code change, and the pinned kills."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.mutants.mutant import Mutant, mutants
from tests.mutants.mutant_result import MutantResult, Outcome

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "mutants"
RESULTS = BUILD / "results"
PINNED = Path(__file__).parent / "kills.toml"
CODE = ("conformance", "features", "pages", "people", "reference_server", "rooms", "steps", "tests/mutants")
SUFFIXES = (".py", ".js", ".css", ".html", ".feature", ".toml")
NOT_CODE = ("bundle", "catalogue", "generated_equivalents.toml", "kills.toml")


class StoredResults:
    """The results of earlier runs.

    With ``any_code``, results are valid even if the code has changed. With ``ignore``, no earlier result is valid.
    """

    def __init__(self, *, any_code: bool = False, ignore: bool = False, folder: Path = RESULTS) -> None:
        self._any_code = any_code
        self._ignore = ignore
        self._folder = folder

    def find(self, mutant: Mutant) -> MutantResult | None:
        """Return the mutant's result, or None without a valid result."""
        path = self._folder / f"{mutant.name}.json"
        if self._ignore or not path.exists():
            return None
        stored = json.loads(path.read_text())
        is_code_valid = self._any_code or stored["code"] == code_digest()
        return read_result(stored["result"]) if is_code_valid and stored["mutant"] == mutant_digest(mutant) else None

    def store(self, mutant: Mutant, result: MutantResult) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        stored = {"code": code_digest(), "mutant": mutant_digest(mutant), "result": asdict(result)}
        (self._folder / f"{mutant.name}.json").write_text(json.dumps(stored, indent=1, ensure_ascii=False))


class PassedUnmutated:
    """The scenarios that have passed with the current code without a mutant, in a file that workers share."""

    def __init__(self, folder: Path = BUILD) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"passed-{code_digest()[:12]}.txt"

    def __contains__(self, nodeid: str) -> bool:
        return self._path.exists() and nodeid in self._path.read_text(encoding="utf-8").splitlines()

    def add(self, nodeid: str) -> None:
        """Record that this scenario has passed."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{nodeid}\n")


def read_result(fields: Mapping[str, object]) -> MutantResult:
    """Return the result with these fields, as parsed from JSON."""
    lists = {key: tuple(value) for key, value in fields.items() if isinstance(value, list)}
    return MutantResult(**{**fields, **lists, "outcome": Outcome(str(fields["outcome"]))})  # type: ignore[arg-type]


def mutant_digest(mutant: Mutant) -> str:
    """Return a digest of the mutant's definition."""
    return hashlib.sha256(repr(mutant).encode()).hexdigest()


@cache
def code_digest() -> str:
    """Return a digest of the room, the features and the suite."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in CODE for path in (ROOT / folder).rglob("*") if _is_code(path)):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _is_code(path: Path) -> bool:
    return path.suffix in SUFFIXES and not any(part in NOT_CODE for part in path.parts)


def pinned_kills(path: Path = PINNED) -> dict[str, dict[str, str]]:
    """Return for each pinned mutant the scenario, the step and the message that killed it."""
    return {name: kill for name, kill in _read_pinned(path).items() if isinstance(kill, dict)}


def pinned_day(path: Path = PINNED) -> date:
    """Return the day of the last run of all mutants that pinned its kills, or today if none are pinned."""
    day = _read_pinned(path).get("day", date.today())
    return day if isinstance(day, date) else date.today()


def not_judged(path: Path = PINNED) -> frozenset[str]:
    """Return the names of the mutants that no run with ``--pin`` has judged yet."""
    return frozenset(_read_pinned(path).get("not_judged", ()))


def _read_pinned(path: Path) -> dict[str, Any]:
    return _parse(path.read_text(encoding="utf-8")) if path.exists() else {}


@cache
def _parse(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def pin(results: Iterable[MutantResult], path: Path = PINNED) -> None:
    """Write the kills among the results into the file; keep those of the catalogue's other mutants.

    Only a run of all mutants changes the day, so that no kill is older than the day says.
    """
    results = tuple(results)
    judged_now = {result.name for result in results}
    day = date.today() if mutants().keys() <= judged_now else pinned_day(path)
    kills = {name: kill for name, kill in pinned_kills(path).items() if name in mutants()}
    judged_before = mutants().keys() - not_judged(path) if path.exists() else set()
    not_judged_yet = [name for name in mutants() if name not in judged_before | judged_now]
    for result in results:
        if result.outcome is Outcome.KILLED:
            kills[result.name] = {key: getattr(result, key) for key in ("scenario", "step", "message")}
    lines = ["# The kills that must not be lost; written by `make mutants ARGS=--pin`.", f"day = {day}"]
    lines += [f"not_judged = {json.dumps(not_judged_yet)}"] if not_judged_yet else []
    for name in sorted(kills):
        lines += [
            "",
            f"[{name}]",
            *(f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in kills[name].items()),
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
