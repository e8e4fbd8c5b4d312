"""Authenticates people by their signed cookies."""

import flask

from reference_server.rules.stage import Refusal
from reference_server.storage.session_store import Identity, SessionStore
from reference_server.web.links import Signer


class Authentication:
    """Checks who the browser of the current request is."""

    def __init__(self, signer: Signer, store: SessionStore) -> None:
        self._signer = signer
        self._store = store

    def identity(self, person: str) -> Identity:
        """Return the person whose cookie the browser has. Raises Refusal "not_you" or "unknown_person"."""
        if not self._signer.is_person(person, flask.request.cookies):
            raise Refusal("not_you", "This browser does not hold this person's cookie. Open your link again.")
        identity = self._store.identity(person)
        if identity is None:
            raise Refusal("unknown_person", "This person is not known here. Open your link again.")
        return identity

    def people_of_browser(self) -> frozenset[str]:
        """Return the ids of all people whose cookies the browser of the current request has."""
        return frozenset(self._signer.people(flask.request.cookies))
