"""LiveKit tokens of pages, which only permit receiving, in one session, for ten minutes."""

from collections.abc import Iterator

import jwt
import pytest

from reference_server.media.engine import MediaPage
from reference_server.media.livekit_engine import LiveKit
from reference_server.server_settings import LiveKitAccess

SECRET = "s" * 32
PAGE = MediaPage("5e55", "ada1", "add2e55")


@pytest.fixture
def engine() -> Iterator[LiveKit]:
    engine = LiveKit(LiveKitAccess("wss://livekit.example.org/path", "key", SECRET))
    yield engine
    engine.close()


def test_a_token_permits_receiving_and_nothing_else(engine: LiveKit) -> None:
    access = engine.access(PAGE)
    claims = jwt.decode(access.token, SECRET, algorithms=["HS256"], issuer="key")
    assert access.url == "wss://livekit.example.org/path"
    assert claims["sub"] == "ada1.add2e55" and claims["exp"] - claims["nbf"] == 600
    assert claims["video"] == {
        "room": "5e55",
        "roomJoin": True,
        "canSubscribe": True,
        "canPublish": False,
        "canPublishData": False,
        "canUpdateOwnMetadata": False,
    }


def test_a_token_contains_no_name(engine: LiveKit) -> None:
    assert not jwt.decode(engine.access(PAGE).token, SECRET, algorithms=["HS256"]).get("name")


def test_pages_connect_to_livekits_host(engine: LiveKit) -> None:
    assert engine.origins == ("wss://livekit.example.org", "https://livekit.example.org")
