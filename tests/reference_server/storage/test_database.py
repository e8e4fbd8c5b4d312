"""Opening a database, mostly of SQLite: it is migrated, or refused if it cannot be used."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import URL

from reference_server.server_settings import SetupError
from reference_server.storage.database import open_database
from reference_server.storage.schema import metadata


def run_sql(path: Path, sql: str) -> list[tuple[str, ...]]:
    """Run one statement on a database file that no room has open."""
    connection = sqlite3.connect(path)
    with connection:
        rows = connection.execute(sql).fetchall()
    connection.close()
    return rows


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database file that a room has created and closed."""
    path = tmp_path / "data" / "room.sqlite"
    open_database(path).dispose()
    return path


def test_the_migrations_create_the_tables_of_the_schema(empty_database: Path | URL) -> None:
    engine = open_database(empty_database)
    with engine.connect() as connection:
        # PostgreSQL cannot compare defaults of JSON columns; the migrations are the same for both.
        compare_defaults = connection.dialect.name == "sqlite"
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": compare_defaults}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_file_without_tables_is_migrated_to_the_newest_version(tmp_path: Path) -> None:
    path = tmp_path / "room.sqlite"
    run_sql(path, "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    open_database(path).dispose()
    tables = {name for (name,) in run_sql(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == {
        "alembic_version",
        "processes",
        "sessions",
        "people",
        "messages",
        "questionnaires",
        "answers",
        "lti_platforms",
        "lti_links",
        "lti_people",
        "lti_used",
    }


def test_a_file_of_a_newer_version_is_refused_and_unchanged(file: Path) -> None:
    run_sql(file, "UPDATE alembic_version SET version_num = 'from_the_future'")
    with pytest.raises(SetupError, match=r"^The database \S+ is of a newer version \(from_the_future\)\. .+\.$"):
        open_database(file)
    assert run_sql(file, "SELECT version_num FROM alembic_version") == [("from_the_future",)]


def test_a_refused_file_is_closed_and_unlocked(file: Path) -> None:
    ((newest,),) = run_sql(file, "SELECT version_num FROM alembic_version")
    run_sql(file, "UPDATE alembic_version SET version_num = 'from_the_future'")
    with pytest.raises(SetupError):
        open_database(file)
    run_sql(file, f"UPDATE alembic_version SET version_num = '{newest}'")
    open_database(file).dispose()


def test_two_rooms_cannot_share_a_file(file: Path) -> None:
    engine = open_database(file)
    with pytest.raises(SetupError, match=r"^Another room is running on \S+\. .+\.$"):
        open_database(file)
    engine.dispose()
    open_database(file).dispose()


def test_a_file_that_is_not_a_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "room.sqlite"
    path.write_text("Dear diary, " * 100)
    with pytest.raises(SetupError, match=r"^The database \S+ cannot be used: file is not a database\.$"):
        open_database(path)


def test_a_folder_is_refused_as_a_database(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"^The database \S+ cannot be used: unable to open database file\.$"):
        open_database(tmp_path)


def test_a_path_where_no_file_can_be_created_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SetupError, match=r"^The database \S+ cannot be used: File exists \(\S+file\)\.$"):
        open_database(tmp_path / "file" / "room.sqlite")


def test_commits_are_written_to_disk_at_once(file: Path) -> None:
    synchronous_full = 2
    engine = open_database(file)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == synchronous_full
    engine.dispose()
