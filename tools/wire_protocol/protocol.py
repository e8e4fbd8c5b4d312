"""Collects the room's WebSocket protocol from the code: messages, events, errors and limits."""

import re
import threading
from dataclasses import dataclass

from flask_socketio import SocketIO
from sqlalchemy import create_engine

from reference_server.app import PING_INTERVAL, PING_TIMEOUT, message_types
from reference_server.live.announcing import Announcer
from reference_server.live.attendance import Attendance, GraceSettings
from reference_server.live.dispatch import Dispatcher
from reference_server.live.media_messages import MediaMessages
from reference_server.live.media_rights import MediaRights
from reference_server.live.message_type import MessageType, MessageTypes
from reference_server.live.payload_checks import check_payload
from reference_server.live.presence import Presence
from reference_server.live.rates import CONNECTS, REFUSALS, RateLimit, RateLimits
from reference_server.live.reading_pace import BYTES_A_SECOND, MESSAGES_A_SECOND, MOST_BYTES, MOST_MESSAGES
from reference_server.live.same_voter import OneVotePer, SameVoters
from reference_server.live.websocket_limits import LARGEST_MESSAGE
from reference_server.media.mesh import Mesh
from reference_server.metrics import Metrics
from reference_server.rules.questionnaires import BoardFactKind
from reference_server.rules.stage import require_not_removed
from reference_server.storage.chat_messages import ChatStore
from reference_server.storage.session_store import SessionStore
from reference_server.web.authentication import Authentication
from reference_server.web.links import Signer
from tools.wire_protocol.effects import Effects, docstring, effects_of
from tools.wire_protocol.field_notes import FIELD_NOTES
from tools.wire_protocol.payloads import FieldRow, field_rows
from tools.wire_protocol.shapes import Shape, read_shapes, shapes_within

EVENTS = {
    "room": ["Room"],
    "change": ["Change"],
    "own_change": ["OwnChange"],
    "chat": ["NewMessages", "ChatPage"],
    "message_deleted": ["Deletion"],
    "reaction": ["Reaction"],
    "signal": ["Signal"],
    "media_access": ["MediaAccess"],
    "move": ["Move"],
    "replaced": [],
    "removed": [],
}
"""The shapes of each event's payload, by their names in types.js."""

AUDIENCES = {
    "connection.session": "every page in the session",
    "connection.sid": "the sender's page",
    "receiver.sid": "the page named by `to`",
    "older.sid": "the person's older page",
    "removed.sid": "the removed person's page",
    "_socketio_room(after.id, role)": "every page in the session, once for moderators and once for attendees",
    "sid": "each person whose own part of the view has changed",
}
"""The meaning of each expression that the code has as the audience of an event."""
TITLES = {
    "session_messages": "The session",
    "stage_messages": "The stage",
    "removal_messages": "Removal from the session",
    "questionnaire_messages": "Polls and quizzes",
    "chat_and_reactions": "Chat and reactions",
    "signal_messages": "Media",
    "media_messages": "Media",
}
"""The titles of the sections of docs/wire-protocol.md, by the modules of the handlers."""
MODERATORS = "every page of a moderator"
SEEN_BY_MODERATORS = {BoardFactKind.DRAFTED, BoardFactKind.REDRAFTED, BoardFactKind.ANSWERED}


@dataclass(frozen=True)
class ProtocolMessage:
    """A message: who may send it, what it carries, and what it leads to."""

    name: str
    text: str
    senders: str
    fields: list[tuple[FieldRow, str]]
    facts: list[str]
    errors: list[str]
    rate: str
    events: list[tuple[str, str]]


@dataclass(frozen=True)
class Error:
    """An error code, its messages to people, and the messages of the protocol that it answers."""

    code: str
    texts: list[str]
    messages: list[str]


@dataclass(frozen=True)
class Protocol:
    """The whole protocol, as docs/wire-protocol.md shows it."""

    groups: dict[str, list[ProtocolMessage]]
    errors: list[Error]
    common_errors: list[Error]
    connect_errors: list[Error]
    event_shapes: dict[str, list[Shape]]
    shapes: list[Shape]
    connect_rate: str
    pace: str
    refusals: str
    largest_message: int
    ping_interval: int
    ping_timeout: int


