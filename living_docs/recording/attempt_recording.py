"""Records an attempt at a scenario while it runs, step by step."""

import json
import shutil
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

import cucumber_messages as cm

from living_docs.record.record_messages import LOAD, PICTURE, TRACE, VERDICT, VIDEO, attachment_url, duration, timestamp
from living_docs.recording.hooks import Evidence
from living_docs.recording.outcome import SKIPPED, StepOutcome
from living_docs.recording.part import Part

MEDIA_TYPES = {".zip": TRACE, ".webm": VIDEO}


class AttemptRecording:
    """Writes the messages of one attempt; ``steps``: the ids of its test steps, in order."""

    def __init__(self, part: Part, attempt_id: str, steps: list[str]) -> None:
        self._part = part
        self._attempt_id = attempt_id
        self._remaining_steps = list(steps)
        self._open_step: tuple[str, float] | None = None

    @property
    def has_open_step(self) -> bool:
        return self._open_step is not None

    def begin_step(self) -> None:
        step = self._remaining_steps.pop(0)
        self._open_step = (step, time.perf_counter())
        self._part.write_message(test_step_started=cm.TestStepStarted(self._attempt_id, step, timestamp(time.time())))

    def end_step(
        self, outcome: StepOutcome, pictures: Iterable[str] = (), measured_seconds: float | None = None
    ) -> None:
        """End the open step; ``measured_seconds``: its duration, if that is not the time since it began."""
        assert self._open_step is not None  # noqa: S101 (for the type checker)
        step, began = self._open_step
        for url in pictures:
            self._attach(url, PICTURE, step)
        seconds = time.perf_counter() - began if measured_seconds is None else measured_seconds
        result = cm.TestStepResult(duration(seconds), outcome.status, outcome.exception, outcome.message or None)
        self._part.write_message(
            test_step_finished=cm.TestStepFinished(self._attempt_id, step, result, timestamp(time.time()))
        )
        self._open_step = None

    def skip_remaining(self, keep: int) -> None:
        """Record the remaining steps as skipped, all but the last ``keep``."""
        while len(self._remaining_steps) > keep:
            self.begin_step()
            self.end_step(SKIPPED, measured_seconds=0)

    def add_verdict(self, verdict: str) -> None:
        self._attach_text(verdict, VERDICT)

    def add_load(self, load: Mapping[str, object]) -> None:
        """Attach the machine's load to the open step."""
        step = self._open_step[0] if self._open_step else None
        self._attach_text(json.dumps(load, ensure_ascii=False), LOAD, step)

    def add_evidence(self, evidence: Iterable[Evidence], folder: Path) -> None:
        """Copy evidence into the record, and attach it."""
        for file in evidence:
            kind = MEDIA_TYPES.get(file.path.suffix)
            if kind is not None and file.path.exists():
                url = attachment_url(f"evidence/{self._attempt_id}", file.person, file.device, file.path.name)
                target = folder / unquote(url)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.path, target)
                self._attach(url, kind)

    def end(self) -> None:
        self._part.write_message(
            test_case_finished=cm.TestCaseFinished(self._attempt_id, timestamp(time.time()), will_be_retried=False)
        )

    def _attach_text(self, body: str, media_type: str, step: str | None = None) -> None:
        plain, now = cm.AttachmentContentEncoding.identity, timestamp(time.time())
        attachment = cm.Attachment(
            body, plain, media_type, test_case_started_id=self._attempt_id, test_step_id=step, timestamp=now
        )
        self._part.write_message(attachment=attachment)

    def _attach(self, url: str, media_type: str, step: str | None = None) -> None:
        attachment = cm.ExternalAttachment(media_type, url, self._attempt_id, test_step_id=step)
        self._part.write_message(external_attachment=attachment)
