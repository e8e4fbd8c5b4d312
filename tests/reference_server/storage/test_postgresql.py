"""PostgreSQL: a database that cannot be used is refused in one line; a migration of another process is waited for."""

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
from reference_server.server_settings import SetupError
from reference_server.storage.database import open_database
from reference_server.storage.postgresql import MIGRATION
from tests.reference_server.postgresql_server import PASSWORD, PostgreSQLServer, running_postgresql
from tests.reference_server.server_process import PATIENCE, ROOT
from tests.stand_ins.stored_session import StoredSession


def complaint(url: URL) -> str:
    """Return the message for a database that cannot be used, which is one line without the password."""
    with pytest.raises(SetupError) as refused:
        open_database(url).dispose()
    message = str(refused.value)
    assert "\n" not in message and PASSWORD not in message and "%" not in message
    return message


@pytest.fixture
def url(postgresql: PostgreSQLServer) -> URL:
    """A database with this version's tables."""
    return postgresql.new_database()


def test_a_server_that_is_away_is_said_with_what_to_do(url: URL) -> None:
    message = complaint(url.set(port=1))
    assert message == (
        "PostgreSQL at 127.0.0.1:1 cannot be reached: Connection refused. Start it, or correct --database."
    )
    assert "nowhere.invalid" in complaint(url.set(host="nowhere.invalid"))
    socket = complaint(URL.create("postgresql", query={"host": "/nowhere", "password": PASSWORD}))
    assert socket == (
        "PostgreSQL at /nowhere cannot be reached: No such file or directory. Start it, or correct --database."
    )


def test_a_wrong_password_or_name_is_said_with_what_to_do(url: URL) -> None:
    server = f"PostgreSQL at 127.0.0.1:{url.port} refuses"
    assert complaint(url.set(password=f"{PASSWORD}x")) == (
        f'{server}: password authentication failed for user "room". Correct user, password or name in --database.'
    )
    assert complaint(url.set(database="nothing")) == (
        f'{server}: database "nothing" does not exist. Correct user, password or name in --database.'
    )


def test_a_database_of_a_newer_version_is_refused_and_left_alone(postgresql: PostgreSQLServer, url: URL) -> None:
    with postgresql.connect(str(url.database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
        found = complaint(url)
        assert re.fullmatch(
            r"The database room\d+ of \S+ at \S+ is of a newer version \(from_the_future\)\. .+\.", found
        )
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("from_the_future",)]


def test_a_database_without_the_right_to_create_tables_is_refused(postgresql: PostgreSQLServer) -> None:
    url = postgresql.new_database(migrated=False)
    with postgresql.connect(str(url.database)) as connection:
        connection.execute("CREATE ROLE reader LOGIN PASSWORD 'pass word/%@:'")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    assert complaint(url.set(username="reader")).endswith("cannot be used: permission denied for schema public.")


def test_a_database_of_another_encoding_is_refused(postgresql: PostgreSQLServer) -> None:
    with postgresql.connect("postgres") as connection:
        connection.execute("CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII'")
    assert complaint(postgresql.url("ascii")).endswith("has the encoding SQL_ASCII. Create one with ENCODING 'UTF8'.")


def test_two_rooms_do_not_share_a_database(url: URL) -> None:
    engine = open_database(url)
    message = complaint(url)
    assert message.startswith("Another room is running on the database room") and message.endswith(
        "or start all its processes with --redis."
    )
    engine.dispose()
    open_database(url).dispose()


def waiting(connection: "psycopg.Connection[tuple[object, ...]]") -> bool:
    """Return whether a process waits for the lock of the migrations."""
    waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    return connection.execute(waiting).fetchone() is not None


def wait_until(is_true: Callable[[], bool]) -> None:
    """Wait until something happens that nothing reports."""
    event = threading.Event()
    for _ in range(PATIENCE * 50):
        if is_true():
            return
        event.wait(0.02)
    raise AssertionError("did not happen in time")


def test_a_migration_of_another_process_is_waited_for(postgresql: PostgreSQLServer) -> None:
    url = postgresql.new_database(migrated=False)
    engines: list[Engine] = []
    opening = threading.Thread(target=lambda: engines.append(open_database(url)))
    with postgresql.connect(str(url.database)) as connection:
        connection.execute("SELECT pg_advisory_lock(%s, %s)", MIGRATION)
        opening.start()
        wait_until(lambda: waiting(connection))
        assert connection.execute("SELECT to_regclass('sessions')").fetchone() == (None,)
        connection.execute("SELECT pg_advisory_unlock(%s, %s)", MIGRATION)
    opening.join(PATIENCE)
    assert len(engines) == 1
    engines[0].dispose()


def test_a_missing_package_is_said_with_what_to_do() -> None:
    program = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from reference_server.command_line import main\n"
        "sys.exit(main(['--port', '0', '--database', 'postgresql+psycopg://room:secret@127.0.0.1/room']))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        "reference_server: --database postgresql+psycopg://… needs the package psycopg: "
        "pip install 'psycopg[binary]'.\n"
    )


@pytest.fixture
def own_server() -> Iterator[PostgreSQLServer]:
    """A server that the test can stop."""
    with running_postgresql() as server:
        yield server


@pytest.mark.disruption
def test_a_restart_of_the_server_loses_nothing_and_needs_no_restart_of_the_room(own_server: PostgreSQLServer) -> None:
    url = own_server.new_database()
    stored = StoredSession(url)
    stored.enter("Ada")
    own_server.close()
    with pytest.raises(OperationalError):
        stored.do("Ada", stage.ask)
    own_server.start()
    assert stored.session.state.requests == ()
    stored.do("Ada", stage.ask)
    assert complaint(url).startswith("Another room is running on")
    before = stored.session
    stored.restart()
    assert stored.session == before
    stored.store.close()


def test_the_secrets_are_beside_the_default_database(tmp_path: Path) -> None:
    from reference_server.server_settings import ServerSettings

    url = URL.create("postgresql")
    assert ServerSettings(url).secrets == Path("data/stagedoor.secret")
    assert ServerSettings(url).lti_keys == Path("data/stagedoor.lti-keys")
    assert ServerSettings(url, tmp_path / "room.secret").lti_keys == tmp_path / "room.lti-keys"
