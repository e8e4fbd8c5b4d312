"""The hashes of suite and catalogue change only with the rules and the code that checks them."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from living_docs.recording.fingerprint import FOLDERS, MODULES, suite_facts
from tests.living_docs.suites import ROOT


@pytest.fixture
def suite_copy(tmp_path: Path) -> Path:
    """A copy of the files that the hashes cover."""
    for part in FOLDERS:
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    for module in (*MODULES, "pyproject.toml"):
        (tmp_path / module).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / module, tmp_path / module)
    return tmp_path


def append(name: str, text: str = "\nx = 1\n") -> Callable[[Path], object]:
    """Return a change that appends the text to the file of this name."""
    return lambda root: (root / name).write_text((root / name).read_text() + text)


def reword_docstring(root: Path) -> None:
    path = root / "steps" / "requesting.py"
    path.write_text(re.sub(r'^""".*?"""', '"""Other words,\n\non three lines."""', path.read_text(), flags=re.DOTALL))


def rename_feature(root: Path) -> None:
    (root / "features" / "chat.feature").rename(root / "features" / "talk.feature")


def add_unrelated_files(root: Path) -> None:
    (root / "steps" / "__pycache__").mkdir()
    (root / "steps" / "__pycache__" / "asking.pyc").write_bytes(b"\0")
    (root / "rooms").mkdir()
    (root / "rooms" / "acme.py").write_text("")


def use_windows_line_endings(root: Path) -> None:
    for path in (root / "features").glob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize(
    ("change", "changed_hashes"),
    [
        (append("features/chat.feature"), {"hash"}),
        (append("steps/requesting.py"), {"hash"}),
        (append("pages/reach.js"), {"hash"}),
        (append("people/media_analysis.py"), {"hash"}),
        (append("conformance/time_limits.py"), {"hash"}),
        (lambda root: (root / "features" / "chat.feature").unlink(), {"hash"}),
        (rename_feature, {"hash"}),
        (append("features/requirements.toml"), {"catalogue"}),
        (append("features/offers.toml"), {"catalogue"}),
        (append("steps/requesting.py", "\n\n# a comment\n"), set()),
        (append("steps/requesting.py", '\ncomment = "# no comment"\n'), {"hash"}),
        (reword_docstring, set()),
        (add_unrelated_files, set()),
        (use_windows_line_endings, set()),
    ],
)
def test_a_change_affects_only_the_expected_hashes(
    suite_copy: Path, change: Callable[[Path], object], changed_hashes: set[str]
) -> None:
    before = suite_facts(suite_copy)
    assert before == suite_facts(ROOT), "the hashes do not depend on the suite's folder"
    change(suite_copy)
    after = suite_facts(suite_copy)
    assert {key for key in before if before[key] != after[key]} == changed_hashes
