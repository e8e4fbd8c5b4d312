"""A temporary worktree of another commit, for comparing it with this tree."""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools import isolated_environment

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = ROOT / "build" / "environments"


def python_of(tree: Path) -> str:
    """Return the Python of a work tree's virtual environment."""
    return str(tree / ".venv" / "bin" / "python")


@contextlib.contextmanager
def worktree(commit: str) -> Iterator[Path]:
    """Check out a commit in a worktree with the packages of its own lock file, and this tree's browser.

    The virtual environment stays in `build/environments/` for the next time.
    """
    with tempfile.TemporaryDirectory(prefix="stagedoor-worktree-") as folder:
        path = Path(folder) / "tree"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(path), commit], cwd=ROOT, check=True)
        try:
            commands = isolated_environment.install(path / "requirements.lock", ENVIRONMENTS / commit)
            (path / ".venv").symlink_to(commands.parent)
            yield path
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(path)], cwd=ROOT, check=True)
