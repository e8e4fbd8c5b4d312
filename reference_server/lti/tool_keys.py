"""The key pairs that sign messages to learning platforms, in a file beside the database.

The newest key signs. The public part of a replaced key stays in the key set for a while, since a platform may still
have to verify a message that was signed with it.
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
_KEY_BITS = 2048


@dataclass(frozen=True)
class ToolKeys:
    """The private key that signs, and the public keys that the room publishes, all in PEM.

    The first public key belongs to the private key.
    """

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
        return _read_keys(path, json.loads(path.read_text(encoding="ascii")))
    except OSError as error:
        raise SetupError(f"The key file {path} cannot be used: {reason(error)}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SetupError(
            f"The key file {path} is damaged. Restore it from a backup, or remove it: the room then creates a new key."
        ) from error


def _create_key_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    create_private_file(path, _to_json({"private": _create_key(), "replaced": []}))


def rotate_tool_keys(path: Path) -> int:
    """Replace the signing key, and return the number of older keys in the key set. Raises SetupError."""
    if not path.exists():
        raise SetupError(f"There is no key file {path} yet; a room with LTI creates it at its first start.")
    keys = load_tool_keys(path)
    content = json.loads(path.read_text(encoding="ascii"))
    older = [{"public": keys.public[0], "replaced": int(time.time())}, *_drop_expired(content["replaced"])]
    _replace_key_file(path, {"private": _create_key(), "replaced": older})
    return len(older)


def _replace_key_file(path: Path, content: dict[str, Any]) -> None:
    try:
        replace_private_file(path, _to_json(content))
    except OSError as error:
        raise SetupError(f"The key file {path} cannot be changed: {reason(error)}.") from error


def _read_keys(path: Path, content: dict[str, Any]) -> ToolKeys:
    private = load_pem_private_key(content["private"].encode(), None)
    if not isinstance(private, rsa.RSAPrivateKey) or private.key_size < _KEY_BITS:
        raise SetupError(f"The key file {path} must hold an RSA key of at least {_KEY_BITS} bits.")
    older = tuple(str(key["public"]) for key in _drop_expired(content["replaced"]))
    return ToolKeys(content["private"], (_public_key(private), *older))


def _drop_expired(replaced: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [key for key in replaced if key["replaced"] > time.time() - KEEP_DAYS * _DAY]


def _create_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _public_key(key: rsa.RSAPrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _to_json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=1) + "\n"
