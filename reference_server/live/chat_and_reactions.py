"""The messages of the chat, which are stored, and reactions, which are not."""

from flask_socketio import SocketIO

from reference_server.live.message_type import Facts, MessageType, MessageTypes
from reference_server.live.payload_checks import (
    BadValue,
    Fields,
    Nullable,
    OptionalField,
    Payload,
    page_id,
    text,
    whole_number,
)
from reference_server.live.presence import Connection
from reference_server.live.rates import CHAT_PAGES, SELDOM
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
_READ_CHAT: Fields = {"after": _NUMBER, "before": _OPTIONAL_NUMBER, "read": _OPTIONAL_NUMBER}
_REACT: Fields = {"reaction": _reaction}


class ChatAndReactions:
    """Sends chat messages and reactions to everybody in the session, in the order in which they were stored."""

    def __init__(self, socketio: SocketIO, store: SessionStore, chat: ChatStore) -> None:
        self._socketio = socketio
        self._store = store
        self._chat = chat

    def types(self) -> MessageTypes:
        """Return the types of these messages."""
        return {
            "say": MessageType(_SAY, self.say, SELDOM),
            "read_chat": MessageType(_READ_CHAT, self.read_chat, CHAT_PAGES),
            "react": MessageType(_REACT, self.react, SELDOM),
        }

    def say(self, connection: Connection, payload: Payload) -> Facts:
        """Store a message, then send it to everybody, its sender included (VIEW-3)."""
        message = self._chat.add(connection.session, connection.person, payload["text"], payload["sent_as"])
        if message:
            self._socketio.emit("chat", {"messages": [message._asdict()]}, to=connection.session)
        return ()

    def read_chat(self, connection: Connection, payload: Payload) -> Facts:
        """Send a page of the chat: the newest messages after one number and before another."""
        request = PageRequest(**payload)
        page = self._chat.read(connection.session, request, connection.person)
        event = page._asdict() | {"messages": [message._asdict() for message in page.messages]}
        self._socketio.emit("chat", event | {"after": request.after, "before": request.before}, to=connection.sid)
        return ()

    def react(self, connection: Connection, payload: Payload) -> Facts:
        """Send a reaction to everybody (VIEW-4)."""
        name = self._store.session(connection.session).state.by_id[connection.person].name
        event = {"person": connection.person, "name": name, "reaction": payload["reaction"]}
        self._socketio.emit("reaction", event, to=connection.session)
        return ()
