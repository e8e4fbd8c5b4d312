"""The set-up lives beside the project's code, not in it: .ci/prepare has to be put in reach."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / ".ci"))

from prepare import paths  # noqa: E402 - only now in reach
from prepare.report import CommandOutcome, Report  # noqa: E402


class Script(Protocol):
    """Puts a command of that name, and with that text, on the PATH."""

    def __call__(self, name: str, text: str = ...) -> Path: ...


class World(Report):
    """A machine as the set-up meets it: which commands work, which fail, and what they were."""

    def __init__(self, folder: Path, working: Iterable[str] = (), said: str = "") -> None:
        super().__init__(folder / "setup.log")
        self.working = set(working)
        self.said = said
        self.commands: list[str] = []

    def run(self, *command: str | Path, seconds: float = 900) -> CommandOutcome:
        """A command works if it contains one of the working words."""
        line = " ".join(map(str, command))
        self.commands.append(line)
        return CommandOutcome(seconds > 0 and any(word in line for word in self.working), self.said)

    def did(self, words: str) -> bool:
        """Whether any command contained these words."""
        return any(words in command for command in self.commands)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment in a folder of its own, so that no test touches the one it runs in."""
    monkeypatch.setattr(paths, "DONE", tmp_path / "setup.json")
    monkeypatch.setattr(paths, "BROWSER", tmp_path / "browser.json")
    return tmp_path


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Script:
    """The PATH holds nothing but what the test puts there."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))

    def write(name: str, text: str = "#!/bin/sh\n") -> Path:
        path = programs / name
        path.write_text(text)
        path.chmod(0o755)
        return path

    return write
