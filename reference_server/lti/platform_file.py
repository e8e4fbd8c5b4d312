"""Reads the description of a learning platform from a file that is given by `--lti-platform`."""

import json
import tomllib
from pathlib import Path
from typing import Any

from reference_server.lti.platforms import Platform, is_origin, is_url
from reference_server.server_settings import SetupError, reason

ANY_DEPLOYMENT = "any"
_TEXT_FIELDS = ("issuer", "client_id", "authorization_endpoint", "token_endpoint", "jwks_uri", "key_set_file")
_FIELDS = (*_TEXT_FIELDS, "deployment_ids", "frame_origins")


def read_platform(path: Path) -> Platform:
    """Return the platform that the TOML file describes. Raises SetupError."""
    values = _read_toml(path)
    _expect_known_fields(path, values)
    texts = {name: _read_text(path, values, name) for name in _TEXT_FIELDS}
    _expect_texts(path, texts)
    file = texts.pop("key_set_file")
    return Platform(
        **texts,
        deployments=_read_deployments(path, values),
        key_set=_read_key_set(path.parent / file) if file else None,
        frame_origins=_read_frame_origins(path, values),
    )


def _expect_known_fields(path: Path, values: dict[str, Any]) -> None:
    for name in values:
        if name not in _FIELDS:
            raise SetupError(f"{path}: unknown field “{name}”; the fields are {', '.join(_FIELDS)}.")


def _expect_texts(path: Path, texts: dict[str, str]) -> None:
    for name in ("issuer", "client_id", "authorization_endpoint"):
        if not texts[name]:
            raise SetupError(f"{path}: “{name}” is missing; copy it from the platform's page about the tool.")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if texts[name] and not is_url(texts[name]):
            raise SetupError(f"{path}: “{name}” must be an address that begins with https:// or http://.")
    if bool(texts["key_set_file"]) is bool(texts["jwks_uri"]):
        raise SetupError(f"{path}: give either “jwks_uri” or “key_set_file”, from which the platform's keys are read.")


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SetupError(f"The platform file {path} cannot be read: {reason(error)}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SetupError(f"The platform file {path} is not TOML: {error}.") from error


def _read_text(path: Path, values: dict[str, Any], name: str) -> str:
    value = values.get(name, "")
    if not isinstance(value, str):
        raise SetupError(f"{path}: “{name}” must be a string in quotes.")
    return value


def _read_deployments(path: Path, values: dict[str, Any]) -> tuple[str, ...] | None:
    value = values.get("deployment_ids")
    if value == ANY_DEPLOYMENT:
        return None
    if not _is_list_of_texts(value) or not value:
        raise SetupError(f'{path}: “deployment_ids” must be a list of strings such as ["1"], or “{ANY_DEPLOYMENT}”.')
    return tuple(value)


def _read_frame_origins(path: Path, values: dict[str, Any]) -> tuple[str, ...]:
    value = values.get("frame_origins", [])
    if not _is_list_of_texts(value) or not all(is_origin(origin) for origin in value):
        raise SetupError(f"{path}: “frame_origins” must be a list of origins such as https://learn.example.org.")
    return tuple(value)


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _read_key_set(path: Path) -> dict[str, Any]:
    try:
        keys = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SetupError(f"The key set {path} cannot be read: {reason(error)}.") from error
    except ValueError as error:
        raise SetupError(f"The key set {path} is not JSON.") from error
    if not isinstance(keys, dict) or not isinstance(keys.get("keys"), list):
        raise SetupError(f"The key set {path} must be a JSON object with the list “keys”.")
    return keys
