"""The addresses that are handed out to people."""

import flask

from reference_server.rules.stage import Role
from reference_server.web.links import Link, Signer


class LinkAddresses:
    """Makes links, under the public address if there is one, else under the one that was asked for."""

    def __init__(self, signer: Signer, public_url: str | None) -> None:
        self._signer = signer
        self._public_url = public_url

    def of_session(self, session: str) -> tuple[str, str]:
        """The moderator's and the attendee's link."""
        return self._link(session, Role.MODERATOR), self._link(session, Role.ATTENDEE)

    def _link(self, session: str, role: Role) -> str:
        base = self._public_url or flask.request.host_url
        return f"{base.rstrip('/')}/join/{self._signer.token(Link(session, role))}"
