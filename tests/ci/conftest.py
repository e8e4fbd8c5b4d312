"""Makes .ci/prepare importable, which is not one of the project's packages."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / ".ci"))

from prepare import setup_state  # noqa: E402 - importable only now
from prepare.report import CommandOutcome, Report  # noqa: E402


class SimulatedMachine(Report):
    """Records the commands of the set-up, and answers whether each works.

    A command succeeds if it contains one of the ``working`` words; ``output`` is its output. A command of ``installs``
    makes the words of its value work from then on.
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
        effects = [effect for words, effect in self.installs.items() if words in line]
        self.working.update(effects)
        return CommandOutcome(bool(effects) or any(word in line for word in self.working), self.output)

    def ran(self, words: str) -> bool:
        """Return whether any command contained these words."""
        return any(words in command for command in self.commands)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment in a folder of its own, so that no test touches the one it runs in."""
    monkeypatch.setattr(setup_state, "STATE", tmp_path / "setup.json")
    return tmp_path
