"""The small room's web server: sessions, entry form, the page of the room, and WebSockets."""

import json
from asyncio import Future
from contextlib import suppress
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from tornado.ioloop import IOLoop
from tornado.template import Loader
from tornado.web import Application, HTTPError, RequestHandler, StaticFileHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from tests.rooms.independent.relay import Relay
from tests.rooms.independent.session import Message, RelayPage, RoomParticipant, Session
from tests.rooms.independent.variants import Variant, combined_variant

SCREENS = Path(__file__).parent / "screens"
PIECES = Loader(str(SCREENS))
SLOW = 3
"""Seconds after which the variant "slow" handles a message."""
ACCESS = {
    "everyone": "Everyone on stage",
    "request": "Join by request",
    "invite": "Invite only",
    "nobody": "No stage access",
}


class Sessions:
    """All sessions, by the secrets in their URLs.

    ``links`` has them by the secret in a link to the entry form, ``keys`` by the key of a person's page.
    """

    def __init__(self, fault: str, variants: frozenset[str], *, once: bool) -> None:
        self.fault, self.variants = fault, variants
        self.variant = combined_variant(variants)
        self._once = once
        self.relay, self.forwards = Relay(), "forwarded" in variants
        self.links: dict[str, tuple[Session, bool]] = {}
        self.keys: dict[str, tuple[Session, RoomParticipant]] = {}

    def open_session(self, settings: Message) -> dict[str, str]:
        """Open a session with these settings; return the secrets of its two links, by role."""
        fault = "" if self._once and self.links else self.fault
        session = Session(settings["access"], int(settings.get("limit", 25)), fault, self.variants)
        if self.forwards:
            self.keys[session.relay.key] = (session, session.relay)
        secrets = {"moderator": token_urlsafe(), "attendee": token_urlsafe()}
        for role, secret in secrets.items():
            self.links[secret] = (session, role == "moderator")
        return secrets

    def admit(self, secret: str, name: str) -> RoomParticipant:
        """Return a new participant of the session whose link has this secret."""
        session, moderator = self.links[secret]
        participants = [participant for other, participant in self.keys.values() if other is session]
        if "host" in self.variants and any(participant.moderator for participant in participants):
            moderator = False
        person = RoomParticipant(self.variant.shown_name(name.strip() or "Somebody"), moderator)
        self.keys[person.key] = (session, person)
        return person

    def page_values(self, person: RoomParticipant) -> dict[str, Any]:
        """Return the values for the template of a person's page."""
        values = {"key": person.key, "moderator": person.moderator, "access": ACCESS, "style": self.variant}
        return values | {"fault": self.fault, "variants": self.variants}


class Handler(RequestHandler):
    """Handles requests; pages are in the room's language."""

    def initialize(self, sessions: Sessions) -> None:
        self.sessions = sessions

    def render_string(self, template_name: str, **values: Any) -> bytes:
        return self.sessions.variant.translate(super().render_string(template_name, **values).decode()).encode()


class SessionsHandler(Handler):
    """Opens sessions."""

    def post(self) -> None:
        settings = json.loads(self.request.body)
        if settings.get("access") not in ACCESS:
            raise HTTPError(400, "access must be one of %s", ", ".join(ACCESS))
        origin = f"{self.request.protocol}://{self.request.host}"
        self.set_status(201)
        path = "/r/?name={name}&k=" if "capability-links" in self.sessions.variants else "/in/"
        self.write({role: f"{origin}{path}{secret}" for role, secret in self.sessions.open_session(settings).items()})


class EntryHandler(Handler):
    """Shows the entry form, and admits a person under the name that they typed."""

    def get(self, secret: str) -> None:
        if secret not in self.sessions.links:
            raise HTTPError(404)
        self.render(str(SCREENS / "entry.html"))

    def post(self, secret: str) -> None:
        person = self.sessions.admit(secret, self.get_body_argument("name"))
        self.redirect(f"/room/{person.key}", status=303)


class CapabilityHandler(Handler):
    """Admits a person under the name in the link, if the link has the secret of a session."""

    def get(self) -> None:
        secret, name = self.get_query_argument("k", ""), self.get_query_argument("name", "")
        if secret not in self.sessions.links:
            raise HTTPError(404)
        person = self.sessions.admit(secret, name)
        self.render(str(SCREENS / "room.html"), **self.sessions.page_values(person))


