"""Simulate a distant network: a TCP proxy on loopback that delays every byte to and from a server.

    python -m tools.latency_proxy --to 8000 --latency 150

prints the URL to use instead of the server's. A request takes longer by twice the latency, and by four times where it
needs a new connection. WebSockets are delayed in the same way. If the server refuses a connection, the proxy closes
the client's, so that the server can be killed and started again while the proxy runs.
"""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Sequence

CHUNK_SIZE = 64 * 1024
MAX_CHUNKS_IN_TRANSIT = 256
"""The sender waits while this many chunks are in transit, as with a full TCP window."""
HOST = "127.0.0.1"


class LatencyProxy:
    """A proxy that listens on a free port and forwards connections to ``port``, both on loopback.

    ``latency`` is in seconds.
    """

    def __init__(self, port: int, latency: float) -> None:
        self._port = port
        self._latency = latency

    async def serve(self) -> None:
        """Print the URL of the proxy, and forward bytes until cancelled."""
        server = await asyncio.start_server(self._serve_client, HOST, 0)
        print(f"http://{HOST}:{server.sockets[0].getsockname()[1]}", flush=True)
        async with server:
            await server.serve_forever()

    async def _serve_client(self, client_reader: asyncio.StreamReader, client_writer: asyncio.StreamWriter) -> None:
        # The TCP handshake takes one round trip.
        await asyncio.sleep(2 * self._latency)
        try:
            server_reader, server_writer = await asyncio.open_connection(HOST, self._port)
        except OSError:
            client_writer.transport.abort()
            return
        await self._forward(client_reader, client_writer, server_reader, server_writer)

    async def _forward(
        self,
        client_reader: asyncio.StreamReader,
        client_writer: asyncio.StreamWriter,
        server_reader: asyncio.StreamReader,
        server_writer: asyncio.StreamWriter,
    ) -> None:
        """Forward both directions until both have ended or one is reset, and end both connections."""
        try:
            async with asyncio.TaskGroup() as directions:
                directions.create_task(self._forward_delayed(client_reader, server_writer))
                directions.create_task(self._forward_delayed(server_reader, client_writer))
        except* OSError:
            client_writer.transport.abort()
            server_writer.transport.abort()
        else:
            # Bytes that a slow reader has not received yet are still sent.
            client_writer.close()
            server_writer.close()

    async def _forward_delayed(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """Forward bytes from ``source`` in order, each chunk after the latency."""
        in_transit: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(MAX_CHUNKS_IN_TRANSIT)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._read_chunks(source, in_transit))
            tasks.create_task(self._write_chunks(in_transit, target))

    async def _read_chunks(self, source: asyncio.StreamReader, in_transit: asyncio.Queue[tuple[float, bytes]]) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            chunk = await source.read(CHUNK_SIZE)
            await in_transit.put((clock() + self._latency, chunk))
            if not chunk:
                return

    async def _write_chunks(self, in_transit: asyncio.Queue[tuple[float, bytes]], target: asyncio.StreamWriter) -> None:
        """Write each chunk when it is due; an empty chunk is the end of the source."""
        clock = asyncio.get_running_loop().time
        while True:
            due, chunk = await in_transit.get()
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
