"""Rooms on PostgreSQL, each with its own database, in place of those on SQLite."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.reference_server.conftest import MakeServer, starting_servers
from tests.reference_server.server_process import ServerProcess
from tests.reference_server.shared_servers import PASSWORD, PostgreSQLOfTests


@pytest.fixture(scope="session")
def start_server(postgresql: PostgreSQLOfTests, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeServer]:
    """Start servers with options, and end them after the run.

    Their logs must have no errors and no password.
    """

    def database_options(folder: Path) -> tuple[str, ...]:
        url = postgresql.create_migrated_database().render_as_string(hide_password=False)
        return ("--database", url, "--secret-file", str(folder / "room.secret"))

    with starting_servers(tmp_path_factory, database_options) as start:
        yield start
    for log in tmp_path_factory.getbasetemp().glob("room*/room.log"):
        text = log.read_text(encoding="utf-8", errors="replace")
        assert PASSWORD not in text and quote(PASSWORD, safe="") not in text


# Defined again, since pytest would otherwise reuse the session's servers on SQLite.
@pytest.fixture(scope="session")
def server(start_server: MakeServer) -> ServerProcess:
    """A room with a long grace period."""
    return start_server("--grace", "600")


@pytest.fixture(scope="session")
def short_grace_server(start_server: MakeServer) -> ServerProcess:
    """A room with a very short grace period."""
    return start_server("--grace", "0.2")
