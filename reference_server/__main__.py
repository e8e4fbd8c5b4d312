"""The command line: `python -m reference_server`."""

import sys

from gevent import monkey

monkey.patch_all()  # before anything else is imported, since sockets and locks must be the patched ones

# The Socket.IO library would load these for its clients, and for servers of other makes, where they are installed: a
# sixth of the room's start, and so of the time in which nobody can come back after a restart.
UNNEEDED = ("aiohttp", "requests", "tornado", "websocket")
sys.modules.update(dict.fromkeys(UNNEEDED))  # type: ignore[arg-type]  # None says: there is no such module

from reference_server.command_line import main  # noqa: E402

if __name__ == "__main__":
    raise SystemExit(main())
