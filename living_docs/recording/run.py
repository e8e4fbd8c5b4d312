"""A run's folder: parts while it runs, one record after it, the previous run's record beside it."""

import shutil
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

from living_docs.record.merging import finished, joined
from living_docs.record.messages import Message
from living_docs.record.record_files import NAME, PARTS, read_parts, write_record

PREVIOUS = "previous.ndjson"


class RecordedRun:
    """The run of this ``id`` and its record's ``folder``."""

    def __init__(self, folder: Path, id_: str) -> None:
        self.id = id_
        self.folder = folder
        self.parts = folder / PARTS
        self.album = self.parts / "album"

    @classmethod
    def continued(cls, folder: Path) -> "tuple[RecordedRun, Counter[str]]":
        """Return the run whose parts are in the record's folder, and its attempts so far by test case."""
        messages = [one for part in read_parts(folder / PARTS) for one in part]
        id_ = next((one["testRunStarted"]["id"] for one in messages if "testRunStarted" in one), "")
        attempts = Counter(one["testCaseStarted"]["testCaseId"] for one in messages if "testCaseStarted" in one)
        return cls(folder, id_), attempts

    def prepare(self) -> None:
        """Clear away what an earlier, killed run has left in parts."""
        shutil.rmtree(self.parts, ignore_errors=True)

    def finish(self, *, success: bool, reason: str) -> Path | None:
        """Join the parts to the record and return its path; None where no scenario began, and all stays as it was."""
        parts = read_parts(self.parts) if self.parts.is_dir() else []
        began = any("testCaseStarted" in one for part in parts for one in part)
        if began:
            self._keep(finished(joined(parts), success=success, reason=reason))
        shutil.rmtree(self.parts, ignore_errors=True)
        return self.folder / NAME if began else None

    def _keep(self, messages: list[Message]) -> None:
        record = self.folder / NAME
        if record.exists():
            record.replace(self.folder / PREVIOUS)
        write_record(messages, record)
        _prune(self.folder, messages)


def _prune(folder: Path, messages: list[Message]) -> None:
    """Remove the pictures and other files of earlier runs."""
    urls = (one["externalAttachment"]["url"] for one in messages if "externalAttachment" in one)
    kept = {folder / unquote(url) for url in urls}
    for kind in ("pictures", "evidence"):
        for path in sorted((folder / kind).rglob("*"), reverse=True):
            if path.is_file() and path not in kept:
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()
