"""The command line: `python -m reference_server`."""

import sys

from gevent import monkey

monkey.patch_all()  # before all other imports, so that they use the patched sockets and locks

# The Socket.IO library imports these, if installed, for its clients and for other servers. Not importing them shortens
# the start by a sixth, and so the time in which nobody can connect after a restart.
UNNEEDED = ("aiohttp", "requests", "tornado", "websocket")
sys.modules.update(dict.fromkeys(UNNEEDED))  # type: ignore[arg-type]  # None: importing it raises ModuleNotFoundError

from reference_server.command_line import main  # noqa: E402

del sys.modules["requests"]  # Socket.IO has been imported without it; LTI imports it where it is needed.

if __name__ == "__main__":
    raise SystemExit(main())
