"""The addresses of a session's links."""

import flask

from reference_server.rules.stage import Role
from reference_server.web.links import Link, Signer


class LinkAddresses:
    """Makes links that begin with the public URL, by default with the address of the current request."""

    def __init__(self, signer: Signer, public_url: str | None) -> None:
        self._signer = signer
        self._public_url = public_url

    def of_session(self, session: str) -> tuple[str, str]:
        """Return the moderator's and the attendee's link."""
        return self._link(session, Role.MODERATOR), self._link(session, Role.ATTENDEE)

    def _link(self, session: str, role: Role) -> str:
        base = self._public_url or flask.request.host_url
        return f"{base.rstrip('/')}/join/{self._signer.token(Link(session, role))}"
