"""The gauges of the metrics page: how many sessions and people the room has at the moment."""

from collections.abc import Callable

from reference_server.live.presence import Presence
from reference_server.storage.session_store import SessionStore

Gauges = dict[str, tuple[str, Callable[[], int]]]
"""Description and function of each gauge, by its name."""


def room_gauges(presence: Presence, store: SessionStore) -> Gauges:
    """Return the gauges of a room."""

    def sessions() -> set[str]:
        return {connection.session for connection in presence.connections()}

    def on_stage() -> int:
        # Each process counts its own people, so that the numbers of several can be added up.
        stages = {session: set(store.session(session).state.stage) for session in sessions()}
        return sum(connection.person in stages[connection.session] for connection in presence.connections())

    return {
        "sessions": ("Sessions with somebody connected", lambda: len(sessions())),
        "people_connected": ("People who are connected", lambda: len(presence.connections())),
        "people_on_stage": ("People on a stage who are connected", on_stage),
    }
