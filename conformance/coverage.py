"""The statements of the help article, with the rules that follow from each and their verdicts."""

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.verdict_engine import combine
from conformance.verdicts import Verdict

ARTICLE_FILE = Path(__file__).parent / "article.toml"


@dataclass(frozen=True)
class Statement:
    """A statement of the article in our words, with its rules and the verdict on them together."""

    says: str
    rules: list[str]
    verdict: Verdict


@dataclass(frozen=True)
class Section:
    title: str
    statements: list[Statement]


def read_sections(verdict_on: Callable[[str], Verdict]) -> list[Section]:
    """Return the article in its order; ``verdict_on`` returns the verdict on a rule by its id."""
    return [
        Section(section["title"], [_create_statement(entry, verdict_on) for entry in section["statement"]])
        for section in _read_article()
    ]


def rules_beyond_article(rules: Iterable[str]) -> list[str]:
    """Return the rules that follow from no statement of the article."""
    covered = {rule for section in _read_article() for entry in section["statement"] for rule in entry["rules"]}
    return [rule for rule in rules if rule not in covered]


def _read_article() -> list[dict[str, Any]]:
    article: list[dict[str, Any]] = tomllib.loads(ARTICLE_FILE.read_text(encoding="utf-8"))["section"]
    return article


def _create_statement(entry: dict[str, Any], verdict_on: Callable[[str], Verdict]) -> Statement:
    return Statement(entry["says"], entry["rules"], combine(map(verdict_on, entry["rules"])))
