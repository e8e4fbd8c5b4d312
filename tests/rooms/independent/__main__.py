"""Serve the small room until the process ends; the first printed line is its address."""

import argparse
import asyncio
import logging

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from tests.rooms.independent.designs import DESIGNS
from tests.rooms.independent.faults import FAULTS
from tests.rooms.independent.variants import VARIANTS
from tests.rooms.independent.web import create_application


async def serve(fault: str, variants: frozenset[str], *, first_session_only: bool) -> None:
    sockets = bind_sockets(0, "127.0.0.1")
    HTTPServer(create_application(fault, variants, first_session_only=first_session_only)).add_sockets(sockets)
    print(f"http://127.0.0.1:{sockets[0].getsockname()[1]}", flush=True)
    await asyncio.Event().wait()


CHOICES = (*VARIANTS, *DESIGNS)


def parse_variants(variants: str) -> frozenset[str]:
    """Return the names of variants and designs in an option such as “tabs+german”."""
    names = frozenset(filter(None, variants.split("+")))
    if unknown := names - {*CHOICES}:
        raise argparse.ArgumentTypeError(f"unknown variant {', '.join(unknown)}; choose from {', '.join(CHOICES)}")
    return names


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.rooms.independent", description=__doc__)
    parser.add_argument("--fault", choices=FAULTS, default="", help="the fault of this room (default: none)")
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    parser.add_argument(
        "--variant",
        type=parse_variants,
        default=frozenset(),
        help=f"the variants of the room, such as tabs+german (default: none); choose from {', '.join(CHOICES)}",
    )
    parser.add_argument("--once", action="store_true", help="show the fault in the first session only")
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.fault, arguments.variant, first_session_only=arguments.once))


if __name__ == "__main__":
    main()
