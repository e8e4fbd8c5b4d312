"""The start of a process with Redis: error messages, and databases shared with other processes."""

import subprocess
import sys
from pathlib import Path

import pytest
import redis
from sqlalchemy.engine import URL

from reference_server.live.process_bus import RedisBus
from reference_server.server_settings import SetupError
from reference_server.storage.database import open_database
from rooms.started_server import free_port
from tests.reference_server.server_process import ROOT
from tests.reference_server.shared_servers import PostgreSQLOfTests, running_redis
from tests.reference_server.test_command_line import expect_error_message

DATABASE = ("--database", "postgresql+psycopg://room@127.0.0.1/room")


def test_redis_needs_a_database_that_can_be_shared() -> None:
    assert expect_error_message("--redis", "redis://127.0.0.1").endswith(
        "--redis needs --database: the URL of a PostgreSQL database, which all processes share (see --help)"
    )
    assert "a URL must begin with redis://" in expect_error_message(*DATABASE, "--redis", "127.0.0.1")


def expect_redis_error_message(url: str) -> str:
    """Try to use a Redis server; return the error message, which is one line without the password."""
    with pytest.raises(SetupError) as error:
        RedisBus(url, "room", "process").check()
    message = str(error.value)
    assert "\n" not in message and "secret" not in message
    return message


def test_the_message_about_an_unreachable_redis_server_says_what_to_do() -> None:
    port = free_port()
    assert expect_redis_error_message(f"redis://:secret@127.0.0.1:{port}/0") == (
        f"Redis at 127.0.0.1:{port} cannot be reached: Connection refused. Start it, or correct --redis."
    )


def test_the_message_about_a_wrong_redis_password_says_what_to_do(tmp_path: Path) -> None:
    with running_redis(tmp_path) as server:
        redis.Redis(port=server.port).config_set("requirepass", "right")
        for password in (":secret@", ""):
            message = expect_redis_error_message(f"redis://{password}127.0.0.1:{server.port}/0")
            assert message.startswith(f"Redis at 127.0.0.1:{server.port} refused the connection: ")
            assert message.endswith(" Correct user, password or database number in --redis.")


def test_the_message_about_the_missing_redis_package_says_what_to_do() -> None:
    program = (
        "import sys; sys.modules['redis'] = None\n"
        "from reference_server.live.process_bus import RedisBus\n"
        "RedisBus('redis://127.0.0.1', 'room', 'process')"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "SetupError: --redis needs the package redis: pip install redis." in result.stderr


def expect_another_room(url: URL, *, is_shared: bool) -> None:
    """Check that a database cannot be opened, since another room uses it."""
    with pytest.raises(SetupError, match="Another room is running"):
        open_database(url, is_shared=is_shared)


def test_processes_with_and_without_redis_do_not_share_a_database(postgresql: PostgreSQLOfTests) -> None:
    url = postgresql.create_migrated_database()
    engines = [open_database(url, is_shared=True), open_database(url, is_shared=True)]
    expect_another_room(url, is_shared=False)
    for engine in engines:
        engine.dispose()
    only_engine = open_database(url)
    expect_another_room(url, is_shared=True)
    only_engine.dispose()


def test_the_tables_are_not_migrated_while_older_processes_run(postgresql: PostgreSQLOfTests) -> None:
    url = postgresql.create_migrated_database()
    older = open_database(url, is_shared=True)
    with older.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0007'")
    with pytest.raises(SetupError, match=r"is of an older version, and other processes use it\. Stop them first\.$"):
        open_database(url, is_shared=True)
    older.dispose()
