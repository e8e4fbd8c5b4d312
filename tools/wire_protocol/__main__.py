"""``python -m tools.wire_protocol``: write docs/wire-protocol.md from the room's code."""

from tools.wire_protocol.page import PAGE, render
from tools.wire_protocol.protocol import read_protocol

if __name__ == "__main__":
    PAGE.write_text(render(read_protocol()), encoding="utf-8")
