"""Sends the chat to the pages of one process, in the order of the messages' numbers.

It does not matter which process stored them.
"""

from reference_server.live.page_events import PageEvents
from reference_server.storage.chat_messages import ChatStore


class ChatFeed:
    """Sends each session's chat to the pages of this process, each message once.

    Call it with the lock held.
    """

    def __init__(self, chat: ChatStore, page_events: PageEvents) -> None:
        self._chat = chat
        self._page_events = page_events
        self._sent: dict[str, tuple[int, int]] = {}

    def open(self, session: str) -> None:
        """Send the session's messages from now on, for a page that connects.

        The page requests the earlier ones itself.
        """
        if session not in self._sent:
            self._sent[session] = self._chat.position(session)

    def close_all_but(self, sessions: set[str]) -> None:
        """Forget the sessions without pages."""
        self._sent = {session: sent for session, sent in self._sent.items() if session in sessions}

    def sessions(self) -> list[str]:
        """Return the sessions that have pages."""
        return list(self._sent)

    def send_and_publish(self, session: str) -> None:
        """Send new messages and deletions of the session's chat, and let other processes send them too."""
        self.catch_up(session)
        self._page_events.bus.publish({"kind": "chat", "session": session})

    def catch_up(self, session: str) -> None:
        """Send the messages and deletions that have not been sent to this process's pages yet."""
        if session not in self._sent:
            return
        number, deletions = self._sent[session]
        number = self._send_messages(session, number)
        # Stored before the deletions are read, which may fail: no message is sent twice.
        self._sent[session] = (number, deletions)
        self._sent[session] = (number, self._send_deletions(session, deletions))

    def _send_messages(self, session: str, number: int) -> int:
        """Send the messages after this number; return the number of the last one."""
        for message in self._chat.messages_after(session, number):
            self._page_events.send_to_session_here(session, "chat", {"messages": [message._asdict()]})
            number = message.number
        return number

    def _send_deletions(self, session: str, deletions: int) -> int:
        """Send the deletions after the first `deletions`; return how many there are now."""
        for deletion in self._chat.deletions_after(session, deletions):
            self._page_events.send_to_session_here(session, "message_deleted", deletion._asdict())
            deletions = deletion.deletions
        return deletions
