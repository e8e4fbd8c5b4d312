"""A PostgreSQL server on the loopback interface, run from the installed programs."""

import os
import pwd
import shutil
import signal
import subprocess
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL

from conformance.errors import NotReached
from rooms.started_server import StartedServer

USER, PASSWORD = "room", "pass word/%@:"
"""The password has characters that URLs must encode, and is distinctive, so that tests can look for it in logs."""
ADDRESS = "127.0.0.1"
FAST_SETTINGS = (
    "fsync=off",
    "full_page_writes=off",
    "max_connections=200",
    "shared_buffers=16MB",
    "log_min_messages=error",
)
"""Settings that are faster and may lose data in a power failure."""
INITDB_OPTIONS = (
    "-U",
    USER,
    "--auth",
    "scram-sha-256",
    "--encoding",
    "UTF8",
    "--locale",
    "C",
    "--no-sync",
    "--no-instructions",
)


class PostgreSQLServer(StartedServer):
    """A server on a free port of the loopback interface; its user needs the password."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._numbers = count(1)
        # PostgreSQL does not run as root.
        user = _unprivileged_user() if os.geteuid() == 0 else ""
        data, secret = folder / "data", folder / "password"
        secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
        for path in (folder, secret) if user else ():
            shutil.chown(path, user)
        as_user = ("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups") if user else ()
        _run_initdb([*as_user, str(programs / "initdb"), "-D", str(data), "--pwfile", str(secret), *INITDB_OPTIONS])
        settings = (*FAST_SETTINGS, f"listen_addresses={ADDRESS}", "port={port}", f"unix_socket_directories={folder}")
        command = [*as_user, str(programs / "postgres"), "-D", str(data)]
        command += [word for setting in settings for word in ("-c", setting)]
        super().__init__("PostgreSQL", command, folder / "log", address="postgresql://", folder=folder)

    def close(self) -> None:
        """Stop the server, which closes all connections."""
        self._end(signal.SIGINT)

    def _is_up(self) -> bool:
        try:
            self.connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def url(self, database: str, password: str = PASSWORD) -> URL:
        """Return the URL of one of its databases."""
        return URL.create("postgresql+psycopg", USER, password, ADDRESS, self.port, database)

    def new_database(self, template: str = "template0") -> URL:
        """Create a database, empty or as a copy of another one; return its URL."""
        name = f"room{next(self._numbers)}"
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def connect(self, database: str) -> "psycopg.Connection[tuple[object, ...]]":
        """Connect to one of its databases in autocommit mode."""
        options = {"host": ADDRESS, "port": self.port, "user": USER, "password": PASSWORD}
        return psycopg.connect(dbname=database, autocommit=True, **options)  # type: ignore[arg-type]


def _run_initdb(command: list[str]) -> None:
    completed = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    if completed.returncode != 0:
        raise NotReached(f"PostgreSQL: initdb failed.\n{completed.stderr}")


def _unprivileged_user() -> str:
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def programs_folder() -> Path | None:
    """Return the folder of PostgreSQL's programs; None if not installed.

    Debian does not put it on PATH.
    """
    newest = max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]), default=None)
    initdb = newest or shutil.which("initdb")
    return Path(initdb).parent if initdb else None
