"""What people tell each other beside the stage: messages of the chat, and reactions, which nobody keeps."""

from flask_socketio import SocketIO

from reference_server.live.payload_checks import BadValue, Fields, Payload
from reference_server.live.presence import Caller
from reference_server.rules.stage import Fact
from reference_server.storage.chat_messages import Chat
from reference_server.storage.session_store import Store

REACTIONS = ("applause", "heart", "laugh", "surprise", "thumbs_up", "celebrate")


def _reaction(value: object) -> str:
    if not isinstance(value, str) or value not in REACTIONS:
        raise BadValue(f"must be one of {', '.join(REACTIONS)}")
    return value


REACT: Fields = {"reaction": _reaction}


class Talk:
    """Passes on what is said and shown to everybody in the session, in the order in which it was kept."""

    def __init__(self, socketio: SocketIO, store: Store, chat: Chat) -> None:
        self._socketio = socketio
        self._store = store
        self._chat = chat

    def say(self, caller: Caller, payload: Payload) -> tuple[Fact, ...]:
        """Keep a message, then show it to everybody, its sender included (VIEW-3)."""
        message = self._chat.say(caller.session, caller.person, payload["text"], payload["sent_as"])
        if message:
            self._socketio.emit("chat", {"messages": [message._asdict()]}, to=caller.session)
        return ()

    def read(self, caller: Caller, payload: Payload) -> tuple[Fact, ...]:
        """Show the caller what was said after the last message that they know; late arrivals know none."""
        messages = self._chat.read(caller.session, payload["after"])
        told = {"messages": [one._asdict() for one in messages], "after": payload["after"]}
        self._socketio.emit("chat", told, to=caller.sid)
        return ()

    def react(self, caller: Caller, payload: Payload) -> tuple[Fact, ...]:
        """Show a reaction to everybody (VIEW-4)."""
        name = self._store.session(caller.session).state.by_id[caller.person].name
        told = {"person": caller.person, "name": name, "reaction": payload["reaction"]}
        self._socketio.emit("reaction", told, to=caller.session)
        return ()
