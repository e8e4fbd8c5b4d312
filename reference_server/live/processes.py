"""The objects by which one process of a room reaches the other processes."""

from dataclasses import dataclass

from reference_server.live.chat_feed import ChatFeed
from reference_server.live.page_events import PageEvents
from reference_server.live.process_bus import ProcessBus
from reference_server.live.shared_rates import SharedRates
from reference_server.storage.shared_presence import SharedPresence


@dataclass(frozen=True)
class Processes:
    """This process's access to the other processes, and to the data that they share."""

    shared: SharedPresence
    bus: ProcessBus
    page_events: PageEvents
    chat_feed: ChatFeed
    rates: SharedRates
