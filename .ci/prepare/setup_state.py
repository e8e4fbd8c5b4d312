"""The paths that set-up uses, all within the project, and which of its parts are done."""

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
TURN = BUILD / "setup.turn"


def done() -> dict[str, str]:
    """Return what is done: a fingerprint by part of the set-up; none if the file is missing or damaged."""
    try:
        stored = json.loads(STATE.read_text())
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}


def note(part: str, fingerprint: str) -> None:
    """Note a part as done. The file is replaced atomically, so that an interruption cannot damage it."""
    draft = STATE.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(done() | {part: fingerprint}, indent=1) + "\n")
    draft.replace(STATE)


def fingerprint(*parts: str) -> str:
    """Return a hash of the pinned packages, and of what else the result depends on."""
    contents = [LOCK_FILE.read_bytes(), *(part.encode() for part in parts)]
    return hashlib.sha256(b"\0".join(contents)).hexdigest()
