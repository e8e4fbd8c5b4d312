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

from tests.rooms.independent.session import Message, RoomParticipant, Session
from tests.rooms.independent.variants import TITLE, translated

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

    def __init__(self, fault: str, variant: str, *, once: bool) -> None:
        self.fault, self.variant = fault, variant
        self._once = once
        self.links: dict[str, tuple[Session, bool]] = {}
        self.keys: dict[str, tuple[Session, RoomParticipant]] = {}

    def open_session(self, wish: Message) -> dict[str, str]:
        """The ends of two links, by role."""
        fault = "" if self._once and self.links else self.fault
        session = Session(wish["access"], int(wish.get("limit", 25)), fault, self.variant)
        ends = {"moderator": token_urlsafe(), "attendee": token_urlsafe()}
        for role, end in ends.items():
            self.links[end] = (session, role == "moderator")
        return ends

    def let_in(self, end: str, name: str) -> RoomParticipant:
        """Somebody new, who has come by the link with this end."""
        session, moderator = self.links[end]
        if self.variant == "host" and any(one.moderator for known, one in self.keys.values() if known is session):
            moderator = False
        title = TITLE if self.variant.startswith("titles") else ""
        person = RoomParticipant(title + (name.strip().removeprefix(title) or "Somebody"), moderator)
        self.keys[person.key] = (session, person)
        return person

    def about_page(self, person: RoomParticipant) -> dict[str, Any]:
        """The values of a person's page."""
        about = {"key": person.key, "moderator": person.moderator, "access": ACCESS}
        return about | {"fault": self.fault, "variant": self.variant}


class SessionsHandler(RequestHandler):
    """Takes wishes for sessions."""

    def initialize(self, house: House) -> None:
        self.house = house

    def post(self) -> None:
        wish = json.loads(self.request.body)
        if wish.get("access") not in ACCESS:
            raise HTTPError(400, "access must be one of %s", ", ".join(ACCESS))
        here = f"{self.request.protocol}://{self.request.host}"
        self.set_status(201)
        way = "/r/?name={name}&k=" if self.house.variant == "capability-links" else "/in/"
        self.write({role: f"{here}{way}{end}" for role, end in self.house.open_session(wish).items()})


class EntryHandler(RequestHandler):
    """Asks for a name, and lets the person in under it."""

    def initialize(self, house: House) -> None:
        self.house = house

    def get(self, end: str) -> None:
        if end not in self.house.links:
            raise HTTPError(404)
        self.render(str(SCREENS / "entry.html"))

    def render_string(self, template_name: str, **values: Any) -> bytes:
        return translated(super().render_string(template_name, **values).decode(), self.house.variant).encode()

    def post(self, end: str) -> None:
        person = self.house.let_in(end, self.get_body_argument("name"))
        self.redirect(f"/room/{person.key}", status=303)


class CapabilityHandler(RequestHandler):
    """Lets the person in by the key in the link, under the name in it."""

    def initialize(self, house: House) -> None:
        self.house = house

    def get(self) -> None:
        end, name = self.get_query_argument("k", ""), self.get_query_argument("name", "")
        if end not in self.house.links:
            raise HTTPError(404)
        person = self.house.let_in(end, name)
        self.render(str(SCREENS / "room.html"), **self.house.about_page(person))


class Page(RequestHandler):
    """A person's page."""

    def initialize(self, house: House) -> None:
        self.house = house

    def get(self, key: str) -> None:
        if key not in self.house.keys:
            raise HTTPError(404)
        self.render(str(SCREENS / "room.html"), **self.house.about_page(self.house.keys[key][1]))

    def render_string(self, template_name: str, **values: Any) -> bytes:
        return translated(super().render_string(template_name, **values).decode(), self.house.variant).encode()


class PersonsLine(WebSocketHandler):
    """A person's line: what they do comes in, what they see goes out."""

    def initialize(self, house: House) -> None:
        self.house = house

    def open(self, *path: str, **_: str) -> None:
        self.session, self.person = self.house.keys[path[0]]
        self.person.line = self
        self.session.arrive(self.person)
        self._show()

    def on_message(self, message: str | bytes) -> None:
        shown: Message = json.loads(message)
        if self.house.variant == "slow" and shown["do"] != "signal":
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
        show(self.session, self.house.fault, self.house.variant, lagging=lagging)

    def tell(self, message: Message) -> None:
        with suppress(WebSocketClosedError):
            text = (
                translated(json.dumps(message, ensure_ascii=False), self.house.variant)
                if "signal" not in message
                else message
            )
            self.write_message(text).add_done_callback(Future.exception)


def in_language(message: Message, variant: str) -> Message:
    """The message with its texts in the room's language."""
    texts = {key: translated(message[key], variant) for key in ("news",) if key in message}
    pieces = {name: translated(html, variant) for name, html in message.get("pieces", {}).items()}
    return message | texts | ({"pieces": pieces} if pieces else {})


def show(session: Session, fault: str, variant: str, *, lagging: bool = False) -> None:
    """Let everybody's page show what is so now. ``lagging``: all but the lists of those who watch."""
    for person in session.people:
        pieces = ["toolbar"] + ["requests"] * person.moderator + ["lists"] * (not lagging or person in session.stage)
        about: dict[str, Any] = {"session": session, "me": person, "fault": fault, "variant": variant}
        person.tell(
            pieces={name: PIECES.load(f"{name}.html").generate(**about).decode() for name in pieces},
            me=person.id,
            stage=[{"id": speaker.id, "name": speaker.name} for speaker in session.stage],
            others=[member.id for member in session.people if member is not person],
            may_join=session.may_join(person),
            invited=person in session.invited,
            access=session.access,
        )


def application(fault: str, variant: str, *, once: bool) -> Application:
    """The room, with this mistake in it; with none where ``fault`` is empty. ``once``: in its first session only.

    Once holds for the mistakes of a session, not for those of its pages.
    """
    house = {"house": House(fault, variant, once=once)}
    return Application(
        [
            ("/api/sessions", SessionsHandler, house),
            ("/in/(.+)", EntryHandler, house),
            ("/r/", CapabilityHandler, house),
            ("/room/(.+)", Page, house),
            ("/line/(.+)", PersonsLine, house),
            ("/screens/(.+)", StaticFileHandler, {"path": str(SCREENS)}),
        ]
    )
