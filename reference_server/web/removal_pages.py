"""The page on which removed people ask the moderators to let them in again (MODERATE-9).

Attendees' links refuse a browser that has the cookie of a removed person, under any name. An entry link also refuses
the name of a removed person in every other browser, unless the browser has the cookie of another person with this name.
"""

from collections.abc import Callable

import flask
from flask import Blueprint, Response

from reference_server.client_address import counted_address
from reference_server.live.rates import RETURNS, SESSION_PREFIX, SESSION_RETURNS, RateLimits
from reference_server.rules.names import BadName, normalise_name
from reference_server.rules.stage import Participant, Refusal, Role
from reference_server.storage.session_rows import UnknownSession
from reference_server.storage.session_store import Identity, SessionStore
from reference_server.web.links import ForgedError, Link, Signer
from reference_server.web.problems import problem_page

AskToReturn = Callable[[str, Participant], None]
"""Asks the moderators of a session to let a person in. Raises Refusal."""
RedirectIntoRoom = Callable[[Identity], Response]
"""Redirects a person into the room, and sets the cookie that identifies them."""


class RemovalPages:
    """The Flask view functions of removed people; `blueprint` has their routes."""

    def __init__(
        self,
        store: SessionStore,
        signer: Signer,
        rates: RateLimits,
        ask: AskToReturn,
        redirect_into_room: RedirectIntoRoom,
    ) -> None:
        self._store = store
        self._signer = signer
        self._rates = rates
        self._ask = ask
        self._redirect_into_room = redirect_into_room
        self.blueprint = Blueprint("removal", __name__)
        add = self.blueprint.add_url_rule
        add("/rooms/<session>/<person>/return", view_func=self.ask, methods=["POST"], endpoint="ask")
        add("/rooms/<session>/<person>/removal", view_func=self.state, methods=["GET"], endpoint="state")
        add("/enter/<token>/return", view_func=self.ask_by_name, methods=["POST"], endpoint="ask_by_name")

    def removed_in_browser(self, link: Link) -> Identity | None:
        """Return a removed attendee whose cookie the browser has; None without one, or for a moderator's link."""
        if link.role is not Role.ATTENDEE:
            return None
        removed = self._store.session(link.session).state.removed_by_id
        own = self._signer.people(flask.request.cookies) & removed.keys()
        return next(iter(self._store.identities(link.session, own)), None)

    def is_name_of_removed(self, link: Link, raw: str) -> bool:
        """Return whether this is an attendees' link, and `raw` the name of a removed person."""
        try:
            name = normalise_name(raw)
        except BadName:
            return False
        removed = self._store.session(link.session).state.removed
        return link.role is Role.ATTENDEE and any(person.name == name for person in removed)

    def is_removed(self, session: str, person: str) -> bool:
        """Return whether the person was removed from the session."""
        return person in self._store.session(session).state.removed_by_id

    def page_of(self, session: str, person: str) -> Response:
        """Return the page of a removed person."""
        asks = person in self._store.session(session).state.return_requests
        return _page(f"/rooms/{session}/{person}/return", f"/rooms/{session}/{person}/removal", asks)

    def page_by_name(self, link: Link, name: str) -> Response:
        """Return the page for a link that contains the name of a removed person."""
        action = flask.url_for("removal.ask_by_name", token=self._signer.entry_token(link), name=name)
        return _page(action, "", asks=False)

    def ask(self, session: str, person: str) -> Response:
        """Ask the moderators to let the removed person in, and show the page again."""
        if not self._is_own(session, person):
            return _other_persons_link_page()
        if self.is_removed(session, person):
            self._count(session, person)
            self._ask_unless_refused(self._store.identities(session, [person])[0])
        return flask.redirect(f"/rooms/{session}/{person}", 303)  # type: ignore[return-value]

    def state(self, session: str, person: str) -> Response:
        """Return the person's state as JSON, `{"state": …}`: "removed", "asking" or "let_in"."""
        if not self._is_own(session, person):
            return _other_persons_link_page()
        state = self._store.session(session).state
        name = (
            "let_in"
            if person not in state.removed_by_id
            else "asking"
            if person in state.return_requests
            else "removed"
        )
        response = flask.jsonify({"state": name})
        response.headers["Cache-Control"] = "no-store"
        return response

    def ask_by_name(self, token: str) -> Response:
        """Ask the moderators to let in a person whose link contains the name of a removed person."""
        name = flask.request.args.get("name", "")
        try:
            link = self._signer.entry(token)
            is_removed = self.is_name_of_removed(link, name)
        except (ForgedError, UnknownSession):
            return _other_persons_link_page()
        if not is_removed:
            return flask.redirect(flask.url_for("html_pages.enter_by_name", token=token, name=name), 303)  # type: ignore[return-value]
        self._count(link.session, f"address {counted_address(flask.request.remote_addr or '')}")
        identity = self._store.add_person(link.session, normalise_name(name), link.role)
        self._ask_unless_refused(identity)
        return self._redirect_into_room(identity)

    def _is_own(self, session: str, person: str) -> bool:
        identities = self._store.identities(session, [person])
        return bool(identities) and self._signer.is_person(person, flask.request.cookies)

    def _count(self, session: str, subject: str) -> None:
        self._rates.count(RETURNS, "return", subject)
        self._rates.count(SESSION_RETURNS, "return", f"{SESSION_PREFIX}{session}")

    def _ask_unless_refused(self, identity: Identity) -> None:
        try:
            self._ask(identity.session, identity.participant())
        except Refusal:
            return  # They have asked already, or were let in in the meantime; the next page shows it.


def _page(action: str, watched: str, asks: bool) -> Response:
    page = flask.render_template("removed.html", action=action, watched=watched, asks=asks)
    response = flask.make_response(page, 403)
    response.headers["Cache-Control"] = "no-store"
    return response


def _other_persons_link_page() -> Response:
    return problem_page(403, "Somebody else's link", "This link is for another person. Open your own link.")
