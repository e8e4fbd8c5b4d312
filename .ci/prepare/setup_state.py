"""Where set-up keeps things, all of them in the project, and what it has done so far."""

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
    """Return what is done: a fingerprint by part of the set-up. A missing or damaged file means nothing."""
    try:
        stored = json.loads(STATE.read_text())
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}


def note(part: str, fingerprint: str) -> None:
    """Note a part as done, in one move, so that an interruption leaves either the old file or the new one."""
    draft = STATE.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(done() | {part: fingerprint}, indent=1) + "\n")
    draft.replace(STATE)


def fingerprint(*parts: str) -> str:
    """Return a hash of the pinned packages, and of what else the result depends on."""
    contents = [LOCK_FILE.read_bytes(), *(part.encode() for part in parts)]
    return hashlib.sha256(b"\0".join(contents)).hexdigest()
