"""What the help article says, statement by statement, and what a run says about each."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from conformance.verdict_engine import combine
from conformance.verdicts import Verdict
from living_docs.record.record_model import Report

PATH = Path(__file__).parent / "article.toml"


@dataclass(frozen=True)
class Statement:
    """A statement of the article in our words, the rules that follow from it, and the verdict on them together."""

    says: str
    rules: list[str]
    verdict: Verdict


@dataclass(frozen=True)
class Section:
    title: str
    statements: list[Statement]


def sections(report: Report) -> list[Section]:
    """The article in its order."""
    told = tomllib.loads(PATH.read_text(encoding="utf-8"))["section"]
    return [Section(one["title"], [_statement(it, report) for it in one["statement"]]) for one in told]


def beyond(report: Report) -> list[str]:
    """The rules of the catalogue that follow from no statement of the article."""
    covered = {id_ for section in sections(report) for statement in section.statements for id_ in statement.rules}
    return [id_ for id_ in report.requirements if id_ not in covered]


def _statement(told: dict[str, object], report: Report) -> Statement:
    rules = told["rules"]
    assert isinstance(rules, list)
    return Statement(str(told["says"]), rules, combine(report.verdict(id_) for id_ in rules))
