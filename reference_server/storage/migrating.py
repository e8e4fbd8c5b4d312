"""Migrates a new or older database to this version's tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from reference_server.server_settings import SetupError

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(connection: Connection, name: str, version: str = "head") -> None:
    """Run the missing migrations up to `version`. Raises SetupError if the database is of a newer version."""
    config = migration_config(connection)
    versions = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = set(MigrationContext.configure(connection).get_current_heads())
    if not current <= versions:
        newer = ", ".join(sorted(current - versions))
        raise SetupError(f"{name} is of a newer version ({newer}). Run the room that wrote it.")
    command.upgrade(config, version)


def migration_config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration: the folder of the migrations, and the connection to run them on."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
