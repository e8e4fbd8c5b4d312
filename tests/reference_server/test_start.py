"""The start of the room, which loads no unneeded modules, since nobody can connect before it ends."""

import subprocess
import sys

LOADED = """
import sys
import reference_server.__main__ as room
from socketio import Client, Server
print([name for name in (*room.UNNEEDED, "alembic") if sys.modules.get(name)])
"""


def test_starting_the_room_loads_neither_socketio_clients_nor_migrations() -> None:
    shown = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True)
    assert shown.stdout.strip() == "[]", shown.stderr
