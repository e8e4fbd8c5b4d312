"""The message `signal`: WebRTC signalling that the server forwards from one page to another."""

from flask_socketio import SocketIO

from reference_server.live.message_type import Facts, MessageType, MessageTypes
from reference_server.live.outgoing_queue import is_busy
from reference_server.live.payload_checks import Payload
from reference_server.live.presence import Connection, Presence
from reference_server.live.processes import Processes
from reference_server.live.rates import SIGNAL_CHARACTERS, SIGNALS, SIGNALS_TOGETHER
from reference_server.live.signal_payloads import SIGNAL
from reference_server.media.signalling import refuse_signal
from reference_server.rules.stage import Refusal
from reference_server.storage.session_store import SessionStore
from reference_server.storage.shared_presence import SharedPage


class SignalMessages:
    """Forwards the signals that the media rules allow. Call it with the lock held."""

    def __init__(
        self,
        socketio: SocketIO,
        store: SessionStore,
        presence: Presence,
        processes: Processes | None = None,
    ) -> None:
        self._socketio = socketio
        self._processes = processes
        self._store = store
        self._presence = presence

    def types(self) -> MessageTypes:
        """Return the type of this message."""
        return {"signal": MessageType(SIGNAL, self.forward, SIGNALS, SIGNALS_TOGETHER, SIGNAL_CHARACTERS)}

    def forward(self, connection: Connection, signal: Payload) -> Facts:
        """Forward a signal to the page whose public id it names. Raises Refusal."""
        receiver = self._find_receiver(connection.session, signal["to"])
        if receiver is None:
            raise Refusal("unknown_page", "That page is not connected any more.")
        standing_of = self._store.session(connection.session).state.standing
        refuse_signal(standing_of, connection.person, receiver.person, signal)
        if self._is_busy(receiver):
            raise Refusal("page_busy", "That page has not read the last signals yet. Try again in a moment.")
        event = {"from": connection.public_id, "person": connection.person}
        event |= {"from_stage": signal["from_stage"], "data": signal["data"]}
        if self._processes and isinstance(receiver, SharedPage):
            self._processes.page_events.send_to_other_process(receiver.process, receiver.sid, "signal", event)
        else:
            self._socketio.emit("signal", event, to=receiver.sid)
        return ()

    def _find_receiver(self, session: str, public_id: str) -> Connection | SharedPage | None:
        here = self._presence.by_public_id(session, public_id)
        return here or (self._processes.shared.by_public_id(session, public_id) if self._processes else None)

    def _is_busy(self, receiver: Connection | SharedPage) -> bool:
        """Return whether a page cannot accept signals now.

        For a page of another process, only the connection to Redis is checked; that process drops excess signals.
        """
        if self._processes and isinstance(receiver, SharedPage):
            return not self._processes.bus.is_up
        return is_busy(self._socketio, receiver.sid)
