"""A temporary worktree of another commit, for comparing it with this tree."""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def worktree(commit: str) -> Iterator[Path]:
    """Check out a commit in a worktree that uses this tree's virtual environment and browser."""
    with tempfile.TemporaryDirectory(prefix="stagedoor-worktree-") as folder:
        path = Path(folder) / "tree"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(path), commit], cwd=ROOT, check=True)
        (path / ".venv").symlink_to(ROOT / ".venv")
        try:
            yield path
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(path)], cwd=ROOT, check=True)
