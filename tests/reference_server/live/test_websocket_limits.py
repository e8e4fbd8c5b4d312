"""A WebSocket that ends by a connection reset."""

from reference_server.live.websocket_limits import LimitedWebSocket


class ClosedSocket:
    """A socket that the other side has closed."""

    def end(self) -> None:
        """Do nothing, as ending a closed socket does."""


class ResetWebSocket:
    """The server's end of a WebSocket after a connection reset."""

    connected = True
    sock = ClosedSocket()

    def close(self) -> None:
        raise ConnectionResetError(104, "Connection reset by peer")


def test_closing_after_a_connection_reset_raises_no_error() -> None:
    websocket = LimitedWebSocket(lambda _websocket: [], None)
    websocket._ws = ResetWebSocket()
    websocket.close()
