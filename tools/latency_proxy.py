"""Simulate a distant network: a TCP proxy on loopback that delays every byte to and from a server.

    python -m tools.latency_proxy --to 8000 --latency 150

prints the address to use instead. A request takes twice the latency longer, and twice more where it needs a new
connection, as between two machines that are that far apart. WebSockets pass like everything else. Where the server
refuses a connection, the proxy closes it, so that a server can be killed and started again behind it.
"""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Sequence

CHUNK = 64 * 1024
CHUNKS_UNDERWAY = 256
"""The limit of chunks in transit; the sender waits at it, as with a full TCP window."""
HOST = "127.0.0.1"


class LatencyProxy:
    """A proxy that listens on a free port and forwards connections to ``port``, both on loopback.

    ``latency`` is in seconds.
    """

    def __init__(self, port: int, latency: float) -> None:
        self._port = port
        self._latency = latency

    async def serve(self) -> None:
        """Print the address, and forward bytes until cancelled."""
        server = await asyncio.start_server(self._connected, HOST, 0)
        print(f"http://{HOST}:{server.sockets[0].getsockname()[1]}", flush=True)
        async with server:
            await server.serve_forever()

    async def _connected(self, near: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            # The handshake: one way there and one way back.
            await asyncio.sleep(2 * self._latency)
            far, far_out = await asyncio.open_connection(HOST, self._port)
            await self._forward(near, near_out, far, far_out)
        near_out.transport.abort()

    async def _forward(
        self,
        near: asyncio.StreamReader,
        near_out: asyncio.StreamWriter,
        far: asyncio.StreamReader,
        far_out: asyncio.StreamWriter,
    ) -> None:
        """Forward both directions until both have ended or one is reset."""
        try:
            async with asyncio.TaskGroup() as ways:
                ways.create_task(self._delayed(near, far_out))
                ways.create_task(self._delayed(far, near_out))
        except* OSError:
            pass
        finally:
            far_out.transport.abort()

    async def _delayed(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """Forward bytes from ``source`` in order, each chunk after the latency."""
        underway: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(CHUNKS_UNDERWAY)
        async with asyncio.TaskGroup() as ends:
            ends.create_task(self._read_chunks(source, underway))
            ends.create_task(self._write_chunks(underway, target))

    async def _read_chunks(self, source: asyncio.StreamReader, underway: asyncio.Queue[tuple[float, bytes]]) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            chunk = await source.read(CHUNK)
            await underway.put((clock() + self._latency, chunk))
            if not chunk:
                return

    async def _write_chunks(self, underway: asyncio.Queue[tuple[float, bytes]], target: asyncio.StreamWriter) -> None:
        """Write each chunk when it is due; an empty chunk is the end of the source."""
        clock = asyncio.get_running_loop().time
        while True:
            due, chunk = await underway.get()
            await asyncio.sleep(due - clock())
            if not chunk:
                target.write_eof()
                return
            target.write(chunk)
            await target.drain()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.latency_proxy", description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=int, required=True, metavar="PORT", help="the server's port on loopback")
    parser.add_argument("--latency", type=float, required=True, metavar="MS", help="milliseconds each way")
    options = parser.parse_args(arguments)
    if options.latency < 0:
        parser.error(f"--latency {options.latency:g} is negative; give the milliseconds each way, such as 150")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(LatencyProxy(options.to, options.latency / 1000).serve())
    return 0


if __name__ == "__main__":
    sys.exit(main())
