"""The file of the secrets that sign links and cookies, created at the first start.

The newest secret signs, and each one verifies. Links signed with an older secret stay valid until it is removed.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from reference_server.server_settings import SetupError, reason


def load_secrets(path: Path) -> list[str]:
    """Return the secrets in the file, one for each line; create the file if it is missing.

    Raises SetupError.
    """
    try:
        if not path.exists():
            _create(path)
        file_secrets = _words_in(path)
    except OSError as error:
        raise SetupError(f"The secret file {path} cannot be used: {reason(error)}.") from error
    if not file_secrets or any(len(secret) < 32 for secret in file_secrets):
        raise SetupError(f"The secret file {path} must contain secrets of at least 32 characters, one on each line.")
    return file_secrets


def _words_in(path: Path) -> list[str]:
    """Return the words of an ASCII file, or an empty list for any other file."""
    try:
        return path.read_text(encoding="ascii").split()
    except UnicodeDecodeError:
        return []


def rotate_secrets(path: Path, keep: int) -> int:
    """Add a new secret, which signs links after the next start, and keep the newest `keep` older secrets.

    Returns the number of older secrets that stay. Raises SetupError, without changing the file.
    """
    if not path.exists():
        raise SetupError(f"There is no secret file {path} yet; the room creates it at its first start.")
    older = load_secrets(path)[-keep:] if keep else []
    try:
        replace_private_file(path, _text([*older, _new()]))
    except OSError as error:
        raise SetupError(f"The secret file {path} cannot be changed: {reason(error)}.") from error
    return len(older)


def _new() -> str:
    return secrets.token_urlsafe(48)


def _create(path: Path) -> None:
    """Create the file with its content, unless another process of the room does so at the same moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    create_private_file(new, _text([_new()]))
    try:
        with suppress(FileExistsError):
            os.link(new, path)
    finally:
        new.unlink()


def replace_private_file(path: Path, text: str) -> None:
    """Replace a file atomically, so that a failure never leaves half of it. Raises OSError."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    create_private_file(new, text)
    new.replace(path)


def create_private_file(path: Path, text: str) -> None:
    """Write a new file that only its owner may read. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
