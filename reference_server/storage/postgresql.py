"""PostgreSQL by psycopg, for a room whose database is on a server."""

import contextlib
import logging
import threading
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError

from reference_server.logs import event as log_event
from reference_server.server_settings import SetupError

log = logging.getLogger("stagedoor.database")

ROOM_LOCK, MIGRATION_LOCK = (0x53444F52, 1), (0x53444F52, 2)
"""The keys of the advisory locks: of the room that uses the database, and of a migration."""
LIBPQ_PARAMETERS = {
    "client_encoding": "utf8",
    "connect_timeout": "5",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
    # A standby server refuses writes.
    "target_session_attrs": "read-write",
}
"""libpq parameters with which an unreachable server is noticed within seconds; those in the URL take precedence."""
KEEPALIVES = "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3"
"""Lets the server release the lock of a room whose machine has failed; has no effect over a local socket."""
COUNT_LOCK_HOLDERS = """SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted
    AND classid = %s AND objid = %s
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
LOCK_TIMEOUT_SECONDS = 1
"""Seconds to wait for the lock; the server needs part of them to release the lock of a process that was killed."""


class PostgreSQL:
    """A database of a PostgreSQL server, which must exist already.

    `is_shared`: several processes of one room share the database.
    """

    def __init__(self, url: URL, *, is_shared: bool = False) -> None:
        self._is_shared = is_shared
        self._url = url.set(drivername="postgresql+psycopg")
        self._server = f"PostgreSQL at {_host(url)}"
        self.name = f"The database {url.database or url.username or ''} of {self._server}"

    def engine(self) -> Engine:
        """Return an engine for the database, without connecting to it. Raises SetupError."""
        parameters = {name: value for name, value in LIBPQ_PARAMETERS.items() if name not in self._url.query}
        try:
            # Errors are logged, and their parameters would contain people's names and texts.
            return create_engine(self._url, pool_pre_ping=True, hide_parameters=True, connect_args=parameters)
        except ImportError as error:
            raise SetupError(
                "--database postgresql+psycopg://… needs the package psycopg: pip install 'psycopg[binary]'."
            ) from error

    def lock(self, connection: Connection) -> None:
        """Wait for a migration of another process; then lock the database against others. Raises SetupError."""
        _require_utf_8(connection, self.name)
        _wait_for_migration(connection)
        lock = _RoomLock(connection.engine, self.name, is_shared=self._is_shared)
        self._take_lock(lock)
        event.listen(connection.engine, "connect", lambda *_connected: lock.take_again())
        event.listen(connection.engine, "engine_disposed", lambda _engine: lock.release())

    def _take_lock(self, lock: "_RoomLock") -> None:
        try:
            lock.take()
        except lock.errors.Error as error:
            raise self.setup_error(error) from error

    def require_no_other_process(self, connection: Connection) -> None:
        """Raise SetupError if other processes use the database, whose tables are going to change."""
        if connection.exec_driver_sql(COUNT_LOCK_HOLDERS, ROOM_LOCK).scalar_one() > 1:
            raise SetupError(f"{self.name} is of an older version, and other processes use it. Stop them first.")

    def setup_error(self, error: OSError | DatabaseError) -> SetupError:
        """Return the message for a server that cannot be reached or refuses, or an unusable database."""
        orig = error.orig if isinstance(error, DatabaseError) else error
        text = str(orig).strip().partition("\n")[0]
        if getattr(orig, "sqlstate", None):
            return SetupError(f"{self.name} cannot be used: {text}.")
        refusal = text.partition("FATAL:")[2].strip()
        if refusal:
            return SetupError(f"{self._server} refuses: {refusal}. Correct user, password or name in --database.")
        why = text.rpartition(" failed: ")[2]
        return SetupError(f"{self._server} cannot be reached: {why}. Start it, or correct --database.")


class _RoomLock:
    """An advisory lock on a separate connection.

    Without it, two rooms would treat each other's people as absent.
    """

    def __init__(self, engine: Engine, name: str, *, is_shared: bool) -> None:
        self._lock = f"SELECT pg_advisory_lock{'_shared' if is_shared else ''}(%s, %s)"
        self._engine = engine
        self._name = name
        self._connection: Any = None
        self._taking = threading.Lock()
        self.errors: Any = engine.dialect.loaded_dbapi.errors

    def take(self) -> None:
        """Take the lock. Raises SetupError if another room has it."""
        connection = self._connect()
        try:
            connection.execute(self._lock, ROOM_LOCK)
        except self.errors.LockNotAvailable as error:
            connection.close()
            raise self._taken_error() from error
        self._connection = connection

    def _connect(self) -> Any:
        arguments, options = self._engine.dialect.create_connect_args(self._engine.url)
        connection = self._engine.dialect.loaded_dbapi.connect(
            *arguments, **{**LIBPQ_PARAMETERS, **options}, autocommit=True
        )
        connection.execute(f"{KEEPALIVES}; SET lock_timeout = '{LOCK_TIMEOUT_SECONDS}s'")
        return connection

    def _taken_error(self) -> SetupError:
        name = f"{self._name[0].lower()}{self._name[1:]}"
        advice = "Stop it first, or start all its processes with --redis."
        return SetupError(f"Another room is running on {name}. {advice}")

    def take_again(self) -> None:
        """Take the lock again if its connection was lost, as in a restart of the server."""
        with self._taking:
            try:
                self._connection.execute("SELECT 1")
            except self.errors.OperationalError:
                self._connection.close()
                self.take()

    def release(self) -> None:
        """Release the lock, before another room finds it taken by a connection that is being closed."""
        with contextlib.suppress(self.errors.OperationalError):
            self._connection.execute("SELECT pg_advisory_unlock_all()")
        self._connection.close()


def _host(url: URL) -> str:
    """Return host and port of the server as in a URL, or the folder of its socket."""
    host = url.host or url.query.get("host") or "its default address"
    return f"{host if isinstance(host, str) else ', '.join(host)}{f':{url.port}' if url.port else ''}"


def _require_utf_8(connection: Connection, name: str) -> None:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise SetupError(f"{name} has the encoding {encoding}. Create one with ENCODING 'UTF8'.")


def _wait_for_migration(connection: Connection) -> None:
    if not connection.exec_driver_sql("SELECT pg_try_advisory_xact_lock(%s, %s)", MIGRATION_LOCK).scalar():
        log_event(log, "database_waits", reason="migration")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s, %s)", MIGRATION_LOCK)