def read_protocol() -> Protocol:
    """Return the protocol of the current code."""
    room = _Room()
    types = room.types
    effects = {name: effects_of(type_.handler) for name, type_ in types.items()}
    shapes = read_shapes()
    return Protocol(
        _groups(types, effects),
        _errors(effects),
        _errors({"": effects_of(room.dispatcher.dispatch)}),
        _errors({"": effects_of(check_payload, *room.connect_steps)}),
        {event: [shapes[name] for name in names] for event, names in EVENTS.items()},
        shapes_within([name for names in EVENTS.values() for name in names], shapes),
        _rate(CONNECTS),
        _pace(),
        _rate(REFUSALS),
        LARGEST_MESSAGE // 1024,
        PING_INTERVAL,
        PING_TIMEOUT,
    )


class _Room:
    """The parts of a room that handle messages, without a server."""

    def __init__(self) -> None:
        engine = create_engine("sqlite://")
        socketio, store, lock, rates = SocketIO(), SessionStore(engine), threading.RLock(), RateLimits()
        presence = Presence(store)
        voters = SameVoters(presence, OneVotePer.PERSON)
        announcer = Announcer(socketio, store, presence, lock)
        attendance = Attendance(store, presence, announcer, GraceSettings(0, 0), lock)
        common_parts = (presence, announcer, attendance, voters)
        media = MediaMessages(socketio, Mesh(), MediaRights(socketio, store, presence, Mesh()))
        self.types = message_types(socketio, store, ChatStore(engine), *common_parts, media)
        self.dispatcher = Dispatcher(self.types, rates, Metrics(), lock)
        checks = (rates.count, require_not_removed, presence.add)
        self.connect_steps = (Authentication(Signer([""]), store).identity, *checks)


def _groups(types: MessageTypes, effects: dict[str, Effects]) -> dict[str, list[ProtocolMessage]]:
    """Return the messages by the title of their section."""
    groups: dict[str, list[ProtocolMessage]] = {title: [] for title in TITLES.values()}
    for name, type_ in types.items():
        module = type_.handler.__module__.rpartition(".")[2]
        groups[TITLES[module]].append(_message(name, type_, effects[name]))
    return groups


def _message(name: str, type_: MessageType, effects: Effects) -> ProtocolMessage:
    return ProtocolMessage(
        name,
        docstring(type_.handler),
        _senders(effects),
        _fields(name, type_),
        [str(fact) for fact in effects.facts],
        sorted(effects.refusals),
        _rate(type_.rate),
        _events(name, effects),
    )


def _fields(message: str, type_: MessageType) -> list[tuple[FieldRow, str]]:
    return [(row, FIELD_NOTES.get(f"{message}.{row.path}", "")) for row in field_rows(type_.fields)]


def _senders(effects: Effects) -> str:
    if "not_a_moderator" in effects.refusals:
        return "moderators"
    return "attendees" if "not_an_attendee" in effects.refusals else "everybody"


def _events(message: str, effects: Effects) -> list[tuple[str, str]]:
    """Return the events of a message with their audiences."""
    if message == "read_session":
        return [("room", AUDIENCES["connection.sid"])]
    # Any announcement also sends `room` to pages that have just connected; that is not an effect of the message.
    return [(event, _audience(audience, effects)) for event, audience in effects.emits if event != "room"]


def _audience(expression: str, effects: Effects) -> str:
    """Return the audience of an event. Raises KeyError for an expression that AUDIENCES does not explain."""
    kinds = [kind for kind in effects.facts if isinstance(kind, BoardFactKind)]
    if expression == "_socketio_room(after.id, role)" and kinds and SEEN_BY_MODERATORS.issuperset(kinds):
        return MODERATORS
    return AUDIENCES[expression]


def _rate(limit: RateLimit) -> str:
    return f"{limit.number:,} in {limit.seconds} s"


def _pace() -> str:
    burst = f"bursts of {MOST_MESSAGES:,} messages and {MOST_BYTES // 1024**2} MB"
    return f"{burst}; on average {MESSAGES_A_SECOND} messages and {BYTES_A_SECOND // 1024} KB a second"


def _errors(effects: dict[str, Effects]) -> list[Error]:
    """Return the errors by code, with their texts and the messages that they answer."""
    codes = sorted({code for effect in effects.values() for code in effect.refusals})
    return [
        _error(code, {name: effect for name, effect in effects.items() if code in effect.refusals}) for code in codes
    ]


def _error(code: str, effects: dict[str, Effects]) -> Error:
    texts = sorted({text for effect in effects.values() for text in effect.refusals[code] if re.search(r"\w", text)})
    return Error(code, texts, list(effects))
