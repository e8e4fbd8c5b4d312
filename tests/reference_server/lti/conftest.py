"""A platform, and a room that it may launch; both last for the run."""

from collections.abc import Iterator

import pytest

from tests.reference_server.conftest import MakeServer
from tests.reference_server.lti.issuer import Issuer, Launch
from tests.reference_server.server_process import ServerProcess


@pytest.fixture(scope="session")
def lasting_issuer() -> Iterator[Issuer]:
    issuer = Issuer()
    yield issuer
    issuer.close()


@pytest.fixture(scope="session")
def tool(lasting_issuer: Issuer, start_server: MakeServer, tmp_path_factory: pytest.TempPathFactory) -> ServerProcess:
    """A room that the platform may launch."""
    return start_server("--lti-platform", str(lasting_issuer.file(tmp_path_factory.mktemp("lti"))))


@pytest.fixture
def issuer(lasting_issuer: Issuer) -> Iterator[Issuer]:
    """The platform, whose first keys are restored after the test."""
    key, published = lasting_issuer.key, list(lasting_issuer.published)
    answers = dict(lasting_issuer.answers)
    yield lasting_issuer
    lasting_issuer.key, lasting_issuer.published, lasting_issuer.answers = key, published, answers


@pytest.fixture
def launch(issuer: Issuer, tool: ServerProcess) -> Launch:
    """A browser without cookies."""
    return Launch(issuer, tool)
