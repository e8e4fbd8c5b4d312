"""Databases for the storage tests, which run on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from tests.reference_server.shared_servers import PostgreSQLOfTests


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database that a test runs on."""
    return str(request.param)


@pytest.fixture
def database(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Path | URL:
    """Return a database for one test: a path or a URL.

    The path is of a file that does not exist yet; at the URL, all tables are empty.
    """
    return tmp_path / "room.sqlite" if kind == "sqlite" else _server(request).provide_empty_database()


@pytest.fixture
def empty_database(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Path | URL:
    """A database without tables: the path of a file that does not exist yet, or a URL."""
    return tmp_path / "room.sqlite" if kind == "sqlite" else _server(request).new_database()


def _server(request: pytest.FixtureRequest) -> PostgreSQLOfTests:
    server: PostgreSQLOfTests = request.getfixturevalue("postgresql")
    return server
