"""Serve the small room until the process ends; the first printed line is its address."""

import argparse
import asyncio
import logging

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from tests.rooms.independent.designs import DESIGNS
from tests.rooms.independent.faults import FAULTS
from tests.rooms.independent.variants import VARIANTS
from tests.rooms.independent.web import application


async def serve(fault: str, variant: str, *, once: bool) -> None:
    sockets = bind_sockets(0, "127.0.0.1")
    HTTPServer(application(fault, variant, once=once)).add_sockets(sockets)
    print(f"http://127.0.0.1:{sockets[0].getsockname()[1]}", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.rooms.independent", description=__doc__)
    parser.add_argument("--fault", choices=FAULTS, default="", help="the fault of this room (default: none)")
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    parser.add_argument(
        "--variant", choices=VARIANTS | DESIGNS, default="", help="the variant of the room (default: none)"
    )
    parser.add_argument("--once", action="store_true", help="show the fault in the first session only")
    asked = parser.parse_args()
    asyncio.run(serve(asked.fault, asked.variant, once=asked.once))


if __name__ == "__main__":
    main()
