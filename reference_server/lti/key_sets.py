"""The public keys of learning platforms, fetched when needed and cached."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jwcrypto.jwk import JWK  # type: ignore[import-untyped]

from reference_server.live.rates import RateExceeded, RateLimit, RateLimits
from reference_server.lti.http_json import PlatformUnreachable, get_json
from reference_server.lti.platforms import Platform
from reference_server.lti.refusals import RefusedLaunch

ALGORITHM = "RS256"
CACHE_SECONDS = 600
"""Seconds for which a key that a platform has withdrawn may still be accepted."""
KEY_FETCHES = RateLimit(10, 60)
"""The limit for one platform, whose keys the room fetches again at each launch with an unknown key."""
SMALLEST_KEY_BITS = 2048


@dataclass(frozen=True)
class _Fetched:
    keys: Mapping[str, Any]
    fetched_at: float


class KeySets:
    """Finds the key that a platform signed with."""

    def __init__(self, rates: RateLimits) -> None:
        self._rates = rates
        self._fetched: dict[str, _Fetched] = {}
        self._lock = threading.Lock()

    def find_key(self, platform: Platform, kid: str) -> str:
        """Return the public key with this id, in PEM. Raises RefusedLaunch.

        If the platform's keys come from a file, only these are used. Otherwise the keys are fetched unless the key is
        cached, since the platform may have replaced them.
        """
        cached = platform.key_set or self._read_cache(platform.jwks_uri)
        key = _find_signing_key(cached, kid) if cached else None
        if key is None and platform.key_set is None:
            key = _find_signing_key(self._fetch(platform), kid)
        if key is None:
            why = f"the platform's key set has no {ALGORITHM} signing key with the id {kid!r}"
            raise RefusedLaunch("unknown_key", why)
        return _to_pem(key)

    def _read_cache(self, url: str) -> Mapping[str, Any] | None:
        with self._lock:
            fetched = self._fetched.get(url)
        return fetched.keys if fetched and time.monotonic() - fetched.fetched_at < CACHE_SECONDS else None

    def _fetch(self, platform: Platform) -> Mapping[str, Any]:
        url = platform.jwks_uri
        keys = self._request_keys(url)
        if not isinstance(keys, dict) or not isinstance(keys.get("keys"), list):
            raise RefusedLaunch("keys_unreachable", f"the response of {url} is not a key set")
        with self._lock:
            self._fetched[url] = _Fetched(keys, time.monotonic())
        return keys

    def _request_keys(self, url: str) -> Any:
        try:
            self._rates.count(KEY_FETCHES, "lti keys", url)
            return get_json(url)
        except RateExceeded as error:
            raise RefusedLaunch("keys_unreachable", "the keys were fetched too often within a minute") from error
        except PlatformUnreachable as error:
            raise RefusedLaunch("keys_unreachable", f"the platform's keys at {url} cannot be read: {error}") from error


def _find_signing_key(keys: Mapping[str, Any], kid: str) -> dict[str, Any] | None:
    """Return the key with this id if it may verify RS256 signatures, else None."""
    for key in keys["keys"]:
        if isinstance(key, dict) and key.get("kid") == kid and _may_verify(key):
            return key
    return None


def _may_verify(key: dict[str, Any]) -> bool:
    is_rsa = key.get("kty") == "RSA" and key.get("alg", ALGORITHM) == ALGORITHM
    return is_rsa and key.get("use", "sig") == "sig"


def _to_pem(key: dict[str, Any]) -> str:
    try:
        # Only the fields of a public key, since a platform may publish the private ones by mistake.
        jwk = JWK(kty="RSA", n=key["n"], e=key["e"])
        bits = jwk.get_op_key("verify").key_size
        pem = str(jwk.export_to_pem().decode())
    except Exception as error:  # jwcrypto and cryptography have many kinds of errors for a malformed key
        raise RefusedLaunch("unknown_key", "the platform's key is malformed") from error
    if bits < SMALLEST_KEY_BITS:
        raise RefusedLaunch("unknown_key", f"the platform's key has fewer than {SMALLEST_KEY_BITS} bits")
    return pem
