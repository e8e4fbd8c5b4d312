"""The small room's pages and lines: sessions by POST, an entry form, a page made by the server, and WebSockets."""

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
from tests.rooms.independent.variants import Variant, style_of

SCREENS = Path(__file__).parent / "screens"
PIECES = Loader(str(SCREENS))
SLOW = 3
"""Seconds until the slow room answers."""
ACCESS = {
    "everyone": "Everyone on stage",
    "request": "Join by request",
    "invite": "Invite only",
    "nobody": "No stage access",
}


class House:
    """All sessions, by what is in the addresses: ``links`` lead to an entry, ``keys`` to a person's page."""

    def __init__(self, fault: str, variants: frozenset[str], *, once: bool) -> None:
        self.fault, self.variants = fault, variants
        self.style = style_of(variants)
        self._once = once
        self.relay, self.forwards = Relay(), "forwarded" in variants
        self.links: dict[str, tuple[Session, bool]] = {}
        self.keys: dict[str, tuple[Session, RoomParticipant]] = {}

    def open_session(self, wish: Message) -> dict[str, str]:
        """The ends of two links, by role."""
        fault = "" if self._once and self.links else self.fault
        session = Session(wish["access"], int(wish.get("limit", 25)), fault, self.variants)
        if self.forwards:
            self.keys[session.relay.key] = (session, session.relay)
        ends = {"moderator": token_urlsafe(), "attendee": token_urlsafe()}
        for role, end in ends.items():
            self.links[end] = (session, role == "moderator")
        return ends

    def let_in(self, end: str, name: str) -> RoomParticipant:
        """Somebody new, who has come by the link with this end."""
        session, moderator = self.links[end]
        if "host" in self.variants and any(one.moderator for known, one in self.keys.values() if known is session):
            moderator = False
        person = RoomParticipant(self.style.shown(name.strip() or "Somebody"), moderator)
        self.keys[person.key] = (session, person)
        return person

    def about_page(self, person: RoomParticipant) -> dict[str, Any]:
        """The values of a person's page."""
        about = {"key": person.key, "moderator": person.moderator, "access": ACCESS, "style": self.style}
        return about | {"fault": self.fault, "variants": self.variants}


class Handler(RequestHandler):
    """Answers requests; pages are in the room's language."""

    def initialize(self, house: House) -> None:
        self.house = house

    def render_string(self, template_name: str, **values: Any) -> bytes:
        return self.house.style.translated(super().render_string(template_name, **values).decode()).encode()


class SessionsHandler(Handler):
    """Takes wishes for sessions."""

    def post(self) -> None:
        wish = json.loads(self.request.body)
        if wish.get("access") not in ACCESS:
            raise HTTPError(400, "access must be one of %s", ", ".join(ACCESS))
        here = f"{self.request.protocol}://{self.request.host}"
        self.set_status(201)
        way = "/r/?name={name}&k=" if "capability-links" in self.house.variants else "/in/"
        self.write({role: f"{here}{way}{end}" for role, end in self.house.open_session(wish).items()})


class EntryHandler(Handler):
    """Asks for a name, and lets the person in under it."""

    def get(self, end: str) -> None:
        if end not in self.house.links:
            raise HTTPError(404)
        self.render(str(SCREENS / "entry.html"))

    def post(self, end: str) -> None:
        person = self.house.let_in(end, self.get_body_argument("name"))
        self.redirect(f"/room/{person.key}", status=303)


class CapabilityHandler(Handler):
    """Lets the person in by the key in the link, under the name in it."""

    def get(self) -> None:
        end, name = self.get_query_argument("k", ""), self.get_query_argument("name", "")
        if end not in self.house.links:
            raise HTTPError(404)
        person = self.house.let_in(end, name)
        self.render(str(SCREENS / "room.html"), **self.house.about_page(person))


