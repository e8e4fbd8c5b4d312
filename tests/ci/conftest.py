"""Make `.ci/prepare` importable, which is outside the project's packages, and simulate its commands."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / ".ci"))

from prepare import setup_state  # noqa: E402 - importable only after the change of sys.path
from prepare.report import CommandOutcome, Report  # noqa: E402


class SimulatedMachine(Report):
    """Records the commands of the set-up instead of running them, and returns simulated outcomes.

    A command succeeds if it contains one of the texts in ``working``, and prints ``output``. A command that contains a
    key of ``installs`` succeeds too, and adds the key's value to ``working``.
    """

    def __init__(
        self, folder: Path, working: Iterable[str] = (), output: str = "", installs: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(folder / "setup.log")
        self.working = set(working)
        self.installs = installs or {}
        self.output = output
        self.commands: list[str] = []

    def run(self, *command: str | Path, seconds: float = 900) -> CommandOutcome:  # noqa: ARG002 - as in Report
        line = " ".join(map(str, command))
        self.commands.append(line)
        effects = [effect for text, effect in self.installs.items() if text in line]
        self.working.update(effects)
        return CommandOutcome(bool(effects) or any(word in line for word in self.working), self.output)

    def has_run(self, text: str) -> bool:
        """Return whether a command that contains this text has run."""
        return any(text in command for command in self.commands)


@pytest.fixture
def separate_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A separate environment, so that no test changes the one in which it runs."""
    monkeypatch.setattr(setup_state, "STATE", tmp_path / "setup.json")
    return tmp_path
