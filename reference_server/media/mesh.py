"""The default engine: audio and video go from browser to browser, and there is no media server."""

from reference_server.media.engine import ConnectedPage, MediaAccess, MediaPage
from reference_server.rules.stage import Refusal


class Mesh:
    """No right to send is ever given: the server forwards signals of people on stage only (see signalling.py)."""

    name = "mesh"
    has_server = False
    origins: tuple[str, ...] = ()

    def access(self, _page: MediaPage, /) -> MediaAccess:
        """Refuse: there is nothing to connect to."""
        raise Refusal("no_media_server", "Audio and video go from browser to browser here.")

    def let_publish(self, _page: MediaPage, _allowed: bool, /) -> None:
        """Do nothing."""

    def end(self, _page: MediaPage, /) -> None:
        """Do nothing."""

    def pages(self, _session: str, /) -> list[ConnectedPage]:
        """Return nothing."""
        return []