class PersonPage(Handler):
    """A person's page."""

    def get(self, key: str) -> None:
        if key not in self.sessions.keys:
            raise HTTPError(404)
        self.render(str(SCREENS / "room.html"), **self.sessions.page_values(self.sessions.keys[key][1]))


class RelayHandler(Handler):
    """The page of the relay."""

    def get(self, key: str) -> None:
        if key not in self.sessions.keys:
            raise HTTPError(404)
        self.render(str(SCREENS / "relay.html"), key=key)


class PersonSocket(WebSocketHandler):
    """The WebSocket of a person's page: it receives commands and sends the state of the session."""

    def initialize(self, sessions: Sessions) -> None:
        self.sessions = sessions

    def open(self, *path: str, **_: str) -> None:
        self.session, self.person = self.sessions.keys[path[0]]
        if isinstance(self.person, RelayPage):
            self.person.connect(self)
        else:
            self.person.connection = self
            self.session.arrive(self.person)
            self._send_state()

    def on_message(self, message: str | bytes) -> None:
        command: Message = json.loads(message)
        if "slow" in self.sessions.variants and command["do"] != "signal":
            IOLoop.current().call_later(SLOW, self._handle, command)
        else:
            self._handle(command)

    def _handle(self, command: Message) -> None:
        self.session.handle(self.person, command)
        if command["do"] != "signal":
            self._send_state(lagging=command["do"] == "live" and self.sessions.fault == "stale-lists")

    def on_close(self) -> None:
        if self.person.connection is self:
            self.person.connection = None
            self.session.leave(self.person)
            self._send_state()

    def _send_state(self, *, lagging: bool = False) -> None:
        send_state(self.session, self.sessions, lagging=lagging)
        if self.sessions.forwards:
            address = f"{self.request.protocol}://{self.request.host}/relay/{self.session.relay.key}"
            IOLoop.current().spawn_callback(self.sessions.relay.follow, self.session, address)

    def send(self, message: Message) -> None:
        with suppress(WebSocketClosedError):
            self.write_message(in_language(message, self.sessions.variant)).add_done_callback(Future.exception)


def in_language(message: Message, variant: Variant) -> Message:
    """Return the message with its texts in the room's language."""
    texts = {key: variant.translate(message[key]) for key in ("news",) if key in message}
    pieces = {name: variant.translate(html) for name, html in message.get("pieces", {}).items()}
    return message | texts | ({"pieces": pieces} if pieces else {})


def send_state(session: Session, sessions: Sessions, *, lagging: bool = False) -> None:
    """Send the state to everybody; if ``lagging``, viewers do not receive the lists of participants."""
    stage = [
        {"id": speaker.id, "name": speaker.name, "microphone": speaker.microphone, "camera": speaker.camera}
        for speaker in session.stage
    ]
    for person in session.people:
        pieces = ["toolbar"] + ["requests"] * person.moderator + ["lists"] * (not lagging or person in session.stage)
        values: dict[str, Any] = {"session": session, "me": person, "fault": sessions.fault}
        values["variants"] = sessions.variants
        person.send(
            pieces={name: PIECES.load(f"{name}.html").generate(**values).decode() for name in pieces},
            me=person.id,
            relay=session.relay.id,
            stage=stage,
            others=[member.id for member in session.people if member is not person],
            may_join=session.may_join(person),
            invited=person in session.invited,
            access=session.access,
        )
    if sessions.forwards:
        session.relay.send(stage=stage, people=[member.id for member in session.people])


def application(fault: str, variants: frozenset[str], *, once: bool) -> Application:
    """Return the room with this fault, or without a fault if ``fault`` is empty.

    With ``once``, only the first session has a fault of the server; faults of the pages are in all sessions.
    """
    handler_arguments = {"sessions": Sessions(fault, variants, once=once)}
    return Application(
        [
            ("/api/sessions", SessionsHandler, handler_arguments),
            ("/in/(.+)", EntryHandler, handler_arguments),
            ("/r/", CapabilityHandler, handler_arguments),
            ("/room/(.+)", PersonPage, handler_arguments),
            ("/relay/(.+)", RelayHandler, handler_arguments),
            ("/socket/(.+)", PersonSocket, handler_arguments),
            ("/screens/(.+)", StaticFileHandler, {"path": str(SCREENS)}),
        ]
    )
