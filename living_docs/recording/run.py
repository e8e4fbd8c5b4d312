"""The folder of a run: parts while it runs, then one record beside the previous run's."""

import shutil
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

from living_docs.record.merging import finish_record, merge_parts
from living_docs.record.record_files import PARTS_FOLDER, RECORD_NAME, read_parts, write_record
from living_docs.record.record_messages import Message

PREVIOUS = "previous.ndjson"


class RecordedRun:
    """A run with its id, and the folder of its record."""

    def __init__(self, folder: Path, id_: str) -> None:
        self.id = id_
        self.folder = folder
        self.parts = folder / PARTS_FOLDER
        self.album = self.parts / "album"

    @classmethod
    def resume(cls, folder: Path) -> "tuple[RecordedRun, Counter[str]]":
        """Return the run whose parts are in the record's folder, and the number of its attempts by test case."""
        messages = [envelope for part in read_parts(folder / PARTS_FOLDER) for envelope in part]
        id_ = next((envelope["testRunStarted"]["id"] for envelope in messages if "testRunStarted" in envelope), "")
        attempts = Counter(
            envelope["testCaseStarted"]["testCaseId"] for envelope in messages if "testCaseStarted" in envelope
        )
        return cls(folder, id_), attempts

    def prepare(self) -> None:
        """Remove the parts of an earlier run that was killed."""
        shutil.rmtree(self.parts, ignore_errors=True)

    def finish(self, *, success: bool, reason: str) -> Path | None:
        """Merge the parts into the record, remove them, and return the record's path.

        If no scenario began, remove the parts only, and return None.
        """
        parts = read_parts(self.parts) if self.parts.is_dir() else []
        began = any("testCaseStarted" in envelope for part in parts for envelope in part)
        if began:
            self._replace_record(finish_record(merge_parts(parts), success=success, reason=reason))
        shutil.rmtree(self.parts, ignore_errors=True)
        return self.folder / RECORD_NAME if began else None

    def _replace_record(self, messages: list[Message]) -> None:
        record = self.folder / RECORD_NAME
        if record.exists():
            record.replace(self.folder / PREVIOUS)
        write_record(messages, record)
        _prune(self.folder, messages)


def _prune(folder: Path, messages: list[Message]) -> None:
    """Remove the pictures and other files of earlier runs."""
    urls = (envelope["externalAttachment"]["url"] for envelope in messages if "externalAttachment" in envelope)
    referenced = {folder / unquote(url) for url in urls}
    for kind in ("pictures", "evidence"):
        for path in sorted((folder / kind).rglob("*"), reverse=True):
            if path.is_file() and path not in referenced:
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()
