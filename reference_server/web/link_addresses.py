"""The addresses of a session's links."""

from reference_server.rules.stage import Role
from reference_server.web.links import Link, Signer


class LinkAddresses:
    """Makes links that begin with the public URL: the address of a request is its sender's choice."""

    def __init__(self, signer: Signer, public_url: str) -> None:
        self._signer = signer
        self._begin = f"{public_url.rstrip('/')}/join/"

    def of_session(self, session: str) -> tuple[str, str]:
        """Return the moderator's and the attendee's link."""
        return self._link(session, Role.MODERATOR), self._link(session, Role.ATTENDEE)

    def _link(self, session: str, role: Role) -> str:
        return self._begin + self._signer.token(Link(session, role))
