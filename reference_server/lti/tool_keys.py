"""The key pairs that sign messages to learning platforms, in a file beside the database.

The newest key signs. The public part of a replaced key stays in the key set for a while, since platforms cache it.
"""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from pylti1p3.registration import Registration

from reference_server.server_settings import SetupError, reason
from reference_server.storage.secret_file import create_private_file, replace_private_file

KEEP_DAYS = 30
"""Days for which the public part of a replaced key stays in the key set."""
_DAY = 24 * 60 * 60
_BITS = 2048


@dataclass(frozen=True)
class ToolKeys:
    """The signing private key, and the public keys that the room publishes, first that of the private key; in PEM."""

    private: str
    public: tuple[str, ...]

    def key_set(self) -> dict[str, list[dict[str, Any]]]:
        """Return the public keys as a JSON Web Key Set."""
        return {"keys": [dict(Registration.get_jwk(key)) for key in self.public]}


def load_tool_keys(path: Path) -> ToolKeys:
    """Return the keys in the file, which is created if it is missing. Raises SetupError."""
    try:
        if not path.exists():
            _create_key_file(path)
        return _keys(path, json.loads(path.read_text(encoding="ascii")))
    except OSError as error:
        raise SetupError(f"The key file {path} cannot be used: {reason(error)}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SetupError(
            f"The key file {path} is damaged. Restore it from a backup, or remove it: the room then creates a new key."
        ) from error


def _create_key_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    create_private_file(path, _text({"private": _new_key(), "replaced": []}))


def rotate_tool_keys(path: Path) -> int:
    """Replace the signing key, and return the number of older public keys that stay. Raises SetupError."""
    if not path.exists():
        raise SetupError(f"There is no key file {path} yet; a room with LTI creates it at its first start.")
    keys = load_tool_keys(path)
    content = json.loads(path.read_text(encoding="ascii"))
    older = [{"public": keys.public[0], "replaced": int(time.time())}, *_recent(content["replaced"])]
    _replace_key_file(path, {"private": _new_key(), "replaced": older})
    return len(older)


def _replace_key_file(path: Path, content: dict[str, Any]) -> None:
    try:
        replace_private_file(path, _text(content))
    except OSError as error:
        raise SetupError(f"The key file {path} cannot be changed: {reason(error)}.") from error


def _keys(path: Path, content: dict[str, Any]) -> ToolKeys:
    private = load_pem_private_key(content["private"].encode(), None)
    if not isinstance(private, rsa.RSAPrivateKey) or private.key_size < _BITS:
        raise SetupError(f"The key file {path} must hold an RSA key of at least {_BITS} bits.")
    older = tuple(str(key["public"]) for key in _recent(content["replaced"]))
    return ToolKeys(content["private"], (_public(private), *older))


def _recent(replaced: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [key for key in replaced if key["replaced"] > time.time() - KEEP_DAYS * _DAY]


def _new_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _public(key: rsa.RSAPrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=1) + "\n"
