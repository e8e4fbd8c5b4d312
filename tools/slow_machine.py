"""Runs a command on a simulated slow machine or distant room, to find failures that depend on speed.

    python -m tools.slow_machine --half-core -- make acceptance
    python -m tools.slow_machine --busy 3 -- make acceptance
    python -m tools.slow_machine --latency 150 -- make acceptance

--half-core     half a core per worker, shared by the command and all its child processes; --workers is the number
                of workers (default 2) and is passed on as WORKERS. The limit is a CPU quota of a control group
                (version 1 or 2, as root), systemd-run, or cpulimit.
--busy N        N busy processes of normal priority, for as long as the command runs
--latency MS    milliseconds of network latency between browsers and the reference room, each way

The options combine. The exit code is the command's, or 2 where the machine cannot be slowed down.
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence

from rooms.reference import LATENCY
from tools.cpu_quota import NoQuota, cpu_quota

BUSY_LOOP = """
import os
import sys
while os.getppid() == int(sys.argv[1]):
    for _ in range(10_000_000):
        pass
"""
"""A script that keeps a processor busy until its parent has ended; its argument is the parent's process id."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse_options(arguments)
    try:
        with _busy_processes(options.busy), cpu_quota(options.workers / 2 if options.half_core else None) as quota:
            return _run(quota.command(options.command), _environment(options), quota.enter)
    except NoQuota as error:
        print(f"slow_machine: {error}", file=sys.stderr)
        return 2


def _parse_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _create_parser()
    options = parser.parse_args(arguments)
    if options.workers < 1 or options.busy < 0 or options.latency < 0:
        parser.error("--workers must be at least 1, --busy and --latency must not be negative")
    if shutil.which(options.command[0]) is None:
        parser.error(f"{options.command[0]}: command not found")
    return options


def _create_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.slow_machine", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half-core", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--workers", type=int, default=2, metavar="N", help=argparse.SUPPRESS)
    parser.add_argument("--busy", type=int, default=0, metavar="N", help=argparse.SUPPRESS)
    parser.add_argument("--latency", type=float, default=0, metavar="MS", help=argparse.SUPPRESS)
    parser.add_argument("command", nargs="+", help=argparse.SUPPRESS)
    return parser


def _environment(options: argparse.Namespace) -> dict[str, str]:
    latency = {LATENCY: f"{options.latency:g}"} if options.latency else {}
    workers = {"WORKERS": str(options.workers)} if options.half_core else {}
    return os.environ | latency | workers


def _run(command: list[str], environment: dict[str, str], enter: Callable[[], None]) -> int:
    process = subprocess.Popen(command, env=environment, preexec_fn=enter)
    # Ctrl-C reaches the command itself; SIGTERM is passed on.
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        with contextlib.suppress(KeyboardInterrupt):
            return process.wait()


@contextlib.contextmanager
def _busy_processes(number: int) -> Iterator[None]:
    processes = [subprocess.Popen([sys.executable, "-c", BUSY_LOOP, str(os.getpid())]) for _ in range(number)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
