"""Brings the tables of an older database file, or of a new one, to this version's."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from reference_server.server_settings import SetupError

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(connection: Connection, path: Path, version: str = "head") -> None:
    """Run what is missing up to this version. Raises SetupError where the file is of a newer one."""
    config = configured(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    found = set(MigrationContext.configure(connection).get_current_heads())
    if not found <= known:
        newer = ", ".join(sorted(found - known))
        raise SetupError(f"The database {path} is of a newer version ({newer}). Run the room that wrote it.")
    command.upgrade(config, version)


def configured(connection: Connection | None = None) -> Config:
    """Where the migrations are, and on what they run."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
