"""Builds the pages into a folder."""

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment

from conformance.coverage import read_sections, rules_beyond_article
from conformance.verdicts import Verdict
from living_docs.record.assessment import conformance_of
from living_docs.record.reading import build_run_record
from living_docs.record.record_files import RECORD_NAME, write_record
from living_docs.record.record_messages import Message
from living_docs.record.record_model import Picture, RunRecord, Scenario, levels_of
from living_docs.site.environment import plain_environment
from living_docs.site.guide import Guide
from living_docs.site.guide_sentences import judge_sentences
from living_docs.site.overview import overview
from living_docs.site.report_page import template_values, write_conformance

STATIC = Path(__file__).parent / "static"
PAGES = (
    ("index.html", "Overview"),
    ("guide.html", "Guide"),
    ("rules.html", "Rules"),
    ("coverage.html", "Coverage"),
    ("report.html", "Report"),
)
VERDICT_ORDER = (
    Verdict.FAILED,
    Verdict.INCONSISTENT,
    Verdict.UNEXPECTEDLY_PASSED,
    Verdict.NOT_REACHED,
    Verdict.KNOWN_DEVIATION,
    Verdict.PASSED,
    Verdict.NOT_OFFERED,
    Verdict.NOT_TESTED,
)
STATUS_CLASSES = {
    "PASSED": "passed",
    "FAILED": "failed",
    "SKIPPED": "not-tested",
    "PENDING": "not-tested",
    "UNDEFINED": "not-reached",
    "AMBIGUOUS": "not-reached",
    "UNKNOWN": "not-reached",
}
JUNIT = "junit.xml"
"""The run's JUnit XML, beside the record."""


def build(messages: Sequence[Message], folders: Sequence[Path], out: Path, previous: Sequence[Message] = ()) -> Path:
    """Write the pages of a record into ``out``, and return the path of the overview.

    ``folders``: the folders with the record's pictures, which are copied unless they are in ``out`` already.
    """
    record_folder = out / "record"
    record_folder.mkdir(parents=True, exist_ok=True)
    _collect(messages, folders, record_folder)
    record = build_run_record(messages, record_folder)
    before = build_run_record(previous, record_folder) if previous else None
    copy_static(out)
    _Site(record, before, out).write(messages)
    return out / "index.html"


def _collect(messages: Sequence[Message], folders: Sequence[Path], record_folder: Path) -> None:
    """Copy the record and everything that it refers to into one folder."""
    if record_folder.resolve() in [folder.resolve() for folder in folders] and len(folders) == 1:
        return
    for url in (envelope["externalAttachment"]["url"] for envelope in messages if "externalAttachment" in envelope):
        _copy_attachment(unquote(url), folders, record_folder)
    write_record(messages, record_folder / RECORD_NAME)
    if len(folders) == 1 and (folders[0] / JUNIT).exists():
        shutil.copyfile(folders[0] / JUNIT, record_folder / JUNIT)


def _copy_attachment(path: str, folders: Sequence[Path], record_folder: Path) -> None:
    """Copy the file from the first folder that has it, unless the record has it already."""
    target = record_folder / path
    source = next((folder / path for folder in folders if (folder / path).exists()), None)
    if source is not None and not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def copy_static(out: Path) -> None:
    """Copy the files that all pages share into ``out``."""
    shutil.rmtree(out / "static", ignore_errors=True)
    shutil.copytree(STATIC, out / "static")


