"""A PostgreSQL server for the tests, run from the installed programs, with an empty database for each test."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import URL

from reference_server.storage.database import open_database
from reference_server.storage.schema import metadata
from rooms.started_server import StartedServer
from tests.reference_server.server_process import PATIENCE

USER, PASSWORD = "room", "pass word/%@:"
"""The password needs to be percent-encoded in URLs, and can be found in messages and logs."""
ADDRESS = "127.0.0.1"
TEMPLATE = "migrated"
"""The name of the migrated database that new ones are copied from; this is faster than migrating each."""
FAST_SETTINGS = (
    "fsync=off",
    "full_page_writes=off",
    "max_connections=200",
    "shared_buffers=16MB",
    "log_min_messages=error",
)
"""Settings that are faster and may lose data in a power failure."""
INITDB_OPTIONS = (
    "-U",
    USER,
    "--auth",
    "scram-sha-256",
    "--encoding",
    "UTF8",
    "--locale",
    "C",
    "--no-sync",
    "--no-instructions",
)


class PostgreSQLServer(StartedServer):
    """A server on a free port of the loopback interface; its user needs the password."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._numbers = count(1)
        self._reused_database: URL | None = None
        # PostgreSQL does not run as root.
        user = _unprivileged_user() if os.geteuid() == 0 else ""
        data, secret = folder / "data", folder / "password"
        secret.write_text(f"{PASSWORD}\n")
        for path in (folder, secret) if user else ():
            shutil.chown(path, user)
        as_user = ("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups") if user else ()
        _run([*as_user, str(programs / "initdb"), "-D", str(data), "--pwfile", str(secret), *INITDB_OPTIONS])
        settings = (*FAST_SETTINGS, f"listen_addresses={ADDRESS}", "port={port}", f"unix_socket_directories={folder}")
        command = [*as_user, str(programs / "postgres"), "-D", str(data)]
        command += [word for setting in settings for word in ("-c", setting)]
        super().__init__("PostgreSQL", command, folder / "log", address="postgresql://", folder=folder)

    def close(self) -> None:
        """Stop the server, which closes all connections."""
        self._end(signal.SIGINT)

    def _answers_in_time(self) -> bool:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                self.connect("postgres").close()
            except psycopg.OperationalError:
                time.sleep(0.05)  # noqa: TID251 (it does not report when it accepts connections)
            else:
                return True
        return False

    def url(self, database: str, password: str = PASSWORD) -> URL:
        """Return the URL of one of its databases."""
        return URL.create("postgresql+psycopg", USER, password, ADDRESS, self.port, database)

    def new_database(self, *, migrated: bool = True) -> URL:
        """Create a database, with this version's tables in it or empty; return its URL."""
        name = f"room{next(self._numbers)}"
        with self.connect("postgres") as connection:
            if (
                migrated
                and not connection.execute(f"SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'").fetchone()
            ):
                connection.execute(f"CREATE DATABASE {TEMPLATE}")
                open_database(self.url(TEMPLATE)).dispose()
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE if migrated else 'template0'}")
        return self.url(name)

    def empty_database(self) -> URL:
        """Return the URL of a database with empty tables, which is reused to save time."""
        if self._reused_database is None:
            self._reused_database = self.new_database()
        tables = ", ".join(metadata.tables)
        with self.connect(str(self._reused_database.database)) as connection:
            connection.execute(f"TRUNCATE {tables} RESTART IDENTITY")
        return self._reused_database

    def connect(self, database: str) -> "psycopg.Connection[tuple[object, ...]]":
        """Connect to one of its databases in autocommit mode."""
        options = {"host": ADDRESS, "port": self.port, "user": USER, "password": PASSWORD}
        return psycopg.connect(dbname=database, autocommit=True, **options)  # type: ignore[arg-type]


def _run(command: list[str]) -> None:
    completed = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    assert completed.returncode == 0, completed.stderr


def _unprivileged_user() -> str:
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, which Debian does not put on the path."""
    newest = max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]), default=None)
    initdb = newest or shutil.which("initdb")
    return Path(initdb).parent if initdb else None


@contextmanager
def running_postgresql() -> Iterator[PostgreSQLServer]:
    """Start a server, or skip the test if PostgreSQL is not installed; stop it at the end."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (as root: apt-get install postgresql)")
    # Other users cannot read pytest's temporary folders.
    folder = Path(tempfile.mkdtemp(prefix="stagedoor-postgresql-"))
    try:
        with closing(PostgreSQLServer(programs, folder)) as server:
            yield server
    finally:
        shutil.rmtree(folder)
