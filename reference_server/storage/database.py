"""Opens the database file, locked against a second room, and migrates it to this version's tables."""

import fcntl
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError

from reference_server.server_settings import SetupError, reason
from reference_server.storage.schema import VERSION

HAS_VERSION = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"


def open_database(path: Path) -> Engine:
    """Return the engine of the database file, which is created and migrated if necessary.

    Raises SetupError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _opened(path, _lock(path))
    except OSError as error:
        raise SetupError(f"The database {path} cannot be used: {reason(error)}.") from error
    except DatabaseError as error:
        raise SetupError(f"The database {path} cannot be used: {error.orig}.") from error


def _opened(path: Path, lock: IO[str]) -> Engine:
    engine = _engine(path)
    event.listen(engine, "engine_disposed", lambda _engine: lock.close())
    try:
        with engine.begin() as connection:
            _migrate(connection, path)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _lock(path: Path) -> IO[str]:
    # Two rooms on one file would each treat the other's people as absent.
    lock = Path(f"{path}.lock").open("w", encoding="ascii")  # noqa: SIM115 (closed with the engine)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise SetupError(f"Another room is running on {path}. Choose another --database.") from error
    return lock


def _engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)))

    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _migrate(connection: Connection, path: Path) -> None:
    if _version(connection) == [VERSION]:
        return
    # Imported only if needed: it takes longer than the rest of a start.
    from reference_server.storage.migrating import migrate

    migrate(connection, path)


def _version(connection: Connection) -> list[str]:
    """Return the version of the tables as the only item; no item for a new file."""
    if not connection.exec_driver_sql(HAS_VERSION).scalar():
        return []
    return list(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars())
