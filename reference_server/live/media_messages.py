"""The messages about the media server: a page requests access, and reports that it has connected."""

from dataclasses import asdict

from flask_socketio import SocketIO

from reference_server.live.media_rights import MediaRights
from reference_server.live.message_type import Facts, MessageType, MessageTypes
from reference_server.live.payload_checks import Payload
from reference_server.live.presence import Connection
from reference_server.media.engine import MediaEngine, MediaPage


class MediaMessages:
    """Gives pages access to the media server. Call it with the lock held."""

    def __init__(self, socketio: SocketIO, engine: MediaEngine, rights: MediaRights) -> None:
        self._socketio = socketio
        self._engine = engine
        self._rights = rights

    def types(self) -> MessageTypes:
        """Return the types of these messages."""
        return {
            "read_media_access": MessageType({}, self.read_access),
            "media_connected": MessageType({}, self.handle_connected),
        }

    def read_access(self, connection: Connection, _payload: Payload) -> Facts:
        """Send the URL of the media server, and a token for receiving only. Raises Refusal."""
        access = self._engine.access(MediaPage(connection.session, connection.person, connection.public_id))
        self._socketio.emit("media_access", asdict(access), to=connection.sid)
        return ()

    def handle_connected(self, connection: Connection, _payload: Payload) -> Facts:
        """Allow a page that has connected to the media server to send media, if its person is on stage."""
        self._rights.handle_page_connected(connection)
        return ()
