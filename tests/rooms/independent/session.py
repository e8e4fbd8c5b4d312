"""A session of the small room: its participants, its rules, and the messages to its pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Any, Protocol

Message = dict[str, Any]
MODERATORS_ONLY = {"bring", "refuse", "invite", "revoke", "remove", "access"}


class PageConnection(Protocol):
    """The WebSocket of a person's page."""

    def send(self, message: Message) -> None: ...


@dataclass(eq=False)
class RoomParticipant:
    """A participant of the session; ``key`` is the secret in the address of their page."""

    name: str
    moderator: bool
    connection: PageConnection | None = None
    microphone: bool = True
    camera: bool = True
    id: str = field(default_factory=lambda: token_urlsafe(6))
    key: str = field(default_factory=token_urlsafe)

    def send(self, **message: Any) -> None:
        if self.connection:
            self.connection.send(message)


@dataclass(eq=False)
class RelayPage(RoomParticipant):
    """The page that forwards media in the variant "forwarded"; messages for it wait until it is connected."""

    waiting_messages: list[Message] = field(default_factory=list)

    def send(self, **message: Any) -> None:
        if self.connection:
            super().send(**message)
        else:
            self.waiting_messages.append(message)

    def connect(self, connection: PageConnection) -> None:
        self.connection = connection
        while self.waiting_messages:
            self.send(**self.waiting_messages.pop(0))


class Session:
    """A session with its rules.

    A message contains a ``command``, and may contain the id of the ``target``, another person. Forbidden commands are
    ignored.
    """

    def __init__(self, access: str, limit: int, fault: str, variants: frozenset[str] = frozenset()) -> None:
        self.access, self.limit, self._fault, self._variants = access, limit, fault, variants
        self.people: list[RoomParticipant] = []
        self.stage: list[RoomParticipant] = []
        self.asking: list[RoomParticipant] = []
        self.invited: list[RoomParticipant] = []
        self.removed: set[RoomParticipant] = set()
        self.relay = RelayPage("Relay", moderator=False)

    # Permissions

    def may_join(self, person: RoomParticipant) -> bool:
        if person in self.stage or (self._fault == "removed-for-good" and person in self.removed):
            return False
        return person.moderator or person in self.invited or self.access == "everyone"

    def may_ask(self, person: RoomParticipant) -> bool:
        needs_no_request = person.moderator or person in [*self.stage, *self.invited, *self.asking]
        return self.access == "request" and not needs_no_request

    def may_be_invited(self, person: RoomParticipant) -> bool:
        return self.access != "nobody" and not person.moderator and person not in [*self.stage, *self.invited]

    # Commands

    def handle(self, person: RoomParticipant, message: Message) -> None:
        """Run the command of this person's message, if it is allowed."""
        name = str(message.get("command"))
        if name in MODERATORS_ONLY and not person.moderator and self._fault != "accepts-every-command":
            return
        possible_targets = [*self.people, self.relay]
        target = next((member for member in possible_targets if member.id == message.get("target")), person)
        command: Callable[[RoomParticipant, RoomParticipant, Message], None] | None = getattr(self, f"_do_{name}", None)
        if command:
            command(person, target, message)

    def arrive(self, person: RoomParticipant) -> None:
        self.people.append(person)
        if "host" in self._variants and person.moderator:
            self.stage.append(person)

    def leave(self, person: RoomParticipant) -> None:
        for group in (self.people, self.stage, self.asking, self.invited):
            if person in group:
                group.remove(person)

    def _do_live(self, person: RoomParticipant, _: RoomParticipant, message: Message) -> None:
        is_full = len(self.stage) >= self.limit
        if is_full and self._fault == "full-stage-removes-first":
            self.stage.pop(0)
        elif is_full:
            person.send(refused=True, notification="The stage is full. Try again when somebody has left it.")
        if self.may_join(person) and len(self.stage) < self.limit:
            self._remove_request_and_invitation(person)
            self.stage.append(person)
            person.microphone, person.camera = bool(message["microphone"]), bool(message["camera"])

    def _do_switch(self, person: RoomParticipant, _: RoomParticipant, message: Message) -> None:
        if message["device"] in ("microphone", "camera"):
            setattr(person, message["device"], bool(message["on"]))

    def _do_leave(self, person: RoomParticipant, _: RoomParticipant, __: Message) -> None:
        can_leave = self._fault == "leave-button" or "host" in self._variants
        if can_leave and person in self.stage:
            self.stage.remove(person)

    def _do_ask(self, person: RoomParticipant, _: RoomParticipant, __: Message) -> None:
        if self.may_ask(person):
            self.asking.append(person)

    def _do_withdraw(self, person: RoomParticipant, _: RoomParticipant, __: Message) -> None:
        if person in self.asking:
            self.asking.remove(person)

    def _do_decline(self, person: RoomParticipant, _: RoomParticipant, __: Message) -> None:
        if person in self.invited:
            self.invited.remove(person)
            for member in self.people:
                if member.moderator:
                    member.send(notification=f"{person.name} declined the invitation.")

    def _do_bring(self, _: RoomParticipant, target: RoomParticipant, __: Message) -> None:
        if target in self.asking and "on-stage-at-once" in self._variants:
            self._remove_request_and_invitation(target)
            self.stage.append(target)
        elif target in self.asking:
            self._invite(target)

    def _do_refuse(self, person: RoomParticipant, target: RoomParticipant, _: Message) -> None:
        if target in self.asking:
            self.asking.remove(target)
            recipient = person if self._fault == "decline-notifies-moderator" else target
            recipient.send(notification="Your request was declined.")

    def _do_invite(self, _: RoomParticipant, target: RoomParticipant, __: Message) -> None:
        if self.may_be_invited(target):
            self._invite(target)

    def _do_revoke(self, _: RoomParticipant, target: RoomParticipant, __: Message) -> None:
        if target in self.invited:
            self.invited.remove(target)
            target.send(notification="Your invitation was withdrawn.")

    def _do_remove(self, person: RoomParticipant, target: RoomParticipant, _: Message) -> None:
        removed = person if self._fault == "removes-the-moderator" else target
        if removed in self.stage:
            self.stage.remove(removed)
            self.removed.add(removed)
            if self._fault != "silent-removal":
                removed.send(notification="A moderator has taken you off the stage. You are a viewer again.")

    def _do_access(self, _: RoomParticipant, __: RoomParticipant, message: Message) -> None:
        self.access = str(message["access"])
        if self.access != "request":
            for asker in self.asking:
                asker.send(notification="Your request was closed, since the stage access has changed.")
            self.asking.clear()
        if self.access == "nobody":
            for invited_person in self.invited:
                invited_person.send(notification="Your invitation was withdrawn, since the stage access has changed.")
            self.invited.clear()

    def _do_signal(self, person: RoomParticipant, target: RoomParticipant, message: Message) -> None:
        """Forward a signal of a peer connection, if one of its two ends is on stage or is the relay."""
        is_forwarded = "forwarded" in self._variants and self.relay in (person, target)
        sends_early = self._fault in ("sends-before-live", "sends-early-to-stage")
        if sends_early or is_forwarded or person in self.stage or target in self.stage:
            target.send(signal=message["signal"], sender=person.id)

    def _invite(self, person: RoomParticipant) -> None:
        self._remove_request_and_invitation(person)
        self.invited.append(person)

    def _remove_request_and_invitation(self, person: RoomParticipant) -> None:
        for group in (self.asking, self.invited):
            if person in group:
                group.remove(person)
