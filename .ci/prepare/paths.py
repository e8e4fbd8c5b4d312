"""Where set-up keeps things: in the project, and nowhere else."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK_FILE = ROOT / "requirements.lock"
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
DONE = ENVIRONMENT / "setup.json"
BROWSER = ENVIRONMENT / "browser.json"
BUILD = ROOT / "build"
LOG = BUILD / "setup.log"
TURN = BUILD / "setup.turn"
