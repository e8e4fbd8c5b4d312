"""The default engine: audio and video go from browser to browser, and there is no media server."""

from reference_server.media.engine import ConnectedPage, MediaAccess, MediaPage
from reference_server.rules.stage import Refusal


class Mesh:
    """The engine without a media server; `signalling` decides which signals the server forwards."""

    name = "mesh"
    has_server = False
    origins: tuple[str, ...] = ()

    def access(self, _page: MediaPage, /) -> MediaAccess:
        """Refuse, since there is no media server."""
        raise Refusal("no_media_server", "Audio and video go from browser to browser here.")

    def let_publish(self, _page: MediaPage, _allowed: bool, /) -> None:
        """Do nothing."""

    def end(self, _page: MediaPage, /) -> None:
        """Do nothing."""

    def pages(self, _session: str, /) -> list[ConnectedPage]:
        """Return nothing."""
        return []
