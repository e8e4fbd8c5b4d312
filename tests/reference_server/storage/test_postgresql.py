"""PostgreSQL: messages about unusable databases, concurrent migrations, and a server's restart."""

import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from reference_server.rules import stage
from reference_server.server_settings import ServerSettings, SetupError
from reference_server.storage.database import open_database
from reference_server.storage.postgresql import MIGRATION_LOCK
from tests.reference_server.server_process import PATIENCE, ROOT
from tests.reference_server.shared_servers import PASSWORD, PostgreSQLOfTests, running_postgresql
from tests.stand_ins.stored_session import StoredSession


def error_message(url: URL) -> str:
    """Open a database that cannot be used; return the error message.

    The message is one line without the password.
    """
    with pytest.raises(SetupError) as error:
        open_database(url).dispose()
    message = str(error.value)
    assert "\n" not in message and PASSWORD not in message and "%" not in message
    return message


@pytest.fixture
def url(postgresql: PostgreSQLOfTests) -> URL:
    """The URL of a database with this version's tables."""
    return postgresql.create_migrated_database()


def test_the_message_about_an_unreachable_server_says_what_to_do(url: URL) -> None:
    message = error_message(url.set(port=1))
    assert message == (
        "PostgreSQL at 127.0.0.1:1 cannot be reached: Connection refused. Start it, or correct --database."
    )
    assert "nowhere.invalid" in error_message(url.set(host="nowhere.invalid"))
    message = error_message(URL.create("postgresql", query={"host": "/nowhere", "password": PASSWORD}))
    assert message == (
        "PostgreSQL at /nowhere cannot be reached: No such file or directory. Start it, or correct --database."
    )


def test_the_message_about_a_wrong_password_or_name_says_what_to_do(url: URL) -> None:
    refusal = f"PostgreSQL at 127.0.0.1:{url.port} refuses"
    assert error_message(url.set(password=f"{PASSWORD}x")) == (
        f'{refusal}: password authentication failed for user "room". Correct user, password or name in --database.'
    )
    assert error_message(url.set(database="nothing")) == (
        f'{refusal}: database "nothing" does not exist. Correct user, password or name in --database.'
    )


def test_a_database_of_a_newer_version_is_refused_and_unchanged(postgresql: PostgreSQLOfTests, url: URL) -> None:
    with postgresql.connect(str(url.database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
        message = error_message(url)
        assert re.fullmatch(
            r"The database room\d+ of \S+ at \S+ is of a newer version \(from_the_future\)\. .+\.", message
        )
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("from_the_future",)]


def test_a_database_without_the_right_to_create_tables_is_refused(postgresql: PostgreSQLOfTests) -> None:
    url = postgresql.new_database()
    with postgresql.connect(str(url.database)) as connection:
        connection.execute("CREATE ROLE reader LOGIN PASSWORD 'pass word/%@:'")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    assert error_message(url.set(username="reader")).endswith("cannot be used: permission denied for schema public.")


def test_a_database_of_another_encoding_is_refused(postgresql: PostgreSQLOfTests) -> None:
    with postgresql.connect("postgres") as connection:
        connection.execute("CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII'")
    assert error_message(postgresql.url("ascii")).endswith(
        "has the encoding SQL_ASCII. Create one with ENCODING 'UTF8'."
    )


def test_two_rooms_cannot_share_a_database(url: URL) -> None:
    engine = open_database(url)
    message = error_message(url)
    assert message.startswith("Another room is running on the database room") and message.endswith(
        "or start all its processes with --redis."
    )
    engine.dispose()
    open_database(url).dispose()


def has_waiting_migration(connection: "psycopg.Connection[tuple[object, ...]]") -> bool:
    """Return whether a connection to the server waits for the lock of the migrations."""
    query = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    return connection.execute(query).fetchone() is not None


def wait_until(is_true: Callable[[], bool]) -> None:
    """Check a condition every 20 ms until it is true, since PostgreSQL offers no event for it."""
    event = threading.Event()
    for _ in range(PATIENCE * 50):
        if is_true():
            return
        event.wait(0.02)
    raise AssertionError(f"the condition was not true within {PATIENCE} s")


def test_opening_waits_for_a_migration_of_another_process(postgresql: PostgreSQLOfTests) -> None:
    url = postgresql.new_database()
    engines: list[Engine] = []
    opening = threading.Thread(target=lambda: engines.append(open_database(url)))
    with postgresql.connect(str(url.database)) as connection:
        connection.execute("SELECT pg_advisory_lock(%s, %s)", MIGRATION_LOCK)
        opening.start()
        wait_until(lambda: has_waiting_migration(connection))
        assert connection.execute("SELECT to_regclass('sessions')").fetchone() == (None,)
        connection.execute("SELECT pg_advisory_unlock(%s, %s)", MIGRATION_LOCK)
    opening.join(PATIENCE)
    assert len(engines) == 1
    engines[0].dispose()


def test_the_message_about_a_missing_package_says_what_to_do() -> None:
    program = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from reference_server.command_line import main\n"
        "sys.exit(main(['--port', '0', '--database', 'postgresql+psycopg://room:secret@127.0.0.1/room']))"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert result.stderr == (
        "reference_server: --database postgresql+psycopg://… needs the package psycopg: "
        "pip install 'psycopg[binary]'.\n"
    )


@pytest.fixture
def own_server() -> Iterator[PostgreSQLOfTests]:
    """A server that the test can stop."""
    with running_postgresql() as server:
        yield server


@pytest.mark.disruption
def test_a_restart_of_postgresql_loses_nothing_and_needs_no_restart_of_the_room(own_server: PostgreSQLOfTests) -> None:
    url = own_server.create_migrated_database()
    stored_session = StoredSession(url)
    stored_session.enter("Ada")
    own_server.close()
    with pytest.raises(OperationalError):
        stored_session.do("Ada", stage.ask)
    own_server.start()
    assert stored_session.session.state.requests == ()
    stored_session.do("Ada", stage.ask)
    assert error_message(url).startswith("Another room is running on")
    before = stored_session.session
    stored_session.restart()
    assert stored_session.session == before
    stored_session.store.close()


def test_the_secrets_are_in_the_folder_of_the_default_database(tmp_path: Path) -> None:
    url = URL.create("postgresql")
    assert ServerSettings(url).secrets == Path("data/stagedoor.secret")
    assert ServerSettings(url).lti_keys == Path("data/stagedoor.lti-keys")
    assert ServerSettings(url, tmp_path / "room.secret").lti_keys == tmp_path / "room.lti-keys"
