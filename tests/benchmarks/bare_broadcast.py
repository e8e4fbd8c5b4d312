"""A bare Flask-SocketIO server that broadcasts each message. Usage: ``python bare_broadcast.py PORT``."""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402

from flask import Flask  # noqa: E402
from flask_socketio import SocketIO  # noqa: E402

app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent", async_handlers=False)


@socketio.on("broadcast")
def broadcast(payload: object) -> dict[str, bool]:
    """Broadcast the payload, and acknowledge it."""
    socketio.emit("change", payload)
    return {"ok": True}


if __name__ == "__main__":
    socketio.run(app, host="127.0.0.1", port=int(sys.argv[1]))
