"""One browser's WebSocket, where it ends in another way than by a goodbye."""

from reference_server.live.websocket_limits import LimitedWebSocket


class Gone:
    """The end of a WebSocket whose other end was torn away."""

    connected = True

    def close(self) -> None:
        raise ConnectionResetError(104, "Connection reset by peer")


def test_whoever_has_gone_already_leaves_no_fault_in_the_log() -> None:
    line = LimitedWebSocket(lambda _line: [], None)
    line._ws = Gone()
    line.close()
