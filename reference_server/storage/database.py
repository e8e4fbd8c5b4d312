"""Opens the database, locked against a second room, and migrates it to this version's tables."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError

from reference_server.storage.database_kind import DatabaseKind
from reference_server.storage.schema import VERSION
from reference_server.storage.sqlite import SQLite, empty_log


def open_database(database: Path | URL, *, is_shared: bool = False) -> Engine:
    """Return the engine of an SQLite file, which is created if necessary, or of a PostgreSQL database.

    It is migrated if necessary. `is_shared`: several processes of one room use it. Raises SetupError.
    """
    kind = _kind(database, is_shared=is_shared)
    try:
        return _opened(kind)
    except (OSError, DatabaseError) as error:
        raise kind.setup_error(error) from error


def erase_deleted(engine: Engine) -> None:
    """Erase deleted text from SQLite's files; PostgreSQL's files contain it until it is overwritten."""
    if engine.dialect.name == "sqlite":
        empty_log(engine)


def _kind(database: Path | URL, *, is_shared: bool) -> DatabaseKind:
    if isinstance(database, Path):
        return SQLite(database)
    # Imported only if needed, since most rooms use SQLite.
    from reference_server.storage.postgresql import PostgreSQL

    return PostgreSQL(database, is_shared=is_shared)


def _opened(kind: DatabaseKind) -> Engine:
    engine = kind.engine()
    try:
        with engine.begin() as connection:
            kind.lock(connection)
            _migrate(connection, kind)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _migrate(connection: Connection, kind: DatabaseKind) -> None:
    if _version(connection) == [VERSION]:
        return
    kind.require_no_other_process(connection)
    # Imported only if needed: importing it takes longer than the rest of the start.
    from reference_server.storage.migrating import migrate

    migrate(connection, kind.name)


def _version(connection: Connection) -> list[str]:
    """Return the version of the tables as the only item; no item for a new database."""
    if not inspect(connection).has_table("alembic_version"):
        return []
    return list(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars())
