"""The messages about the stage: each but `dismiss_notice` runs one command of the rules."""

from collections.abc import Callable

from reference_server.live.announcing import Announcer
from reference_server.live.message_type import Facts, Handler, MessageType, MessageTypes
from reference_server.live.payload_checks import (
    Fields,
    OptionalField,
    Payload,
    access,
    flag,
    identifier,
    whole_number,
)
from reference_server.live.presence import Connection
from reference_server.live.rates import SELDOM
from reference_server.rules import stage
from reference_server.rules.device_updates import refuse_outdated
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.stage import Change, Fact, StageState
from reference_server.storage.session_store import SessionCheck, SessionStore

_DEVICES: Fields = {"microphone": flag, "camera": flag}
# Both devices are optional, so that switching one does not change the other; `seen` is the newest revision that the
# sender had received.
_SWITCHES: Fields = {
    "microphone": OptionalField(flag),
    "camera": OptionalField(flag),
    "seen": OptionalField(whole_number(0, 2**53)),
}
_PERSON: Fields = {"person": identifier}


REMOVAL_FROM_SESSION = "remove_from_session"
"""A stage command that also ends a connection; `RemovalMessages` handles it."""


class StageMessages:
    """Runs stage commands and announces what they change. Call it with the lock held."""

    def __init__(self, store: SessionStore, announcer: Announcer) -> None:
        self._store = store
        self._announcer = announcer

    def types(self) -> MessageTypes:
        """Return the types of these messages."""
        own = {
            "ask": MessageType({}, self._handler_for(stage.ask), SELDOM),
            "cancel_request": MessageType({}, self._handler_for(stage.cancel_request), SELDOM),
            "decline_invitation": MessageType({}, self._handler_for(stage.decline_invitation)),
            "join": MessageType(_DEVICES, self._handler_for(stage.join)),
            "devices": MessageType(_SWITCHES, self.set_devices),
            "mute_all": MessageType({}, self._handler_for(stage.mute_all)),
            "cameras_off": MessageType({}, self._handler_for(stage.cameras_off)),
            "set_access": MessageType({"access": access}, self._handler_for(stage.set_access)),
            "raise_hand": MessageType({}, self._handler_for(stage.raise_hand), SELDOM),
            "lower_hand": MessageType({}, self._handler_for(stage.lower_hand), SELDOM),
            "clear_hands": MessageType({}, self._handler_for(stage.clear_hands)),
            "dismiss_notice": MessageType({"number": whole_number(1, 2**31)}, self.dismiss_notification),
        }
        on_people = {
            name: MessageType(_PERSON, self._handler_for(command))
            for name, command in stage.COMMANDS_ON_PERSON.items()
            if name != REMOVAL_FROM_SESSION
        }
        return {**own, **on_people}

    def set_devices(self, connection: Connection, payload: Payload) -> Facts:
        """Switch the sender's devices, unless a moderator has switched them off in the meantime (MODERATE-7)."""
        devices = {device: payload[device] for device in ("microphone", "camera")}

        def check(session: SessionSnapshot) -> None:
            refuse_outdated(session.switched_off, connection.person, payload["seen"], devices)

        return self._run(stage.set_devices, connection, devices, check)

    def dismiss_notification(self, connection: Connection, payload: Payload) -> Facts:
        """Remove the sender's notification of this number."""
        if self._store.dismiss_notification(connection.session, connection.person, payload["number"]):
            self._announcer.announce(connection.session)
        return ()

    def _handler_for(self, command: Callable[..., Change]) -> Handler:
        """Return the handler that runs a command; the payload's fields are the command's parameters."""

        def handler(connection: Connection, payload: Payload) -> Facts:
            return self._run(command, connection, payload)

        return handler

    def _run(
        self,
        command: Callable[..., Change],
        connection: Connection,
        payload: Payload,
        check: SessionCheck | None = None,
    ) -> tuple[Fact, ...]:
        def run(state: StageState) -> Change:
            return command(state, connection.person, **payload)

        facts = self._store.run(connection.session, run, check)
        if facts:
            self._announcer.announce(connection.session)
        return facts
