"""The HTML pages: start page, links, entry, and the page of the room, which scripts fill."""

from collections.abc import Callable, Mapping
from typing import Any

import flask
import segno
from flask import Blueprint, Response

from reference_server.client_address import counted_address
from reference_server.live.attendance import Attendance
from reference_server.live.rates import ENTRIES, NEW_SESSIONS, SESSION_ENTRIES, SESSION_PREFIX, RateLimits
from reference_server.media.engine import MediaEngine
from reference_server.rules.names import BadName, normalise_name
from reference_server.rules.session_snapshot import SessionSnapshot
from reference_server.rules.user_text import isolated
from reference_server.storage.session_rows import UnknownSession
from reference_server.storage.session_store import Identity, SessionStore
from reference_server.web.link_urls import LinkUrls
from reference_server.web.links import DAY, ForgedError, Link, Signer, cookie_name
from reference_server.web.new_session import EMPTY_FORM, FieldError, form_fields, read_new_session
from reference_server.web.problems import problem_page
from reference_server.web.protection import Protection
from reference_server.web.removal_pages import RemovalPages
from reference_server.web.required_token import RequiredToken

Page = str | Response | tuple[str, int]
LinkView = Callable[[Link], Page]


class HtmlPages:
    """The Flask view functions of the pages.

    `blueprint` has their routes, and `removal` the pages for people who were removed.
    """

    def __init__(
        self,
        store: SessionStore,
        signer: Signer,
        link_urls: LinkUrls,
        rates: RateLimits,
        protection: Protection,
        create_token: RequiredToken,
        ice_servers: tuple[dict[str, Any], ...],
        media: MediaEngine,
        attendance: Attendance,
    ) -> None:
        self._store = store
        self._protection = protection
        self._create_token = create_token
        self._rates = rates
        self._signer = signer
        self._link_urls = link_urls
        self._ice_servers = ice_servers
        self._media = media
        self._attendance = attendance
        self.removal = RemovalPages(store, signer, rates, attendance.ask_to_return, self.redirect_into_room)
        self.blueprint = Blueprint("html_pages", __name__)
        self.blueprint.add_app_template_filter(isolated)
        self._add_routes()

    def _add_routes(self) -> None:
        for rule, view, methods in (
            ("/", self.start, ["GET"]),
            ("/", self.new_session, ["POST"]),
            ("/links/<token>", self.links, ["GET"]),
            ("/join/<token>", self.follow_link, ["GET"]),
            ("/join/<token>", self.enter, ["POST"]),
            ("/enter/<token>", self.enter_by_name, ["GET"]),
            ("/rooms/<session>/<person>", self.room, ["GET"]),
        ):
            self.blueprint.add_url_rule(rule, view_func=view, methods=methods, endpoint=view.__name__)

    def start(self) -> Page:
        """Show the form for a new session."""
        return self._start(EMPTY_FORM)

    def new_session(self) -> Page:
        """Create a session and redirect to its links page, or show the form again with the error."""
        self._rates.count(NEW_SESSIONS, "sessions", _client_address())
        form = form_fields(flask.request.form)
        if not self._create_token.is_right(str(form.pop("token", ""))):
            return self._start(form, "token", "This is not the room's token. Ask the operator of the room for it."), 403
        return self._create_session(form)

    def _create_session(self, form: dict[str, object]) -> Page:
        try:
            new = read_new_session(form)
        except FieldError as error:
            return self._start(form, error.field, error.detail), 400
        # A redirect, so that a reload creates no second session, and the browser's history contains this one.
        token = self._signer.links_page_token(self._store.create(new))
        return _uncached(flask.make_response(flask.redirect(f"/links/{token}", 303)))

    def _start(self, form: Mapping[str, object], field: str = "", detail: str = "") -> str:
        error = {"field": field, "detail": detail} if field else None
        values = {"form": {**EMPTY_FORM, **form}, "needs_token": self._create_token.is_needed}
        return flask.render_template("start.html", **values, error=error)

    def links(self, token: str) -> Page:
        """Show both links of a session to the person who created it."""
        try:
            session = self._store.session(self._signer.session_of_links_page(token))
        except ForgedError:
            return problem_page(403, "This address is not valid", "Copy all of it, or create a new session.")
        except UnknownSession:
            return problem_page(404, "There is no such session here", "Create a new one.")
        return self._links_page(session)

    def _links_page(self, session: SessionSnapshot) -> Response:
        moderator, attendee = self._link_urls.of_session(session.id)
        links = {"moderator": _with_qr(moderator), "attendee": _with_qr(attendee)}
        return _uncached(flask.make_response(flask.render_template("links.html", session=session, **links)))

    def follow_link(self, token: str) -> Page:
        """Redirect into the room if this browser has a cookie of the person, otherwise show the entry form.

        No person is created, since link previews and other sites' pages request the link too. `?name=` fills in the
        form.
        """
        name = flask.request.args.get("name", "")
        return self._with_link(self._signer.link, token, lambda link: self._resume(link, name))

    def enter(self, token: str) -> Page:
        """Redirect into the room with the entered name, or show the entry form again with the error."""
        return self._with_link(
            self._signer.link, token, lambda link: self._enter(link, flask.request.form.get("name", ""))
        )

    def enter_by_name(self, token: str) -> Page:
        """Redirect into the room with the name in the URL, for programs that let people enter."""
        name = flask.request.args.get("name", "")
        return self._with_link(self._signer.entry, token, lambda link: self._enter_by_name(link, name))

    def room(self, session: str, person: str) -> Page:
        """Show the page of the room, to this person only."""
        identities = self._store.identities(session, [person])
        if not identities or not self._signer.is_person(person, flask.request.cookies):
            return problem_page(403, "Somebody else's link", "This link is for another person. Open your own link.")
        if self.removal.is_removed(session, person):
            return self.removal.page_of(session, person)
        return self._room_page(session, person)

    def _room_page(self, session: str, person: str) -> str:
        boot = {"person": person, "session": session, "iceServers": list(self._ice_servers)}
        title = self._store.session(session).title
        self._attendance.note_page_request(session, person)
        return flask.render_template("room.html", session_title=title, boot=boot, media=self._media.name)

    def redirect_into_room(self, person: Identity) -> Response:
        """Redirect a person into the room, and set the cookie that identifies them."""
        response = flask.make_response(flask.redirect(_room_path(person), 303))
        options = {"max_age": DAY, "httponly": True, "path": "/", **self._protection.cookie_options()}
        response.set_cookie(cookie_name(person.id), self._signer.cookie(person.id), **options)
        return response

    def _with_link(self, read: Callable[[str], Link], token: str, view: LinkView) -> Page:
        try:
            link = read(token)
            self._store.session(link.session)
        except ForgedError:
            return problem_page(403, "This link is not valid", _ASK_FOR_A_LINK)
        except UnknownSession:
            return problem_page(404, "There is no such session here", _ASK_FOR_A_LINK)
        removed = self.removal.removed_in_browser(link)
        return flask.make_response(flask.redirect(_room_path(removed), 303)) if removed else view(link)

    def _resume(self, link: Link, name: str) -> Page:
        people = [person for person in self._people_of_browser(link) if not name or person.name == name]
        return self.redirect_into_room(people[0]) if people else self._entry(link, name)

    def _enter_by_name(self, link: Link, name: str) -> Page:
        if name and self.removal.is_name_of_removed(link, name) and not self._people_with_name(link, name):
            return self.removal.page_by_name(link, name)
        if name and flask.request.method != "HEAD":  # link previews send HEAD, which must not change anything
            return self._enter(link, name)
        return flask.make_response(flask.redirect(f"/join/{self._signer.token(link)}", 303))

    def _enter(self, link: Link, raw: str) -> Page:
        try:
            name = normalise_name(raw)
        except BadName as error:
            return self._entry(link, raw, str(error)), 400
        people = self._people_with_name(link, name)
        return self.redirect_into_room(people[0] if people else self._new_person(link, name))

    def _new_person(self, link: Link, name: str) -> Identity:
        self._rates.count(ENTRIES, "entries", _client_address())
        self._rates.count(SESSION_ENTRIES, "entries", f"{SESSION_PREFIX}{link.session}")
        return self._store.add_person(link.session, name, link.role)

    def _people_of_browser(self, link: Link) -> list[Identity]:
        people = self._store.identities(link.session, self._signer.people(flask.request.cookies))
        return [person for person in people if person.role is link.role]

    def _people_with_name(self, link: Link, name: str) -> list[Identity]:
        return [person for person in self._people_of_browser(link) if person.name == name]

    def _entry(self, link: Link, name: str = "", error: str | None = None) -> str:
        title = self._store.session(link.session).title
        values = {"session_title": title, "role": link.role, "action": f"/join/{self._signer.token(link)}"}
        return flask.render_template("entry.html", **values, error=error, name=name)


_ASK_FOR_A_LINK = "Ask the person who invited you for a new link, and copy all of it."


def _uncached(response: Response) -> Response:
    """Keep a secret response out of caches, and its URL out of Referer headers."""
    response.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
    return response


def _room_path(person: Identity) -> str:
    return f"/rooms/{person.session}/{person.id}"


def _client_address() -> str:
    return counted_address(flask.request.remote_addr or "")


def _with_qr(url: str) -> dict[str, str]:
    svg = segno.make(url, error="m").svg_inline(omitsize=True, border=2, light="#fff")
    return {"url": url, "qr_svg": str(svg)}
