"""The URLs of a session's links."""

from reference_server.rules.stage import Role
from reference_server.web.links import Link, Signer


class LinkUrls:
    """Creates links that begin with the public URL, not with the Host header, which the client chooses."""

    def __init__(self, signer: Signer, public_url: str) -> None:
        self._signer = signer
        self._base = public_url.rstrip("/")

    def of_session(self, session: str, *, entry: bool = False) -> tuple[str, str]:
        """Return the moderator's and the attendee's link; with `entry`, the entry links."""
        moderator, attendee = (self._link(Link(session, role), entry) for role in (Role.MODERATOR, Role.ATTENDEE))
        return moderator, attendee

    def _link(self, link: Link, entry: bool) -> str:
        path = f"enter/{self._signer.entry_token(link)}" if entry else f"join/{self._signer.token(link)}"
        return f"{self._base}/{path}"
