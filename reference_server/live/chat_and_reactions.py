"""The messages of the chat, which are stored, its moderation, and reactions, which are not stored."""

from flask_socketio import SocketIO

from reference_server.live.announcing import Announcer
from reference_server.live.message_type import Facts, MessageType, MessageTypes
from reference_server.live.payload_checks import (
    BadValue,
    Fields,
    Nullable,
    OptionalField,
    Payload,
    flag,
    page_id,
    text,
    whole_number,
)
from reference_server.live.presence import Connection
from reference_server.live.processes import Processes
from reference_server.live.rates import CHAT_PAGES, SELDOM
from reference_server.rules.chat_rules import (
    ChatChange,
    ChatFact,
    ChatFactKind,
    ChatState,
    require_may_delete,
    require_may_say,
    set_chat,
)
from reference_server.rules.names import find_look_alikes
from reference_server.rules.stage import Participant, StageState, require_present
from reference_server.storage.chat_messages import LONGEST_MESSAGE, ChatStore
from reference_server.storage.chat_pages import PageRequest
from reference_server.storage.session_store import SessionStore

REACTIONS = ("applause", "heart", "laugh", "surprise", "thumbs_up", "celebrate")


def _reaction(value: object) -> str:
    if not isinstance(value, str) or value not in REACTIONS:
        raise BadValue(f"must be one of {', '.join(REACTIONS)}")
    return value


# A text that is too long is refused with its length, so texts well above the limit have to pass this check.
_SAY: Fields = {"text": text(10 * LONGEST_MESSAGE), "sent_as": page_id}
_NUMBER = whole_number(0, 2**31)
_OPTIONAL_NUMBER = OptionalField(Nullable(_NUMBER))
_READ_CHAT: Fields = {
    "after": _NUMBER,
    "before": _OPTIONAL_NUMBER,
    "read": _OPTIONAL_NUMBER,
    "deletions": _OPTIONAL_NUMBER,
}
_MESSAGE: Fields = {"number": whole_number(1, 2**31)}
_ON: Fields = {"on": flag}
_REACT: Fields = {"reaction": _reaction}


class ChatAndReactions:
    """Sends chat messages, in the order in which they are stored, and reactions to everybody.

    Call it with the lock held.
    """

    def __init__(
        self,
        socketio: SocketIO,
        store: SessionStore,
        chat: ChatStore,
        announcer: Announcer,
        processes: Processes | None = None,
    ) -> None:
        self._socketio = socketio
        self._processes = processes
        self._store = store
        self._chat = chat
        self._announcer = announcer

    def types(self) -> MessageTypes:
        """Return the types of these messages."""
        return {
            "say": MessageType(_SAY, self.say, SELDOM),
            "read_chat": MessageType(_READ_CHAT, self.read_chat, CHAT_PAGES),
            "delete_message": MessageType(_MESSAGE, self.delete_message),
            "set_chat": MessageType(_ON, self.set_chat),
            "react": MessageType(_REACT, self.react, SELDOM),
        }

    def say(self, connection: Connection, payload: Payload) -> Facts:
        """Store a message, then send it to everybody, its sender included (VIEW-3)."""
        session = self._store.session(connection.session)
        require_may_say(session.chat, self._person(connection))
        similar = connection.person in find_look_alikes(session.state.people)
        message = self._chat.add(connection.session, connection.person, **payload, similar=similar)
        if message and not self._send_by_feed(connection.session):
            self._socketio.emit("chat", {"messages": [message._asdict()]}, to=connection.session)
        return ()

    def read_chat(self, connection: Connection, payload: Payload) -> Facts:
        """Send a page of the chat: the newest messages after one number and before another."""
        request = PageRequest(**payload)
        page = self._chat.read(connection.session, request, connection.person)
        event = page._asdict() | {"messages": [message._asdict() for message in page.messages]}
        self._socketio.emit("chat", event | {"after": request.after, "before": request.before}, to=connection.sid)
        return ()

    def delete_message(self, connection: Connection, payload: Payload) -> Facts:
        """Delete a message's text permanently, for everybody (MODERATE-10)."""
        require_may_delete(self._person(connection))
        deletion = self._chat.delete(connection.session, payload["number"])
        if deletion is None:
            return ()
        if not self._send_by_feed(connection.session):
            self._socketio.emit("message_deleted", deletion._asdict(), to=connection.session)
        return (ChatFact(ChatFactKind.MESSAGE_DELETED, connection.person, deletion.number),)

    def set_chat(self, connection: Connection, payload: Payload) -> Facts:
        """Let attendees write in the chat, or only read it (MODERATE-11)."""

        def run(state: StageState, chat: ChatState) -> ChatChange:
            return set_chat(chat, require_present(state, connection.person), payload["on"])

        facts = self._store.run_on_chat(connection.session, run)
        if facts:
            self._announcer.announce(connection.session)
        return facts

    def react(self, connection: Connection, payload: Payload) -> Facts:
        """Send a reaction to everybody (VIEW-4)."""
        event = {"person": connection.person, "name": self._person(connection).name, "reaction": payload["reaction"]}
        if self._processes:
            self._processes.page_events.send_to_session(connection.session, "reaction", event)
        else:
            self._socketio.emit("reaction", event, to=connection.session)
        return ()

    def _send_by_feed(self, session: str) -> bool:
        """Send new messages and deletions by the chat feed; return False if there is only one process."""
        if self._processes:
            self._processes.chat_feed.send_and_publish(session)
        return self._processes is not None

    def _person(self, connection: Connection) -> Participant:
        return require_present(self._store.session(connection.session).state, connection.person)
