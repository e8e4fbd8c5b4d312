"""The room starts without unneeded modules, since nobody can connect before it has started."""

import subprocess
import sys

LOADED = """
import sys
import reference_server.__main__ as room
from socketio import Client, Server
print([name for name in (*room.UNNEEDED, "alembic") if sys.modules.get(name)])
"""


def test_neither_clients_nor_migrations_are_loaded_where_nobody_needs_them() -> None:
    shown = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True)
    assert shown.stdout.strip() == "[]", shown.stderr
