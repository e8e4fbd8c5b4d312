"""PostgreSQL and Redis for the tests, with an empty database for each test."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from reference_server.storage.database import open_database
from reference_server.storage.schema import metadata
from rooms.postgresql_server import PASSWORD as PASSWORD
from rooms.postgresql_server import PostgreSQLServer, programs_folder
from rooms.redis_server import RedisServer

TEMPLATE = "migrated"
"""The name of the migrated database that new ones are copied from; this is faster than migrating each."""


class PostgreSQLOfTests(PostgreSQLServer):
    """A PostgreSQL server whose new databases have this version's tables."""

    def __init__(self, folder_of_programs: Path, folder: Path) -> None:
        self._reused_database: URL | None = None
        super().__init__(folder_of_programs, folder)

    def create_migrated_database(self) -> URL:
        """Create a database with this version's tables in it; return its URL."""
        with self.connect("postgres") as connection:
            if not connection.execute(f"SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'").fetchone():
                connection.execute(f"CREATE DATABASE {TEMPLATE}")
                open_database(self.url(TEMPLATE)).dispose()
        return self.new_database(TEMPLATE)

    def provide_empty_database(self) -> URL:
        """Return the URL of a database with empty tables, which is reused to save time."""
        if self._reused_database is None:
            self._reused_database = self.create_migrated_database()
        tables = ", ".join(metadata.tables)
        with self.connect(str(self._reused_database.database)) as connection:
            connection.execute(f"TRUNCATE {tables} RESTART IDENTITY")
        return self._reused_database


@contextmanager
def running_postgresql() -> Iterator[PostgreSQLOfTests]:
    """Start a server, or skip the test if PostgreSQL is not installed; stop it at the end."""
    folder_of_programs = programs_folder()
    if folder_of_programs is None:
        pytest.skip("PostgreSQL is not installed (as root: apt-get install postgresql)")
    # Other users cannot read pytest's temporary folders.
    folder = Path(tempfile.mkdtemp(prefix="stagedoor-postgresql-"))
    try:
        with closing(PostgreSQLOfTests(folder_of_programs, folder)) as server:
            yield server
    finally:
        shutil.rmtree(folder)


@contextmanager
def running_redis(folder: Path) -> Iterator[RedisServer]:
    """Start a server, or skip the test if Redis is not installed; stop it at the end."""
    if shutil.which("redis-server") is None:
        pytest.skip("Redis is not installed (as root: apt-get install redis-server)")
    with closing(RedisServer(folder)) as server:
        yield server
