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
from tests.rooms.independent.variants import Variant, combine_variants

SCREENS = Path(__file__).parent / "screens"
TEMPLATES = Loader(str(SCREENS))
SLOW_DELAY = 3
"""Seconds after which the variant "slow" handles a message."""
ACCESS_LABELS = {
    "everyone": "Everyone on stage",
    "request": "Join by request",
    "invite": "Invite only",
    "nobody": "No stage access",
}


class Sessions:
    """All sessions, by the secrets in their URLs.

    ``links`` maps the secret in a session's link to the session and whether the link is the moderators'; ``keys`` maps
    the key in the address of a person's page to the session and the person.
    """

    def __init__(self, fault: str, variants: frozenset[str], *, first_session_only: bool) -> None:
        self.fault, self.variants = fault, variants
        self.variant = combine_variants(variants)
        self._first_session_only = first_session_only
        self.relay, self.is_forwarding = Relay(), "forwarded" in variants
        self.links: dict[str, tuple[Session, bool]] = {}
        self.keys: dict[str, tuple[Session, RoomParticipant]] = {}

    def open_session(self, settings: Message) -> dict[str, str]:
        """Open a session with these settings; return the secrets of its two links, by role."""
        fault = "" if self._first_session_only and self.links else self.fault
        session = Session(settings["access"], int(settings.get("limit", 25)), fault, self.variants)
        if self.is_forwarding:
            self.keys[session.relay.key] = (session, session.relay)
        secrets = {"moderator": token_urlsafe(), "attendee": token_urlsafe()}
        for role, secret in secrets.items():
            self.links[secret] = (session, role == "moderator")
        return secrets

    def admit(self, secret: str, name: str) -> RoomParticipant:
        """Return a new participant of the session whose link has this secret."""
        session, is_moderator = self.links[secret]
        participants = [participant for other, participant in self.keys.values() if other is session]
        if "host" in self.variants and any(participant.moderator for participant in participants):
            is_moderator = False
        person = RoomParticipant(self.variant.shown_name(name.strip() or "Somebody"), is_moderator)
        self.keys[person.key] = (session, person)
        return person

    def page_values(self, person: RoomParticipant) -> dict[str, Any]:
        """Return the values for the template of a person's page."""
        values = {"key": person.key, "moderator": person.moderator, "access": ACCESS_LABELS, "variant": self.variant}
        return values | {"fault": self.fault, "variants": self.variants}


class TranslatingHandler(RequestHandler):
    """The base of the handlers; translates pages into the room's language."""

    def initialize(self, sessions: Sessions) -> None:
        self.sessions = sessions

    def render_string(self, template_name: str, **values: Any) -> bytes:
        return self.sessions.variant.translate(super().render_string(template_name, **values).decode()).encode()


class SessionsHandler(TranslatingHandler):
    """Opens sessions."""

    def post(self) -> None:
        settings = json.loads(self.request.body)
        if settings.get("access") not in ACCESS_LABELS:
            raise HTTPError(400, "access must be one of %s", ", ".join(ACCESS_LABELS))
        origin = f"{self.request.protocol}://{self.request.host}"
        self.set_status(201)
        path = "/r/?name={name}&k=" if "key-links" in self.sessions.variants else "/in/"
        self.write({role: f"{origin}{path}{secret}" for role, secret in self.sessions.open_session(settings).items()})


class EntryHandler(TranslatingHandler):
    """Shows the entry form, and admits a person under the name that they typed."""

    def get(self, secret: str) -> None:
        if secret not in self.sessions.links:
            raise HTTPError(404)
        self.render(str(SCREENS / "entry.html"))

    def post(self, secret: str) -> None:
        person = self.sessions.admit(secret, self.get_body_argument("name"))
        self.redirect(f"/room/{person.key}", status=303)


class KeyLinkHandler(TranslatingHandler):
    """Admits a person under the name in the link, and shows their page; an unknown key gets status 404."""

    def get(self) -> None:
        secret, name = self.get_query_argument("k", ""), self.get_query_argument("name", "")
        if secret not in self.sessions.links:
            raise HTTPError(404)
        person = self.sessions.admit(secret, name)
        self.render(str(SCREENS / "room.html"), **self.sessions.page_values(person))


