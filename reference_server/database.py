"""The database file: opened by one room at a time, and brought to this version's tables."""

import fcntl
from pathlib import Path
from typing import IO

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError

from reference_server.settings import SetupError, reason

MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(path: Path) -> Engine:
    """The engine of the database file, made if it is missing and migrated. Raises SetupError."""
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
    # Two rooms on one file would each take the other's people for gone.
    lock = Path(f"{path}.lock").open("w", encoding="ascii")  # noqa: SIM115 (held as long as the engine)
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
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _migrate(connection: Connection, path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    found = set(MigrationContext.configure(connection).get_current_heads())
    if not found <= known:
        version = ", ".join(sorted(found - known))
        raise SetupError(f"The database {path} is of a newer version ({version}). Run the room that wrote it.")
    command.upgrade(config, "head")