class _Site:
    def __init__(self, record: RunRecord, before: RunRecord | None, out: Path) -> None:
        self._record = record
        self._before = before
        self._out = out
        self._conformance = conformance_of(record)

    def write(self, messages: Sequence[Message]) -> None:
        write_conformance(self._conformance, self._out)
        environment = environment_for(self._record)
        environment.globals["planned"], environment.globals["unfinished"] = _count_planned_and_unfinished(messages)
        for page, context in self._contexts_of_pages().items():
            self._render(environment, page, page, "", context)
        self._write_scenarios(environment)

    def _contexts_of_pages(self) -> dict[str, dict[str, Any]]:
        return {
            "index.html": self._overview(),
            "guide.html": {},
            "rules.html": self._rules(),
            "coverage.html": self._coverage(),
            "report.html": template_values(self._conformance),
        }

    def _write_scenarios(self, environment: Environment) -> None:
        folder = self._out / "scenarios"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        scenarios = [scenario for _, _, scenario in self._record.scenarios]
        neighbours = zip([None, *scenarios], [*scenarios[1:], None], strict=False)
        for (feature, rule, scenario), (before, after) in zip(self._record.scenarios, neighbours, strict=False):
            context = {"feature": feature, "rule": rule, "scenario": scenario, "before": before, "after": after}
            self._render(environment, "scenario.html", f"scenarios/{scenario.slug}.html", "../", context)

    def _render(
        self, environment: Environment, template: str, page: str, root: str, context: Mapping[str, Any]
    ) -> None:
        text = environment.get_template(template).render(root=root, here=page, **context)
        (self._out / page).write_text(text, encoding="utf-8")

    def _overview(self) -> dict[str, Any]:
        junit = (self._out / "record" / JUNIT).exists()
        return overview(self._record, self._before, VERDICT_ORDER) | {"junit": junit}

    def _coverage(self) -> dict[str, Any]:
        article = read_sections(self._record.verdict)
        counter = Counter(statement.verdict for section in article for statement in section.statements)
        return {
            "sections": article,
            "rules_beyond_article": rules_beyond_article(self._record.requirements),
            "statement_counts": [(verdict, counter[verdict]) for verdict in VERDICT_ORDER if counter[verdict]],
            "statement_count": counter.total(),
        }

    def _rules(self) -> dict[str, Any]:
        record = self._record
        without_scenario = [id_ for id_ in record.requirements if not record.scenarios_of(id_)]
        return {
            "anchors": rule_anchors(record),
            "not_tested": Verdict.NOT_TESTED,
            "cover": _find_cover_picture,
            "without_scenario": without_scenario,
            "section_count": len(without_scenario) + sum(len(feature.rules) for feature in record.features),
        }


def environment_for(record: RunRecord, *, strict: bool = False) -> Environment:
    """Return the templates' environment.

    ``strict``: raise an error if the guide names a scenario that the record does not contain.
    """
    environment = plain_environment()
    guide = Guide(record, strict=strict)
    environment.globals |= {
        "report": record,
        "pages": PAGES,
        "verdicts": VERDICT_ORDER,
        "marks": STATUS_CLASSES,
        "levels": lambda ids: levels_of(ids, record.requirements),
        "prove": guide.prove,
        "show": guide.show,
        "sentences": lambda: judge_sentences(environment, guide),
    }
    return environment


def rule_anchors(record: RunRecord) -> dict[str, list[str]]:
    """Return the anchors of each rule on its page: its ids, unless another rule has them already."""
    used: set[str] = set()
    anchors: dict[str, list[str]] = {}
    for feature in record.features:
        for rule in feature.rules:
            unused = [id_ for id_ in rule.ids if id_ not in used]
            used.update(unused)
            anchors[rule.slug] = unused or [rule.slug]
    return anchors


def _count_planned_and_unfinished(messages: Sequence[Message]) -> tuple[int, int]:
    """Return the number of planned scenario runs, and how many of them were not finished."""
    planned = {envelope["testCase"]["id"] for envelope in messages if "testCase" in envelope}
    started = [envelope["testCaseStarted"] for envelope in messages if "testCaseStarted" in envelope]
    ends = [envelope["testStepFinished"] for envelope in messages if "testStepFinished" in envelope]
    broken = {end["testCaseStartedId"] for end in ends if end["testStepResult"]["status"] == "UNKNOWN"}
    return len(planned), len(planned - {start["testCaseId"] for start in started if start["id"] not in broken})


def _find_cover_picture(scenario: Scenario) -> Picture | None:
    """Return the picture that represents a scenario: of the first run that has one."""
    return next((run.representative_picture for run in scenario.runs if run.representative_picture), None)