class PersonHandler(TranslatingHandler):
    """Shows a person's page."""

    def get(self, key: str) -> None:
        if key not in self.sessions.keys:
            raise HTTPError(404)
        self.render(str(SCREENS / "room.html"), **self.sessions.page_values(self.sessions.keys[key][1]))


class RelayHandler(TranslatingHandler):
    """Shows the page of the relay."""

    def get(self, key: str) -> None:
        if key not in self.sessions.keys:
            raise HTTPError(404)
        self.render(str(SCREENS / "relay.html"), key=key)


class PersonWebSocket(WebSocketHandler):
    """The WebSocket of a person's page, which sends commands and receives the state of the session."""

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
        content: Message = json.loads(message)
        if "slow" in self.sessions.variants and content["command"] != "signal":
            IOLoop.current().call_later(SLOW_DELAY, self._handle, content)
        else:
            self._handle(content)

    def _handle(self, message: Message) -> None:
        self.session.handle(self.person, message)
        if message["command"] != "signal":
            stale_lists = message["command"] == "live" and self.sessions.fault == "stale-lists"
            self._send_state(stale_lists=stale_lists)

    def on_close(self) -> None:
        if self.person.connection is self:
            self.person.connection = None
            self.session.leave(self.person)
            self._send_state()

    def _send_state(self, *, stale_lists: bool = False) -> None:
        send_state(self.session, self.sessions, stale_lists=stale_lists)
        if self.sessions.is_forwarding:
            address = f"{self.request.protocol}://{self.request.host}/relay/{self.session.relay.key}"
            IOLoop.current().spawn_callback(self.sessions.relay.open_or_close_page, self.session, address)

    def send(self, message: Message) -> None:
        with suppress(WebSocketClosedError):
            self.write_message(translate_message(message, self.sessions.variant)).add_done_callback(Future.exception)


def translate_message(message: Message, variant: Variant) -> Message:
    """Return the message with its texts in the language of the variant."""
    texts = {key: variant.translate(message[key]) for key in ("notification",) if key in message}
    fragments = {name: variant.translate(html) for name, html in message.get("fragments", {}).items()}
    return message | texts | ({"fragments": fragments} if fragments else {})


def send_state(session: Session, sessions: Sessions, *, stale_lists: bool = False) -> None:
    """Send the state to everybody.

    If ``stale_lists``, viewers do not receive the new lists of participants.
    """
    stage = [
        {"id": speaker.id, "name": speaker.name, "microphone": speaker.microphone, "camera": speaker.camera}
        for speaker in session.stage
    ]
    for person in session.people:
        receives_lists = not stale_lists or person in session.stage
        names = ["toolbar"] + ["requests"] * person.moderator + ["lists"] * receives_lists
        values: dict[str, Any] = {"session": session, "me": person, "fault": sessions.fault}
        values["variants"] = sessions.variants
        person.send(
            fragments={name: TEMPLATES.load(f"{name}.html").generate(**values).decode() for name in names},
            me=person.id,
            relay=session.relay.id,
            stage=stage,
            others=[member.id for member in session.people if member is not person],
            may_join=session.may_join(person),
            invited=person in session.invited,
            access=session.access,
        )
    if sessions.is_forwarding:
        session.relay.send(stage=stage, people=[member.id for member in session.people])


def create_application(fault: str, variants: frozenset[str], *, first_session_only: bool) -> Application:
    """Return the room with this fault, or without a fault if ``fault`` is empty.

    With ``first_session_only``, faults of the server are in the first session only; faults of the pages are in all.
    """
    handler_arguments = {"sessions": Sessions(fault, variants, first_session_only=first_session_only)}
    return Application(
        [
            ("/api/sessions", SessionsHandler, handler_arguments),
            ("/in/(.+)", EntryHandler, handler_arguments),
            ("/r/", KeyLinkHandler, handler_arguments),
            ("/room/(.+)", PersonHandler, handler_arguments),
            ("/relay/(.+)", RelayHandler, handler_arguments),
            ("/socket/(.+)", PersonWebSocket, handler_arguments),
            ("/screens/(.+)", StaticFileHandler, {"path": str(SCREENS)}),
        ]
    )
