"""A platform, and a room that it may launch, shared by all tests."""

from collections.abc import Iterator

import pytest

from tests.reference_server.conftest import MakeServer
from tests.reference_server.lti.issuer import Issuer, Launch
from tests.reference_server.server_process import ServerProcess


@pytest.fixture(scope="session")
def shared_issuer() -> Iterator[Issuer]:
    issuer = Issuer()
    yield issuer
    issuer.close()


@pytest.fixture(scope="session")
def tool(shared_issuer: Issuer, start_server: MakeServer, tmp_path_factory: pytest.TempPathFactory) -> ServerProcess:
    """A room that the platform may launch."""
    return start_server("--lti-platform", str(shared_issuer.write_platform_file(tmp_path_factory.mktemp("lti"))))


@pytest.fixture
def issuer(shared_issuer: Issuer) -> Iterator[Issuer]:
    """The platform; its keys and responses are restored after the test."""
    key, published_keys = shared_issuer.key, list(shared_issuer.published_keys)
    responses = dict(shared_issuer.responses)
    yield shared_issuer
    shared_issuer.key, shared_issuer.published_keys, shared_issuer.responses = key, published_keys, responses


@pytest.fixture
def launch(issuer: Issuer, tool: ServerProcess) -> Launch:
    """A browser without cookies that can launch the room."""
    return Launch(issuer, tool)
