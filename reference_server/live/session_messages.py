"""The message `read_session`, by which a page that has missed a change requests the whole session."""

from reference_server.live.announcing import Announcer
from reference_server.live.message_type import Facts, MessageType, MessageTypes
from reference_server.live.payload_checks import Payload
from reference_server.live.presence import Connection
from reference_server.live.rates import SESSION_READS


class SessionMessages:
    """Sends the whole session to pages that ask for it. Call it with the lock held."""

    def __init__(self, announcer: Announcer) -> None:
        self._announcer = announcer

    def types(self) -> MessageTypes:
        """Return the type of this message."""
        return {"read_session": MessageType({}, self.read_session, SESSION_READS)}

    def read_session(self, connection: Connection, _payload: Payload) -> Facts:
        """Send the whole session, and the changes from then on."""
        self._announcer.send_session(connection)
        return ()
