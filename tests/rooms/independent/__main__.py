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


async def serve(fault: str, variants: frozenset[str], *, once: bool) -> None:
    sockets = bind_sockets(0, "127.0.0.1")
    HTTPServer(application(fault, variants, once=once)).add_sockets(sockets)
    print(f"http://127.0.0.1:{sockets[0].getsockname()[1]}", flush=True)
    await asyncio.Event().wait()


KNOWN = (*VARIANTS, *DESIGNS)


def named(variants: str) -> frozenset[str]:
    """Return the variants and designs of an option such as “tabs+german”."""
    names = frozenset(filter(None, variants.split("+")))
    if unknown := names - {*KNOWN}:
        raise argparse.ArgumentTypeError(f"no variant {', '.join(unknown)}; there are {', '.join(KNOWN)}")
    return names


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.rooms.independent", description=__doc__)
    parser.add_argument("--fault", choices=FAULTS, default="", help="the fault of this room (default: none)")
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    parser.add_argument(
        "--variant",
        type=named,
        default=frozenset(),
        help=f"the variants of the room, such as tabs+german (default: none); there are {', '.join(KNOWN)}",
    )
    parser.add_argument("--once", action="store_true", help="show the fault in the first session only")
    asked = parser.parse_args()
    asyncio.run(serve(asked.fault, asked.variant, once=asked.once))


if __name__ == "__main__":
    main()