class Page(Handler):
    """A person's page."""

    def get(self, key: str) -> None:
        if key not in self.house.keys:
            raise HTTPError(404)
        self.render(str(SCREENS / "room.html"), **self.house.about_page(self.house.keys[key][1]))


class RelayHandler(Handler):
    """The page of the relay."""

    def get(self, key: str) -> None:
        if key not in self.house.keys:
            raise HTTPError(404)
        self.render(str(SCREENS / "relay.html"), key=key)


class PersonsLine(WebSocketHandler):
    """A person's line: what they do comes in, what they see goes out."""

    def initialize(self, house: House) -> None:
        self.house = house

    def open(self, *path: str, **_: str) -> None:
        self.session, self.person = self.house.keys[path[0]]
        if isinstance(self.person, RelayPage):
            self.person.connect(self)
        else:
            self.person.line = self
            self.session.arrive(self.person)
            self._show()

    def on_message(self, message: str | bytes) -> None:
        shown: Message = json.loads(message)
        if "slow" in self.house.variants and shown["do"] != "signal":
            IOLoop.current().call_later(SLOW, self._hear, shown)
        else:
            self._hear(shown)

    def _hear(self, shown: Message) -> None:
        self.session.hear(self.person, shown)
        if shown["do"] != "signal":
            self._show(lagging=shown["do"] == "live" and self.house.fault == "list-lags")

    def on_close(self) -> None:
        if self.person.line is self:
            self.person.line = None
            self.session.leave(self.person)
            self._show()

    def _show(self, *, lagging: bool = False) -> None:
        show(self.session, self.house, lagging=lagging)
        if self.house.forwards:
            address = f"{self.request.protocol}://{self.request.host}/relay/{self.session.relay.key}"
            IOLoop.current().spawn_callback(self.house.relay.follow, self.session, address)

    def tell(self, message: Message) -> None:
        with suppress(WebSocketClosedError):
            self.write_message(in_language(message, self.house.style)).add_done_callback(Future.exception)


def in_language(message: Message, style: Variant) -> Message:
    """Return the message with its texts in the room's language."""
    texts = {key: style.translated(message[key]) for key in ("news",) if key in message}
    pieces = {name: style.translated(html) for name, html in message.get("pieces", {}).items()}
    return message | texts | ({"pieces": pieces} if pieces else {})


def show(session: Session, house: House, *, lagging: bool = False) -> None:
    """Send everybody what is so now. ``lagging``: all but the lists of those who watch."""
    stage = [
        {"id": speaker.id, "name": speaker.name, "microphone": speaker.microphone, "camera": speaker.camera}
        for speaker in session.stage
    ]
    for person in session.people:
        pieces = ["toolbar"] + ["requests"] * person.moderator + ["lists"] * (not lagging or person in session.stage)
        about: dict[str, Any] = {"session": session, "me": person, "fault": house.fault, "variants": house.variants}
        person.tell(
            pieces={name: PIECES.load(f"{name}.html").generate(**about).decode() for name in pieces},
            me=person.id,
            relay=session.relay.id,
            stage=stage,
            others=[member.id for member in session.people if member is not person],
            may_join=session.may_join(person),
            invited=person in session.invited,
            access=session.access,
        )
    if house.forwards:
        session.relay.tell(stage=stage, people=[member.id for member in session.people])


def application(fault: str, variants: frozenset[str], *, once: bool) -> Application:
    """The room, with this mistake in it; with none where ``fault`` is empty. ``once``: in its first session only.

    Once holds for the mistakes of a session, not for those of its pages.
    """
    house = {"house": House(fault, variants, once=once)}
    return Application(
        [
            ("/api/sessions", SessionsHandler, house),
            ("/in/(.+)", EntryHandler, house),
            ("/r/", CapabilityHandler, house),
            ("/room/(.+)", Page, house),
            ("/relay/(.+)", RelayHandler, house),
            ("/line/(.+)", PersonsLine, house),
            ("/screens/(.+)", StaticFileHandler, {"path": str(SCREENS)}),
        ]
    )
