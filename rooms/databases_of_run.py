"""PostgreSQL and Redis that run until the end of a run, also while the room's server is stopped.

The suite kills, suspends and restarts the room's server with its process group. The databases run in another process
group, as they run on other machines in production.
"""

import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from pathlib import Path

from conformance.errors import NotReached
from rooms.postgresql_server import PostgreSQLServer, programs
from rooms.redis_server import RedisServer

NO_POSTGRESQL = "PostgreSQL's program initdb is not installed. Debian and Ubuntu: apt-get install postgresql"


@dataclass(frozen=True)
class DatabaseURLs:
    """The URLs of a PostgreSQL database and of a Redis server."""

    postgresql: str
    redis: str


@dataclass(frozen=True)
class DatabasesOfRun:
    """The databases of the run with this process id; ``folder`` holds their URLs, and is removed with the run."""

    folder: Path
    run: int

    @property
    def _file(self) -> Path:
        return self.folder / "databases.json"

    def ensure(self) -> DatabaseURLs:
        """Start them unless they run, and return their URLs. Raises NotReached."""
        if not self._file.exists():
            self._start()
        return DatabaseURLs(**json.loads(self._file.read_text()))

    def _start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "rooms.databases_of_run", str(self.folder), str(self.run)]
        keeper = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert keeper.stdout is not None  # noqa: S101 (for the type checker)
        # It prints a line once they run; without one, it has ended.
        if not keeper.stdout.readline():
            raise NotReached("PostgreSQL and Redis did not start.")

    def keep(self) -> None:
        """Start them, print a line, and stop them when the run ends. Raises NotReached."""
        folder_of_programs = _expect_programs()
        # PostgreSQL does not run as root, and its user cannot read root's cache folder.
        data = Path(tempfile.mkdtemp(prefix="stagedoor-postgresql-"))
        try:
            self._serve_until_end(folder_of_programs, data)
        finally:
            shutil.rmtree(data, ignore_errors=True)
            shutil.rmtree(self.folder, ignore_errors=True)

    def _serve_until_end(self, folder_of_programs: Path, data: Path) -> None:
        with ExitStack() as stack:
            postgresql = stack.enter_context(closing(PostgreSQLServer(folder_of_programs, data)))
            redis = stack.enter_context(closing(RedisServer(self.folder)))
            database = postgresql.new_database().render_as_string(hide_password=False)
            self._file.touch(0o600)
            self._file.write_text(json.dumps(asdict(DatabaseURLs(database, redis.url))))
            print("ready", flush=True)
            _wait_for_end(self.run)


def _expect_programs() -> Path:
    """Return the folder of PostgreSQL's programs. Raises NotReached."""
    folder = programs()
    if folder is None:
        raise NotReached(NO_POSTGRESQL)
    return folder


def _wait_for_end(process: int) -> None:
    end = os.pidfd_open(process)
    select.select([end], [], [])
    os.close(end)


if __name__ == "__main__":
    try:
        DatabasesOfRun(Path(sys.argv[1]), int(sys.argv[2])).keep()
    except NotReached as error:
        sys.exit(str(error))
