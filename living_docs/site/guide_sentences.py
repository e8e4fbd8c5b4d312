"""Reads the sentences of the guide, and counts those that were tested."""

from dataclasses import dataclass

from jinja2 import Environment, nodes

from conformance.verdicts import Verdict
from living_docs.site.guide import Guide

TEMPLATE = "guide.html"


@dataclass(frozen=True)
class SentenceVerdicts:
    """The verdicts on all sentences of the guide."""

    verdicts: list[Verdict]

    @property
    def tested_count_text(self) -> str:
        """Return the beginning of a sentence that ends with "tested"."""
        tested = sum(verdict.is_tested for verdict in self.verdicts)
        if tested in (0, len(self.verdicts)):
            return "Every sentence was" if tested else "No sentence was"
        return f"{tested} of {len(self.verdicts)} sentences {'was' if tested == 1 else 'were'}"

    @property
    def has_tested(self) -> bool:
        return any(verdict.is_tested for verdict in self.verdicts)

    @property
    def untested(self) -> list[Verdict]:
        """The verdicts in use that say nothing about the room."""
        return [verdict for verdict in Verdict if verdict in self.verdicts and not verdict.is_tested]


def judge_sentences(environment: Environment, guide: Guide) -> SentenceVerdicts:
    """Return the verdicts on the guide's sentences, which are read from the template's source.

    The top of the page shows how many were tested, and is rendered before the sentences.
    """
    assert environment.loader is not None  # noqa: S101 (for the type checker)
    text, _, _ = environment.loader.get_source(environment, TEMPLATE)
    calls = [block.call for block in environment.parse(text).find_all(nodes.CallBlock)]
    names = [[name.as_const() for name in call.args] for call in calls if _is_sentence(call)]
    return SentenceVerdicts([guide.prove(scenarios).verdict for scenarios in names])


def _is_sentence(call: nodes.Call) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name == "says"
