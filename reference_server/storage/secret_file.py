"""The secrets that links and cookies are signed with: the first made at the first start, kept beside the database.

The newest signs, and each verifies. So a secret can be changed without taking anybody's link away: links signed with
an older one stay good until that one is dropped.
"""

import os
import secrets
from pathlib import Path

from reference_server.server_settings import SetupError, reason


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


def rotate_secrets(path: Path, keep: int) -> int:
    """Add a new secret, which signs from the next start on; of the older ones the newest `keep` stay.

    Answers how many older ones there are now. Raises SetupError, and then the file is as it was.
    """
    if not path.exists():
        raise SetupError(f"There is no secret file {path} yet; the room makes it at its first start.")
    older = load_secrets(path)[-keep:] if keep else []
    try:
        _replace(path, [*older, _new()])
    except OSError as error:
        raise SetupError(f"The secret file {path} cannot be changed: {reason(error)}.") from error
    return len(older)


def _new() -> str:
    return secrets.token_urlsafe(48)


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, [_new()])


def _replace(path: Path, lines: list[str]) -> None:
    """Put another file in its place in one step, so that no fault leaves half of one."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    _write(new, lines)
    new.replace(path)


def _write(path: Path, lines: list[str]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
