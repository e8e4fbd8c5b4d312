"""The Socket.IO connections: who may connect, and how messages reach their handlers.

`Connections` passes a message to `Dispatcher.dispatch`, which calls the handler of its type (in `*_messages.py` and
`chat_and_reactions.py`). Most handlers run a command of `rules/`, and call `Announcer.announce` if the command has
changed something.
"""

import logging
from collections.abc import Callable

import flask
from flask_socketio import SocketIO, disconnect, join_room
from socketio.exceptions import ConnectionRefusedError as ConnectionRefused  # type: ignore[import-untyped]

from reference_server.client_address import counted_address
from reference_server.live.attendance import Attendance
from reference_server.live.dispatch import Acknowledgement, Dispatcher, error_of, log_message
from reference_server.live.media_rights import MediaRights
from reference_server.live.payload_checks import Fields, check_payload, identifier, page_id
from reference_server.live.presence import Connection, Presence
from reference_server.live.rates import CONNECTS, PER_ADDRESS, REFUSALS, RateExceeded, RateLimits
from reference_server.logs import event
from reference_server.metrics import Metrics
from reference_server.rules.stage import Refusal
from reference_server.storage.session_store import Identity

log = logging.getLogger("stagedoor.live")

Authenticate = Callable[[str], Identity]
"""Returns the identity of a person whose cookie the current request has. Raises Refusal."""

PeopleOfBrowser = Callable[[], frozenset[str]]
"""Returns the ids of all people whose cookies the current request has."""

_AUTH: Fields = {"person": identifier, "page": page_id}


class Connections:
    """Accepts connections and passes their messages to the dispatcher."""

    def __init__(
        self,
        presence: Presence,
        attendance: Attendance,
        media_rights: MediaRights,
        dispatcher: Dispatcher,
        authenticate: Authenticate,
        people_of_browser: PeopleOfBrowser,
        rates: RateLimits,
        metrics: Metrics,
    ) -> None:
        self._presence = presence
        self._attendance = attendance
        self._media_rights = media_rights
        self._dispatcher = dispatcher
        self._authenticate = authenticate
        self._people_of_browser = people_of_browser
        self._rates = rates
        self._metrics = metrics

    def listen(self, socketio: SocketIO) -> None:
        """Register the handlers of all events."""
        self._socketio = socketio
        socketio.on_event("connect", self._connect)
        socketio.on_event("disconnect", self._disconnect)
        socketio.on_event("*", self._receive)

    def _receive(self, name: object, *payload: object) -> Acknowledgement:
        connection = self._presence.by_sid(_sid())
        acknowledgement = self._dispatcher.dispatch(connection, name, payload)
        if not acknowledgement["ok"] and "wait" in acknowledgement["error"]:
            self._disconnect_after_many_refusals(connection)
        return acknowledgement

    def _disconnect_after_many_refusals(self, connection: Connection | None) -> None:
        try:
            self._rates.count(REFUSALS, "refused", connection.person if connection else "")
        except RateExceeded:
            disconnect(_sid(), namespace="/")

    def _connect(self, auth: object) -> Acknowledgement | None:
        if self._is_connected():
            return self._receive("connect")  # A client's message of this name, not a new connection.
        try:
            self._admit(auth)
        except Refusal as refusal:
            event(log, "connect", result=refusal.code)
            self._metrics.refusal(refusal.code)
            raise ConnectionRefused(refusal.message, error_of(refusal)) from refusal
        return None

    def _admit(self, auth: object) -> None:
        fields = check_payload(_AUTH, auth)
        identity = self._authenticate(fields["person"])
        self._rates.count(CONNECTS, "connect", identity.id)
        client = counted_address(flask.request.remote_addr or "")
        self._rates.count(CONNECTS.times(PER_ADDRESS), "connect", f"address {client}")
        people = self._people_of_browser()
        self._accept(Connection(identity.session, identity.id, fields["page"], _sid(), client, people), identity)

    def _accept(self, connection: Connection, identity: Identity) -> None:
        # The lock is held, so that no event is sent after the person has entered and before their page joins the
        # session's Socket.IO room.
        with self._attendance.lock:
            older = self._attendance.add_connection(connection, identity)
            self._media_rights.handle_page_connected(connection)
            join_room(connection.session)
            if older:
                self._end_replaced(older, connection)
        log_message("connect", connection, "ok")

    def _end_replaced(self, older: Connection, newer: Connection) -> None:
        if older.page != newer.page:
            self._socketio.emit("replaced", {}, to=older.sid)
        disconnect(older.sid, namespace="/")

    def _disconnect(self, reason: object = None, *_more: object) -> Acknowledgement | None:
        if self._is_connected():
            return self._receive("disconnect")  # A client's message of this name, not the end of its connection.
        silently = reason == self._socketio.reason.PING_TIMEOUT
        connection = self._attendance.remove_connection(_sid(), silently=silently)
        if connection:
            log_message("disconnect", connection, "ok")
        return None

    def _is_connected(self) -> bool:
        manager = self._socketio.server.manager  # type: ignore[attr-defined]
        return bool(manager.is_connected(_sid(), "/"))


def _sid() -> str:
    return str(flask.request.sid)  # type: ignore[attr-defined]
