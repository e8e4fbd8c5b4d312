"""SQLite, the default: one file, without anything else to install."""

import fcntl
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError

from reference_server.server_settings import SetupError, reason


class SQLite:
    """A database file, which is created if necessary."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = f"The database {path}"

    def engine(self) -> Engine:
        """Lock the file and return its engine, which unlocks it when it is disposed of.

        Raises SetupError, OSError.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock, engine = self._lock_file(), create_engine(URL.create("sqlite", database=str(self._path)))
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "engine_disposed", lambda _engine: lock.close())
        return engine

    def lock(self, connection: Connection) -> None:
        """Do nothing: the lock on the file already excludes other rooms and their migrations."""

    def require_no_other_process(self, connection: Connection) -> None:
        """Do nothing: there are no others."""

    def setup_error(self, error: OSError | DatabaseError) -> SetupError:
        """Return the message for a file that cannot be used."""
        why = error.orig if isinstance(error, DatabaseError) else reason(error)
        return SetupError(f"{self.name} cannot be used: {why}.")

    def _lock_file(self) -> IO[str]:
        # Two rooms on one file would each treat the other's people as absent.
        lock = Path(f"{self._path}.lock").open("w", encoding="ascii")  # noqa: SIM115 (closed with the engine)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SetupError(f"Another room is running on {self._path}. Choose another --database.") from error
        return lock


def _set_up(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def empty_log(engine: Engine) -> None:
    """Empty the write-ahead log, which would contain a deleted text until it is overwritten."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
