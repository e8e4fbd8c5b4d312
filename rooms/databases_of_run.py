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
from rooms.postgresql_server import PostgreSQLServer, programs_folder
from rooms.redis_server import RedisServer

POSTGRESQL_MISSING = "PostgreSQL's program initdb is not installed. Debian and Ubuntu: apt-get install postgresql"


@dataclass(frozen=True)
class DatabaseURLs:
    """The URLs of a PostgreSQL database and of a Redis server."""

    postgresql: str
    redis: str


@dataclass(frozen=True)
class DatabasesOfRun:
    """The databases of a run.

    ``folder`` holds their URLs, and is removed after the run; ``run`` is the process id of the run.
    """

    folder: Path
    run: int

    @property
    def _urls_file(self) -> Path:
        return self.folder / "databases.json"

    def ensure_running(self) -> DatabaseURLs:
        """Start the databases unless they run, and return their URLs. Raises NotReached."""
        if not self._urls_file.exists():
            self._start()
        return DatabaseURLs(**json.loads(self._urls_file.read_text(encoding="utf-8")))

    def _start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "rooms.databases_of_run", str(self.folder), str(self.run)]
        supervisor = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert supervisor.stdout is not None  # noqa: S101 (for the type checker)
        # The process prints a line once the databases run; an empty string means that it has ended.
        if not supervisor.stdout.readline():
            raise NotReached("PostgreSQL and Redis did not start.")

    def supervise(self) -> None:
        """Start the databases, print a line, and stop the databases when the run ends. Raises NotReached."""
        programs = _require_programs()
        # PostgreSQL does not run as root, and its user cannot read root's cache folder.
        data = Path(tempfile.mkdtemp(prefix="stagedoor-postgresql-"))
        try:
            self._run_until_end(programs, data)
        finally:
            shutil.rmtree(data, ignore_errors=True)
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run_until_end(self, programs: Path, data: Path) -> None:
        with ExitStack() as stack:
            postgresql = stack.enter_context(closing(PostgreSQLServer(programs, data)))
            redis = stack.enter_context(closing(RedisServer(self.folder)))
            database = postgresql.new_database().render_as_string(hide_password=False)
            self._urls_file.touch(0o600)
            self._urls_file.write_text(json.dumps(asdict(DatabaseURLs(database, redis.url))), encoding="utf-8")
            print("ready", flush=True)
            _wait_for_end(self.run)


def _require_programs() -> Path:
    """Return the folder of PostgreSQL's programs. Raises NotReached."""
    folder = programs_folder()
    if folder is None:
        raise NotReached(POSTGRESQL_MISSING)
    return folder


def _wait_for_end(process: int) -> None:
    end = os.pidfd_open(process)
    select.select([end], [], [])
    os.close(end)


if __name__ == "__main__":
    try:
        DatabasesOfRun(Path(sys.argv[1]), int(sys.argv[2])).supervise()
    except NotReached as error:
        sys.exit(str(error))
