"""The secret that links and cookies are signed with: made at the first start, kept beside the database."""

import os
import secrets
from pathlib import Path

from reference_server.settings import SetupError, reason


def load_secrets(path: Path) -> list[str]:
    """The secrets in the file, one a line, made if it is missing. The last signs, and each verifies."""
    try:
        if not path.exists():
            _create(path)
        found = path.read_text(encoding="ascii").split()
    except OSError as error:
        raise SetupError(f"The secret file {path} cannot be used: {reason(error)}.") from error
    except UnicodeDecodeError:
        found = []
    if not found or any(len(secret) < 32 for secret in found):
        raise SetupError(f"The secret file {path} must hold secrets of at least 32 characters, one a line.")
    return found


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
