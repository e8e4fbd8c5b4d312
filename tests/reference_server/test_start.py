"""The start of the room, which loads no unneeded modules, so that people can connect sooner."""

import subprocess
import sys

PRINT_LOADED_MODULES = """
import sys
import reference_server.__main__ as room
from socketio import Client, Server
print([name for name in (*room.UNNEEDED, "alembic") if sys.modules.get(name)])
"""


def test_starting_the_room_loads_neither_socketio_clients_nor_migrations() -> None:
    result = subprocess.run([sys.executable, "-c", PRINT_LOADED_MODULES], capture_output=True, text=True)
    assert result.stdout.strip() == "[]", result.stderr
