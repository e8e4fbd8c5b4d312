"""The interface for the differences between SQLite and PostgreSQL."""

from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from reference_server.server_settings import SetupError


class DatabaseKind(Protocol):
    """Opens a database for one room; errors name it without its password."""

    name: str
    """The database in messages, such as "The database data/stagedoor.sqlite"."""

    def engine(self) -> Engine:
        """Return an engine for the database. Raises SetupError and OSError."""

    def lock(self, connection: Connection) -> None:
        """Lock the database against other rooms until the engine is disposed of.

        Waits while another process migrates the database. Other migrations then wait until the transaction of
        `connection` has ended. Raises SetupError.
        """

    def require_no_other_process(self, connection: Connection) -> None:
        """Raise SetupError if other processes use the database, whose tables are going to change."""

    def setup_error(self, error: OSError | DatabaseError) -> SetupError:
        """Return the message for a database that cannot be used."""
