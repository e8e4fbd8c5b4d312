"""The part of a record that one process writes; every message is written to disk at once."""

import hashlib
import os
import platform
import subprocess
import time
import uuid
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cucumber_messages as cm
import pytest

from conformance.capabilities import capabilities
from conformance.catalogue import CATALOGUE_FILE, requirements
from conformance.scenario_items import device_of, example_of, feature_file, template_of
from conformance.time_limits import SMALL_PROGRAM
from living_docs.record.record_messages import (
    SETUP,
    TEARDOWN,
    UNDER_TEST,
    Message,
    as_line,
    duration,
    message,
    timestamp,
)
from living_docs.recording.fingerprint import suite_facts
from living_docs.recording.specification import FeatureText, read_feature

HOOKS = {
    SETUP: ("Setup", cm.HookType.before_test_case),
    TEARDOWN: ("Teardown", cm.HookType.after_test_case),
    UNDER_TEST: ("What is under test", cm.HookType.before_test_run),
}


class Part:
    """Writes messages to ``path``; ``run`` is the run's id, ``worker`` the name of the process."""

    def __init__(self, path: Path, run: str, worker: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a", encoding="utf-8", buffering=1)
        self._run = run
        self._worker = worker
        self._texts: dict[Path, FeatureText | None] = {}

    def write(self, *messages: Message) -> None:
        for envelope in messages:
            self._file.write(as_line(envelope))

    def write_message(self, **kind: Any) -> None:
        self.write(message(**kind))

    def close(self) -> None:
        self._file.close()

    def open_run(self) -> None:
        """Write the messages that open a run."""
        self.write_message(meta=_create_meta())
        self.write_message(test_run_started=cm.TestRunStarted(timestamp(time.time()), id=self._run))
        for id_, (name, type_) in HOOKS.items():
            self.write_message(hook=cm.Hook(id_, cm.SourceReference(uri="conftest.py"), name=name, type=type_))

    def write_plan(self, items: Iterable[pytest.Item], root: Path) -> None:
        """Write all features in the folders of the items, and a test case for each scenario to run."""
        planned = [(item, template) for item in items if (template := template_of(item)) is not None]
        self._write_texts(dict.fromkeys(feature_file(template).parent for _, template in planned), root)
        pickles = self._pickles(item for item, _ in planned)
        self._write_unplanned(pickles.values())
        for pickle in pickles.values():
            self.write({"pickle": pickle})
            self._write_case(pickle)

    def _write_texts(self, folders: Iterable[Path], root: Path) -> None:
        for folder in folders:
            for path in sorted(folder.glob("*.feature")):
                self._write_text(path, root)

    def read_texts(self, items: Iterable[pytest.Item], root: Path) -> None:
        """Read the features of the items, whose text and plan are in another part of the record."""
        for path in {feature_file(template) for item in items if (template := template_of(item)) is not None}:
            self._texts[path] = read_feature(path, root)

    def case_id(self, item: pytest.Item) -> str:
        return f"{self.pickle(item)['id']}-case"

    def pickle(self, item: pytest.Item) -> Message:
        """Return the pickle of the item; raise LookupError where its feature is not in the plan."""
        template = template_of(item)
        text = self._texts.get(feature_file(template)) if template else None
        if template is None or text is None:
            raise LookupError(f"{item.nodeid} is not a scenario of the plan")
        return text.pickle(template.line_number, example_of(item), device_of(item))

    def write_facts(self, body: str, media_type: str) -> None:
        """Write what is under test, as an attachment of the run's hook."""
        execution = f"{UNDER_TEST}-{hashlib.sha256(body.encode()).hexdigest()[:12]}"
        now = timestamp(time.time())
        start = cm.TestRunHookStarted(UNDER_TEST, execution, self._run, now, worker_id=self._worker)
        self.write_message(test_run_hook_started=start)
        encoding = cm.AttachmentContentEncoding.identity
        fact = cm.Attachment(body, encoding, media_type, test_run_hook_started_id=execution, timestamp=now)
        self.write_message(attachment=fact)
        result = cm.TestStepResult(duration(0), cm.TestStepResultStatus.passed)
        self.write_message(test_run_hook_finished=cm.TestRunHookFinished(result, execution, now))

    def start_case(self, item: pytest.Item, attempt: int) -> str:
        """Begin an attempt at the scenario, and return its id."""
        id_ = uuid.uuid4().hex[:12]
        now = timestamp(time.time())
        self.write_message(
            test_case_started=cm.TestCaseStarted(attempt, id_, self.case_id(item), now, worker_id=self._worker)
        )
        return id_

    def _write_text(self, path: Path, root: Path) -> None:
        text = self._texts[path] = read_feature(path, root)
        if text is not None:
            self.write(text.source, text.document)

    def _pickles(self, items: Iterable[pytest.Item]) -> dict[str, Message]:
        pickles = (self.pickle(item) for item in items if self._has_text(item))
        return {pickle["id"]: pickle for pickle in pickles}

    def _has_text(self, item: pytest.Item) -> bool:
        template = template_of(item)
        return template is not None and self._texts.get(feature_file(template)) is not None

    def _write_unplanned(self, pickles: Iterable[Message]) -> None:
        """Write the scenarios that will not run, without a device, since they are part of the specification."""
        planned = [pickle["astNodeIds"] for pickle in pickles]
        texts = (text for text in self._texts.values() if text is not None)
        self.write(
            *({"pickle": pickle} for text in texts for pickle in text.pickles if pickle["astNodeIds"] not in planned)
        )

    def _write_case(self, pickle: Message) -> None:
        id_ = pickle["id"]
        steps = [cm.TestStep(f"{id_}-{SETUP}", hook_id=SETUP)]
        steps += [cm.TestStep(f"{step['id']}-step", pickle_step_id=step["id"]) for step in pickle["steps"]]
        steps += [cm.TestStep(f"{id_}-{TEARDOWN}", hook_id=TEARDOWN)]
        self.write_message(test_case=cm.TestCase(f"{id_}-case", id_, steps, test_run_started_id=self._run))


def _create_meta() -> cm.Meta:
    return cm.Meta(
        cpu=cm.Product(platform.machine()),
        implementation=cm.Product("pytest-bdd", version("pytest-bdd")),
        os=cm.Product(platform.system(), platform.release()),
        protocol_version=version("cucumber-messages"),
        runtime=cm.Product(platform.python_implementation(), platform.python_version()),
        ci=_find_ci(),
    )


def _find_ci() -> cm.Ci | None:
    """Return what GitHub Actions, the only supported CI service, states in the environment."""
    env = os.environ
    if "GITHUB_ACTIONS" not in env:
        return None
    home = f"{env.get('GITHUB_SERVER_URL', '')}/{env.get('GITHUB_REPOSITORY', '')}"
    git = cm.Git(home, env.get("GITHUB_SHA", ""), branch=env.get("GITHUB_REF_NAME"))
    run = env.get("GITHUB_RUN_ID", "")
    return cm.Ci("GitHub Actions", build_number=run, git=git, url=f"{home}/actions/runs/{run}")


def project_facts() -> dict[str, object]:
    """Return suite, commit, whether files have changed since, and both catalogues."""
    commit = _run_git("rev-parse", "HEAD")
    changed = bool(commit and _run_git("status", "--porcelain"))
    catalogue = {id_: vars(requirement) for id_, requirement in requirements().items()}
    offers = {name: vars(capability) for name, capability in capabilities().items()}
    suite = suite_facts()
    return {"suite": suite, "commit": commit, "changed": changed, "catalogue": catalogue, "offers": offers}


def _run_git(*words: str) -> str:
    try:
        process = subprocess.run(
            ["git", *words],  # noqa: S607 (from PATH)
            cwd=CATALOGUE_FILE.parent,
            capture_output=True,
            text=True,
            timeout=SMALL_PROGRAM,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return process.stdout.strip() if process.returncode == 0 else ""
