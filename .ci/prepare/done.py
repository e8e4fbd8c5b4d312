"""What is done already, so that a second run has nothing to do: a small file, written last."""

import hashlib
import json
import os
from pathlib import Path

from . import paths


def recall(path: Path) -> dict[str, str | None]:
    """Read back what was kept; a missing or damaged file is nothing done."""
    try:
        stored = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}


def keep(path: Path, what: dict[str, str | None]) -> None:
    """Write in one move, so that an interruption leaves either the old file or the new one."""
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(what, indent=1) + "\n")
    draft.replace(path)


def fingerprint(*also: str) -> str:
    """A hash over the pinned packages, the set-up's own source, and what else the result depends on."""
    sources = [paths.LOCK_FILE, *sorted(Path(__file__).parent.glob("*.py"))]
    parts = [path.read_bytes() for path in sources] + [text.encode() for text in also]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
