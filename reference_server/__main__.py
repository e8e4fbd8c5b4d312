"""The command line: `python -m reference_server`."""

import sys

from gevent import monkey

monkey.patch_all()  # before all other imports, so that they use the patched sockets and locks

# The Socket.IO library imports these, if installed, for its clients and for other servers. Not importing them shortens
# the start by a sixth, and so the time in which nobody can connect after a restart.
UNNEEDED = ("aiohttp", "redis", "requests", "tornado", "websocket")
sys.modules.update(dict.fromkeys(UNNEEDED))  # type: ignore[arg-type]  # None: importing it raises ModuleNotFoundError

from reference_server.command_line import main  # noqa: E402

for name in ("aiohttp", "redis", "requests"):
    del sys.modules[name]  # Socket.IO has been imported without them; LiveKit, --redis and LTI need them.

if __name__ == "__main__":
    raise SystemExit(main())
