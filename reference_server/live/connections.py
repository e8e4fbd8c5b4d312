"""Everything live: takes a client's message, asks the rules, answers, and has everybody told who must know.

One table says which messages there are, and how often anybody may send each (SAFE-4); all of them come in by
one door, `Wire.receive`.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import flask
from flask_socketio import SocketIO, disconnect, join_room
from socketio.exceptions import ConnectionRefusedError as ConnectionRefused  # type: ignore[import-untyped]

from reference_server.live import chat_and_reactions as talk
from reference_server.live import questionnaire_messages as questionnaires
from reference_server.live.announcing import Announcer
from reference_server.live.chat_and_reactions import Talk
from reference_server.live.device_updates import FromAfar
from reference_server.live.payload_checks import Fields, Optional, Payload, access, checked, flag, identifier, page_id
from reference_server.live.payload_checks import whole_number as number
from reference_server.live.presence import Caller, Graces, LoadingPages, Presence
from reference_server.live.rates import CONNECTS, SELDOM, SIGNALS, STUBBORN, USUAL, Rate, Rates, TooMany
from reference_server.logs import event
from reference_server.media import signalling as media
from reference_server.metrics import Metrics
from reference_server.rules import questionnaires as questionnaire_rules
from reference_server.rules import stage
from reference_server.rules.questionnaires.board_views import concerned
from reference_server.rules.stage import Change, Fact, Refusal, State
from reference_server.storage import chat_messages as chat
from reference_server.storage.chat_messages import Chat
from reference_server.storage.session_store import Identity, Store
from reference_server.web.links import Signer

log = logging.getLogger("stagedoor.wire")

Answer = dict[str, Any]
Facts = tuple[Fact, ...] | tuple[questionnaire_rules.Fact, ...]
Handler = Callable[[Caller, Payload], Facts]

_AUTH: Fields = {"person": identifier, "page": page_id}
_DEVICES: Fields = {"microphone": flag, "camera": flag}
# Each alone, so that who switches one says nothing of the other; `seen` is the newest revision that they knew.
_SWITCHED: Fields = {"microphone": Optional(flag), "camera": Optional(flag), "seen": Optional(number(0, 2**53))}
_PERSON: Fields = {"person": identifier}


@dataclass(frozen=True)
class Message:
    """One sort of message: what it must carry, what is done about it, and how often each person may send it."""

    fields: Fields
    handler: Handler
    rate: Rate = USUAL


class Wire:
    """The live connections of one room."""

    def __init__(
        self,
        socketio: SocketIO,
        store: Store,
        chat: Chat,
        signer: Signer,
        rates: Rates,
        metrics: Metrics,
        grace: float,
        restart_grace: float,
    ) -> None:
        self._socketio = socketio
        self._rates = rates
        self._metrics = metrics
        self._store = store
        self._signer = signer
        self._grace, self._restart_grace = grace, restart_grace
        self._lock = threading.RLock()
        self._presence = Presence(store)
        self._from_afar = FromAfar()
        self._graces = Graces(self._lock, self._gone, restart_grace)
        self._loading = LoadingPages()
        self._talk = Talk(socketio, store, chat)
        self._announcer = Announcer(socketio, store, self._presence, self._lock)
        self._messages = self._table()
        self._metrics.watch(self._gauges())
        self._listen()

    def _table(self) -> dict[str, Message]:
        rules = {
            "ask": Message({}, self._rule(stage.ask), SELDOM),
            "cancel_request": Message({}, self._rule(stage.cancel_request), SELDOM),
            "decline_invitation": Message({}, self._rule(stage.decline_invitation)),
            "join": Message(_DEVICES, self._rule(stage.join)),
            "devices": Message(_SWITCHED, self._devices),
            "mute_all": Message({}, self._rule(stage.mute_all)),
            "cameras_off": Message({}, self._rule(stage.cameras_off)),
            "set_access": Message({"access": access}, self._rule(stage.set_access)),
            "raise_hand": Message({}, self._rule(stage.raise_hand), SELDOM),
            "lower_hand": Message({}, self._rule(stage.lower_hand), SELDOM),
            "clear_hands": Message({}, self._rule(stage.clear_hands)),
        }
        on_people = {name: Message(_PERSON, self._rule(command)) for name, command in stage.COMMANDS_ON_PERSON.items()}
        others = {
            "signal": Message(media.SIGNAL, self._signal, SIGNALS),
            "say": Message(chat.SAY, self._talk.say, SELDOM),
            "read_chat": Message(chat.READ, self._talk.read),
            "react": Message(talk.REACT, self._talk.react, SELDOM),
            "dismiss_notice": Message({"number": number(1, 2**31)}, self._dismiss_notice),
        }
        on_board = {name: Message(one.fields, self._on_board(one)) for name, one in questionnaires.MESSAGES.items()}
        return {**rules, **on_people, **on_board, **others}

    def _gauges(self) -> dict[str, tuple[str, Callable[[], int]]]:
        everybody = self._presence.everybody

        def sessions() -> set[str]:
            return {caller.session for caller in everybody()}

        def on_stage() -> int:
            return sum(len(self._store.session(one).state.stage) for one in sessions())

        return {
            "sessions": ("Sessions with somebody in them", lambda: len(sessions())),
            "people_connected": ("People in the room", lambda: len(everybody())),
            "people_on_stage": ("People on a stage", on_stage),
        }

    def expect_everybody_back(self) -> None:
        """After a start: whoever was here when the room stopped has a while to come back (STEADY-3)."""
        with self._lock:
            for session, person in self._store.everybody_here():
                self._graces.start(session, person, self._restart_grace)

    def page_requested(self, session: str, person: str) -> None:
        """The person's browser loads the page; an absence that has begun, or begins with it, may take longer."""
        with self._lock:
            if self._presence.of_person(person):
                self._loading.begin(person)
            elif self._graces.is_running(person):
                self._loading.begin(person)
                self._graces.start(session, person, self._loading.grace(person, self._grace))

    # The doors

    def _listen(self) -> None:
        self._socketio.on_event("connect", self._connect)
        self._socketio.on_event("disconnect", self._disconnect)
        self._socketio.on_event("*", self.receive)

    def receive(self, name: object, *payload: object) -> Answer:
        """Answer a client's message by `{ok, facts}`, or by a typed error, `{ok, error: {code, message}}`."""
        caller, began = self._presence.caller(_sid()), time.perf_counter()
        answer = self._answer(caller, name, payload)
        result = "ok" if answer["ok"] else answer["error"]["code"]
        self._metrics.message(self._known(name) or "unknown", result, time.perf_counter() - began)
        _log(name, caller, result)
        return answer

    def _answer(self, caller: Caller | None, name: object, payload: tuple[object, ...]) -> Answer:
        try:
            return {"ok": True, "facts": [_told(fact) for fact in self._handle(caller, name, payload)]}
        except Refusal as refusal:
            if isinstance(refusal, TooMany):
                self._end_if_stubborn(caller)
            return {"ok": False, "error": _told_why(refusal)}
        except Exception:
            log.exception("message failed")
            return {"ok": False, "error": _told_why(Refusal("server_error", "The room's server failed. Try again."))}

    def _handle(self, caller: Caller | None, name: object, payload: tuple[object, ...]) -> Facts:
        if caller is None:
            raise Refusal("replaced", "This page is not connected any more. Reload it to come back.")
        known = self._known(name)
        message = self._messages[known] if known else None
        self._rates.count(message.rate if message else USUAL, known or "unknown", caller.person)
        if message is None:
            raise Refusal("unknown_message", "The room does not know this message.")
        if len(payload) != 1:
            raise Refusal("bad_message", "The message must carry one object.")
        with self._lock:
            return message.handler(caller, checked(message.fields, payload[0]))

    def _known(self, name: object) -> str | None:
        return name if isinstance(name, str) and name in self._messages else None

    def _end_if_stubborn(self, caller: Caller | None) -> None:
        try:
            self._rates.count(STUBBORN, "refused", caller.person if caller else "")
        except TooMany:
            disconnect(_sid(), namespace="/")

    def _connect(self, auth: object) -> Answer | None:
        if self._is_connected():
            return self.receive("connect")  # an event that a client has named so
        try:
            fields = checked(_AUTH, auth)
            identity = self._identity(fields["person"])
            self._rates.count(CONNECTS, "connect", identity.id)
            with self._lock:
                self._arrived(Caller(identity.session, identity.id, fields["page"], _sid()), identity)
        except Refusal as refusal:
            event(log, "connect", result=refusal.code)
            self._metrics.refusal(refusal.code)
            raise ConnectionRefused(refusal.message, _told_why(refusal)) from refusal
        return None

    def _disconnect(self, reason: object = None, *_more: object) -> Answer | None:
        if self._is_connected():
            return self.receive("disconnect")  # an event that a client has named so
        with self._lock:
            caller = self._presence.depart(_sid())
            if caller:
                # A page that closes says so; a line that fell silent is a network that may come back (STEADY-2).
                silent = reason == self._socketio.reason.PING_TIMEOUT
                self._away(caller, self._restart_grace if silent else self._grace)
        return None

    def _is_connected(self) -> bool:
        manager = self._socketio.server.manager  # type: ignore[attr-defined]
        return bool(manager.is_connected(_sid(), "/"))

    # Coming and going

    def _identity(self, person: str) -> Identity:
        if not self._signer.is_person(person, flask.request.cookies):
            raise Refusal("not_you", "This browser does not hold this person's cookie. Open your link again.")
        found = self._store.identity(person)
        if found is None:
            raise Refusal("unknown_person", "This person is not known here. Open your link again.")
        return found

    def _arrived(self, caller: Caller, identity: Identity) -> None:
        older = self._presence.arrive(caller)
        self._graces.stop(caller.person)
        self._loading.end(caller.person)
        if caller.person in self._store.session(caller.session).state.by_id:
            self._store.touch(caller.session)
        else:
            self._store.run(caller.session, lambda state: stage.enter(state, identity.person()))
        self._announcer.tell(caller.session)
        join_room(caller.session)
        if older:
            self._take_over(older, caller)
        _log("connect", caller, "ok")

    def _take_over(self, older: Caller, newer: Caller) -> None:
        if older.page != newer.page:
            self._socketio.emit("replaced", {}, to=older.sid)
        disconnect(older.sid, namespace="/")

    def _away(self, caller: Caller, grace: float) -> None:
        self._graces.start(caller.session, caller.person, self._loading.grace(caller.person, grace))
        self._store.touch(caller.session)
        self._announcer.tell(caller.session)
        _log("disconnect", caller, "ok")

    def _gone(self, session: str, person: str) -> None:
        self._loading.end(person)
        self._store.run(session, lambda state: stage.leave(state, person))
        self._announcer.tell(session)
        event(log, "leave", session=session, person=person, result="ok")

    # What messages do

    def _rule(self, command: Callable[..., Change]) -> Handler:
        """The handler that runs a command of the rules; the payload's fields are the command's parameters."""

        def handler(caller: Caller, payload: Payload) -> tuple[Fact, ...]:
            def run(state: State) -> Change:
                return command(state, caller.person, **payload)

            facts = self._store.run(caller.session, run)
            if facts:
                self._from_afar.note(facts, self._store.session(caller.session).revision)
                self._announcer.tell(caller.session)
            return facts

        return handler

    def _devices(self, caller: Caller, payload: Payload) -> Facts:
        wanted = {device: payload[device] for device in ("microphone", "camera")}
        self._from_afar.refuse_if_overtaken(caller.person, payload["seen"], wanted)
        return self._rule(stage.set_devices)(caller, wanted)

    def _on_board(self, message: questionnaires.Message) -> Handler:
        """The handler that runs a command on the polls and quizzes."""

        def handler(caller: Caller, payload: Payload) -> Facts:
            def run(state: State, board: questionnaire_rules.Board) -> questionnaire_rules.Change:
                return message.command(board, stage.present(state, caller.person), payload)

            facts = self._store.run_on_board(caller.session, run)
            for fact in facts:
                self._announcer.tell(caller.session, concerned(fact, self._store.session(caller.session).state.people))
            return facts

        return handler

    def _signal(self, caller: Caller, signal: Payload) -> tuple[Fact, ...]:
        receiver = self._presence.at_page(caller.session, signal["to"])
        if receiver is None:
            raise Refusal("unknown_page", "That page is not connected any more.")
        standing_of = self._store.session(caller.session).state.standing
        media.refuse_signal(standing_of, caller.person, receiver.person, signal)
        passed_on = {"from": caller.page, "person": caller.person}
        passed_on |= {"from_stage": signal["from_stage"], "data": signal["data"]}
        self._socketio.emit("signal", passed_on, to=receiver.sid)
        return ()

    def _dismiss_notice(self, caller: Caller, payload: Payload) -> tuple[Fact, ...]:
        if self._store.dismiss_notice(caller.session, caller.person, payload["number"]):
            self._announcer.tell(caller.session)
        return ()


def _sid() -> str:
    return str(flask.request.sid)  # type: ignore[attr-defined]


def _told_why(refusal: Refusal) -> dict[str, Any]:
    wait = {"wait": refusal.wait} if isinstance(refusal, TooMany) else {}
    return {"code": refusal.code, "message": refusal.message, **wait}


def _told(fact: Fact | questionnaire_rules.Fact) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(fact).items() if value is not None}


def _log(name: object, caller: Caller | None, result: str) -> None:
    if name == "signal" and result == "ok":
        return  # dozens a call, and none of them changes anything
    session, person = (caller.session, caller.person) if caller else (None, None)
    event(log, _plain(name), session=session, person=person, result=result)


def _plain(name: object) -> str:
    # What a client may call a message must not forge lines in the log.
    word = str(name)[:40]
    return word if word.replace("_", "").isalnum() and word.isascii() else "?"
