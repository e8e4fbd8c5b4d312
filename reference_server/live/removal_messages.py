"""The messages about removing people from the session, and about letting them in again (MODERATE-9)."""

from flask_socketio import SocketIO, disconnect

from reference_server.live.announcing import Announcer
from reference_server.live.attendance import Attendance
from reference_server.live.message_type import Facts, Handler, MessageType, MessageTypes
from reference_server.live.payload_checks import Fields, Payload, identifier
from reference_server.live.presence import Connection
from reference_server.rules import stage
from reference_server.rules.stage.available_commands import CommandOnPerson
from reference_server.storage.session_store import SessionStore

_PERSON: Fields = {"person": identifier}


class RemovalMessages:
    """Removes people from the session, and lets them in again or declines. Call it with the lock held."""

    def __init__(self, socketio: SocketIO, store: SessionStore, announcer: Announcer, attendance: Attendance) -> None:
        self._socketio = socketio
        self._store = store
        self._announcer = announcer
        self._attendance = attendance

    def types(self) -> MessageTypes:
        """Return the types of these messages."""
        answers = {
            name: MessageType(_PERSON, self._handler_for(command))
            for name, command in stage.COMMANDS_ON_REMOVED.items()
        }
        return {"remove_from_session": MessageType(_PERSON, self.remove), **answers}

    def remove(self, connection: Connection, payload: Payload) -> Facts:
        """Remove an attendee from the session, and end the connection of their page (MODERATE-9)."""
        facts = self._handler_for(stage.remove_from_session)(connection, payload)
        removed = self._attendance.forget_removed(payload["person"])
        if removed:
            self._socketio.emit("removed", {}, to=removed.sid)
            disconnect(removed.sid, namespace="/")
        return facts

    def _handler_for(self, command: CommandOnPerson) -> Handler:
        def handler(connection: Connection, payload: Payload) -> Facts:
            facts = self._store.run(
                connection.session, lambda state: command(state, connection.person, payload["person"])
            )
            self._announcer.announce(connection.session)
            return facts

        return handler
