"""Measure a session with many people, compared with a bare Flask-SocketIO server, using Locust.

Usage: ``python -m tests.benchmarks.load``.

The users run on the same processors as the server. A chart is written to build/load.svg.
"""

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.reference_server.clients import new_session
from tests.reference_server.server_process import ROOT, ServerProcess

SIZES = [10, 100, 1_000]
CHART = ROOT / "build" / "load.svg"
COLUMNS = {
    "enter_s": "enter s",
    "enter_cpu_ms": "enter cpu",
    "change_cpu_ms": "change cpu",
    "received_p50_ms": "recv p50",
    "received_p99_ms": "recv p99",
    "all_p50_ms": "all p50",
    "all_p99_ms": "all p99",
    "bytes": "bytes",
    "ack_p50_ms": "ack p50",
    "ack_p99_ms": "ack p99",
    "kb_a_person": "kB each",
}
Result = dict[str, float]


def main() -> None:
    """Measure both servers at each size, print a table and write the chart."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="people in the session (%(default)s)")
    parser.add_argument("--changes", type=int, default=40, help="changes at each size (%(default)s)")
    arguments = parser.parse_args()
    results: dict[str, dict[int, Result]] = {"room": {}, "bare": {}}
    print(f"{'':<14}" + "".join(f"{title:>11}" for title in COLUMNS.values()), flush=True)
    for size in arguments.sizes:
        for kind, serve in (("bare", bare_server), ("room", room_server)):
            with serve() as plan:
                results[kind][size] = run_users({**plan, "size": size, "changes": arguments.changes})
            figures = "".join(f"{results[kind][size][name]:>11.1f}" for name in COLUMNS)
            print(f"{size:>6} {kind:<7}{figures}", flush=True)
    CHART.parent.mkdir(exist_ok=True)
    CHART.write_text(draw_chart(results), encoding="utf-8")
    print(f"Times in ms, from a command until one person (recv) or everybody (all) has received it. Chart: {CHART}")


@contextmanager
def room_server() -> Iterator[dict[str, Any]]:
    """Start a room with one session."""
    with tempfile.TemporaryDirectory() as folder:
        room = ServerProcess(Path(folder), "--grace", "600", "--connections-per-address", "20000")
        try:
            links = new_session(room, access="request")
            yield {"url": room.url, "pid": room.process.pid, "links": links}
        finally:
            room.kill()


@contextmanager
def bare_server() -> Iterator[dict[str, Any]]:
    """Start a server that only broadcasts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.benchmarks.bare_broadcast", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        await_port(port)
        yield {"url": f"http://127.0.0.1:{port}", "pid": process.pid, "links": None}
    finally:
        process.kill()
        process.wait()


def await_port(port: int) -> None:
    """Wait until a server listens on the port."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)  # noqa: TID251 (a port that opens causes no event)
    raise TimeoutError(f"nothing listens on port {port}")


def run_users(plan: dict[str, Any]) -> Result:
    """Run the users in a separate process, and return their measurements."""
    command = [sys.executable, "-m", "tests.benchmarks.load_users", json.dumps(plan)]
    completed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    lines = [line.removeprefix("RESULT ") for line in completed.stdout.splitlines() if line.startswith("RESULT ")]
    if not lines:
        raise SystemExit(f"The users failed:\n{completed.stderr[-3_000:]}")
    result: Result = json.loads(lines[0])
    return result


def draw_chart(results: dict[str, dict[int, Result]]) -> str:
    """Return a bar chart of the time until everybody has received a change (p50), as SVG."""
    bars = [(f"{size} {kind}", results[kind][size]["all_p50_ms"]) for size in results["room"] for kind in results]
    longest = max(value for _, value in bars)
    rows = [
        f'<text x="8" y="{32 * number + 58}">{name}</text>'
        f'<rect x="120" y="{32 * number + 42}" width="{400 * value / longest:.0f}" height="22" '
        f'fill="{"#2f6f4f" if name.endswith("room") else "#9aa5b1"}"/>'
        f'<text x="{126 + 400 * value / longest:.0f}" y="{32 * number + 58}">{value:.0f} ms</text>'
        for number, (name, value) in enumerate(bars)
    ]
    size = f'width="620" height="{32 * len(bars) + 60}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">'
    title = '<text x="8" y="24" font-weight="bold">Time until everybody has received a change, p50</text>'
    return "\n".join([head, title, *rows, "</svg>\n"])


if __name__ == "__main__":
    main()
