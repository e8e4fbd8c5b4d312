"""Authenticates people by their signed cookies."""

import flask

from reference_server.rules.stage import Refusal
from reference_server.storage.session_store import Identity, SessionStore
from reference_server.web.links import Signer


class Authentication:
    """Identifies the people of the browser that sent the current request."""

    def __init__(self, signer: Signer, store: SessionStore) -> None:
        self._signer = signer
        self._store = store

    def identity(self, person: str) -> Identity:
        """Return the identity of this person, whose cookie the request must have.

        Raises Refusal "not_you" without the cookie, and "unknown_person" if there is no such person.
        """
        if not self._signer.is_person(person, flask.request.cookies):
            raise Refusal("not_you", "The browser sent no valid cookie for this person. Open your link again.")
        identity = self._store.identity(person)
        if identity is None:
            raise Refusal("unknown_person", "There is no such person in this room. Open your link again.")
        return identity

    def people_of_browser(self) -> frozenset[str]:
        """Return the ids of all people whose cookies the browser of the current request has."""
        return frozenset(self._signer.people(flask.request.cookies))
