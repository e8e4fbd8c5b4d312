"""The paths that the set-up uses, all within the project, and the state of its parts."""

import hashlib
import json
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK_FILE = ROOT / "requirements.lock"
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STATE = ENVIRONMENT / "setup.json"
BUILD = ROOT / "build"
LOG = BUILD / "setup.log"
SETUP_LOCK = BUILD / "setup.lock"


def load() -> dict[str, str]:
    """Return what is stored of each part that is done, by the part's name.

    This is the fingerprint of the packages, and the path of the browser. The result is empty if the file is missing or
    damaged.
    """
    try:
        stored = json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}


def mark_done(part: str, value: str) -> None:
    """Store that a part is done, with the value that `load` returns for it.

    The file is replaced atomically, so that an interruption cannot damage it.
    """
    draft = STATE.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(load() | {part: value}, indent=1) + "\n", encoding="utf-8")
    draft.replace(STATE)


def fingerprint(*parts: str) -> str:
    """Return a hash of the lock file and of the texts ``parts``."""
    contents = [LOCK_FILE.read_bytes(), *(part.encode() for part in parts)]
    return hashlib.sha256(b"\0".join(contents)).hexdigest()
