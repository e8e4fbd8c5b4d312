"""Runs two processes of the reference room behind nginx: ``python -m rooms.serve_two_processes PORT``.

They share a PostgreSQL database and Redis, which run until the process that started this one ends. nginx uses the
configuration in deploy/, but distributes connections in turn, since all people of a run have the same address.
"""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from conformance.errors import NotReached
from conformance.time_limits import SERVER_END
from rooms.livekit_server import LOCALHOST, cache_folder
from rooms.reference import ROOT
from rooms.started_server import free_port, program_on_path, wait_for_answer

NGINX_CONFIGURATION = ROOT / "deploy" / "nginx" / "room.conf"
PROCESSES = 2


def main(port: str) -> None:
    """Serve at this port until SIGTERM, or until one of the processes ends."""
    signal.signal(signal.SIGTERM, _exit)
    # A restart at the same port, by the same run, finds the same databases.
    folder = cache_folder("reference-two-processes") / f"run-{os.getppid()}-{port}"
    children: dict[str, subprocess.Popen[Any]] = {}
    try:
        _start(folder, int(port), children)
        name = _wait_for_first_end(children)
        sys.exit(f"{name} has ended with exit code {children[name].returncode}.")
    except NotReached as error:
        sys.exit(str(error))
    finally:
        _end_all(list(children.values()))


def nginx_configuration(folder: Path, port: int, ports: Sequence[int]) -> str:
    """Return nginx's configuration: the one in deploy/, on this port and without encryption."""
    room = [
        line for line in NGINX_CONFIGURATION.read_text(encoding="utf-8").splitlines() if "ssl_certificate" not in line
    ]
    server = "\n".join(room).replace("listen 443 ssl http2;", f"listen {LOCALHOST}:{port};")
    processes = " ".join(f"server {LOCALHOST}:{process_port} max_fails=1 fail_timeout=1s;" for process_port in ports)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = " ".join(f"{kind}_temp_path {folder / kind};" for kind in kinds)
    return (
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr warn;\n"
        f"events {{}}\nhttp {{\naccess_log off; {folders}\nupstream room {{ {processes} }}\n{server}\n}}\n"
    )


def _start(folder: Path, port: int, children: dict[str, subprocess.Popen[Any]]) -> None:
    """Start the processes of the room, and nginx once they answer. Raises NotReached."""
    options = [*_database_options(folder), "--proxies", "1", "--public-url", f"http://{LOCALHOST}:{port}"]
    ports = [free_port() for _ in range(PROCESSES)]
    for process_port in ports:
        command = [sys.executable, "-m", "reference_server", "--port", str(process_port), *options]
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        children[f"The room's process at port {process_port}"] = child
        # One after the other, since the first process creates the secret and the tables.
        if not wait_for_answer(f"http://{LOCALHOST}:{process_port}/readyz", child):
            raise NotReached(f"A process of the room did not start (exit code {child.returncode}).")
    configuration = folder / "nginx.conf"
    configuration.write_text(nginx_configuration(folder, port, ports), encoding="utf-8")
    nginx = program_on_path("nginx") or "nginx"
    children["nginx"] = subprocess.Popen([nginx, "-e", "stderr", "-c", str(configuration)])


def _database_options(folder: Path) -> list[str]:
    # Imported only now: without the optional packages, the message says which are missing.
    try:
        from rooms.databases_of_run import DatabasesOfRun
    except ImportError as error:
        raise NotReached(f"The package {error.name} is missing: pip install 'psycopg[binary]' redis") from error
    urls = DatabasesOfRun(folder, os.getppid()).ensure_running()
    return ["--database", urls.postgresql, "--redis", urls.redis, "--secret-file", str(folder / "room.secret")]


def _wait_for_first_end(children: Mapping[str, subprocess.Popen[Any]]) -> str:
    """Wait until a process has ended, and return its name."""
    names = {os.pidfd_open(child.pid): name for name, child in children.items()}
    ended, _, _ = select.select(list(names), [], [])
    name = names[ended[0]]
    children[name].wait()
    return name


def _end_all(children: Sequence[subprocess.Popen[Any]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(SERVER_END)
        except subprocess.TimeoutExpired:
            child.kill()


def _exit(*_: object) -> NoReturn:
    sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
