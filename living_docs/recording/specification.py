"""Feature files as messages: source, document, and a pickle for each scenario, example and device.

Ids are derived from path and text of the file alone, so that they are equal in all workers and on all machines.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cucumber_messages import Source, SourceMediaType
from gherkin.ast_builder import AstBuilder
from gherkin.errors import ParserError
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from gherkin.stream.id_generator import IdGenerator

from living_docs.record.record_messages import Message, message


class _Ids(IdGenerator):
    """Counts like the library's generator, with a prefix."""

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self._prefix = prefix

    def get_next_id(self) -> str:
        return f"{self._prefix}-{super().get_next_id()}"


@dataclass(frozen=True)
class FeatureText:
    """A feature file.

    ``uri`` is its path within the project; ``pickles`` are its pickles without a device.
    """

    uri: str
    source: Message
    document: Message
    pickles: list[dict[str, Any]]

    def pickle(self, line: int, example: Mapping[str, str] | None, device: str) -> dict[str, Any]:
        """Return the pickle of the scenario at this line and of this row of examples.

        Raises LookupError if there is none.
        """
        for scenario in scenarios_in(self.document["gherkinDocument"]):
            if scenario["location"]["line"] == line:
                row = _find_row(scenario, example) if example else None
                return pickle_for_device(self._pickle_of_nodes(scenario["id"], row), device)
        raise LookupError(f"{self.uri} has no scenario at line {line}")

    def _pickle_of_nodes(self, scenario: str, row: str | None) -> dict[str, Any]:
        node_ids = [scenario] if row is None else [scenario, row]
        return next(pickle for pickle in self.pickles if pickle["astNodeIds"] == node_ids)


def read_feature(path: Path, root: Path) -> FeatureText | None:
    """Read a feature file; return None if it is not valid Gherkin, which pytest reports."""
    uri = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    text = path.read_text(encoding="utf-8")
    ids = _Ids(hashlib.sha256(f"{uri}\n{text}".encode()).hexdigest()[:8])
    try:
        document: dict[str, Any] = {**Parser(AstBuilder(ids)).parse(text), "uri": uri}
    except ParserError:
        return None
    source = Source(data=text, media_type=SourceMediaType.text_x_cucumber_gherkin_plain, uri=uri)
    pickles: list[Any] = list(Compiler(ids).compile(document))  # type: ignore[arg-type] # a document with its uri
    return FeatureText(uri, message(source=source), {"gherkinDocument": document}, pickles)


def pickle_for_device(pickle: Mapping[str, Any], device: str) -> dict[str, Any]:
    """Return the pickle for one kind of device, with its own ids and a tag; unchanged if ``device`` is ""."""
    if not device:
        return dict(pickle)
    tag = {"name": f"@{device}", "astNodeId": pickle["astNodeIds"][0]}
    steps = [{**step, "id": f"{step['id']}-{device}"} for step in pickle["steps"]]
    return {**pickle, "id": f"{pickle['id']}-{device}", "steps": steps, "tags": [*pickle["tags"], tag]}


def scenarios_in(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every scenario of a document, within rules and outside them."""
    for child in document.get("feature", {}).get("children", []):
        entries: Sequence[Mapping[str, Any]] = child["rule"]["children"] if "rule" in child else [child]
        yield from (entry["scenario"] for entry in entries if "scenario" in entry)


def _find_row(scenario: Mapping[str, Any], example: Mapping[str, str]) -> str:
    for table in scenario["examples"]:
        names = [cell["value"] for cell in table.get("tableHeader", {"cells": []})["cells"]]
        for row in table.get("tableBody", []):
            if dict(zip(names, (cell["value"] for cell in row["cells"]), strict=True)) == dict(example):
                return str(row["id"])
    raise LookupError(f"“{scenario['name']}” has no example {dict(example)}")
